"""Importing a file of poles on screen: deposit, columns, preview, writing."""
