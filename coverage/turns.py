"""Heavy answers of coverage are made one at a time; exact ones apart, for they may last."""

from publishing.problems import AGAIN, BusyError
from publishing.turns import Turn


def busy() -> BusyError:
    """What whoever finds no place is told."""
    return BusyError(f"Trop de calculs sont demandés à la fois ; {AGAIN}.")


ANSWERS, EXACT_ANSWERS = Turn(busy, waiting=4), Turn(busy, waiting=1)
