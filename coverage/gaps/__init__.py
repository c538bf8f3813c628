"""Where nothing is: the communes that no pole covers, by patches of neighbours."""
