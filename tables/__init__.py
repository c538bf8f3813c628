"""Tables that people send: read in whatever state they are, every fault said at once."""
