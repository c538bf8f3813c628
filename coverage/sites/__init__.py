"""Where the next poles would cover most: candidates, weights, choice, proof."""
