"""The pages of whoever instructs applications."""
