"""The few functions that write calls and applications, each in a transaction of its own."""
