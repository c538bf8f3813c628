"""How the suite runs: its parts and their order, its databases, the rows each test begins with."""
