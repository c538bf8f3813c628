"""The coverage of the country told: its page, its table, its files, what machines may ask of it."""
