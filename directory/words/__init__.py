"""What pages say in words, each sentence in one place."""
