"""Several choices of sites side by side."""
