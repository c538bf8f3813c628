"""From a file to the database: read, validate, compare, write; one module each."""
