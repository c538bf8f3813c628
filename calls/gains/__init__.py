"""What a territory would add to today's coverage."""
