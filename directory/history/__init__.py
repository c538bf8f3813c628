"""The history of a record: why it changed, what it was at any moment, what happened to it."""
