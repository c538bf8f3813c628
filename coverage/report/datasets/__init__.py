"""The coverage of communes and of territories, as machines ask it."""
