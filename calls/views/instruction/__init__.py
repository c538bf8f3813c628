"""The pages of those who instruct applications and decide on them."""
