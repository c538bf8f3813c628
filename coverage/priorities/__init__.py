"""Which emerging poles add most, and the page that plans the next ones."""
