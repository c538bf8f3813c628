"""The pages of the programme, and its feeds."""
