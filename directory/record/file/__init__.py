"""Files of poles: from a file to the database, and back."""
