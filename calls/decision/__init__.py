"""What a committee proposes and decides, and the laureates that come of it."""
