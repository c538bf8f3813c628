"""Heavy answers of coverage are made one at a time; sites apart: an exact one may last."""

from geo.publishing.turns import Turn

ANSWERS, SITES = Turn(), Turn()
