"""The pages of calls, and their feeds."""
