"""Heavy answers of coverage are made one at a time; exact ones apart, for they may last."""

from geo.publishing.turns import Turn

ANSWERS, EXACT_ANSWERS = Turn(), Turn()
