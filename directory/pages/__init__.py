"""What is public of the directory: map, list, page of a record, data, search."""
