"""Questions to the directory, each with an order and a ceiling."""
