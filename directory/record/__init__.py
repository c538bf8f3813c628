"""The record of a pole: its fields, how it is stored, and how two of them compare."""
