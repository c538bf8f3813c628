"""The figures that the project promises, measured on the loaded database: `make bench`."""
