"""Scores on the grid of a call: the weighted total of one opinion, the mean and spread of several.

Pure: knows neither Django nor the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TOTAL = 100  # a total is said out of this


@dataclass(frozen=True)
class Line:
    """A criterion of the grid: its key, its weight, its highest score."""

    key: int
    weight: int
    highest: int


def weighted(grid: Iterable[Line], scores: Mapping[int, int]) -> float | None:
    """The total out of 100; None where a criterion has no score, or there is no grid."""
    lines = list(grid)
    if not lines or any(line.key not in scores for line in lines):
        return None
    reached = sum(line.weight * scores[line.key] / line.highest for line in lines)
    return TOTAL * reached / sum(line.weight for line in lines)


@dataclass(frozen=True)
class Together:
    """Several totals: their mean, and how far apart the lowest and the highest are."""

    count: int
    mean: float
    spread: float


def together(totals: Iterable[float | None]) -> Together | None:
    """The totals that are known, side by side; None without any."""
    known = [total for total in totals if total is not None]
    if not known:
        return None
    return Together(len(known), sum(known) / len(known), max(known) - min(known))
