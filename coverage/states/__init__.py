"""How each commune and each territory is covered, and its distance to the nearest pole."""
