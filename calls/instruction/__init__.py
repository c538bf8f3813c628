"""What those who instruct and decide read: files, opinions, coverage gained, figures of a call."""
