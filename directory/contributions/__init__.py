"""What people say of a record, and what becomes of it: the few functions that write it."""
