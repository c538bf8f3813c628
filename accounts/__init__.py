"""People, their roles and the territory on which each role holds."""
