"""What a siting question hands to whoever computes, and what comes back. Knows no SciPy."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coverage.siting.curve import Point
from coverage.siting.inhabitants import Inhabitants
from coverage.siting.reach import Reach
from coverage.siting.result import Portfolio

SOLVING = "coverage.siting.solving"  # the module whose `solve` makes one of the other


@dataclass(frozen=True, eq=False)
class Asked:
    """A question about n units.

    weights, people, covered (n,); points (n, 2), degrees, longitude first; k, forced, excluded as
    a `SitingProblem` has them. seconds: those of an exact search; None asks for a quick one.
    """

    weights: NDArray[Any]
    people: NDArray[np.int64]
    covered: NDArray[np.bool_]
    points: NDArray[np.float64]
    reach: Reach
    radius_km: float
    k: int
    forced: tuple[int, ...]
    excluded: tuple[int, ...]
    seconds: float | None
    with_curve: bool
    weighs_people: bool


@dataclass(frozen=True, eq=False)
class Solved:
    """The portfolio, its curve where it was asked for, what it covers in people.

    reached: the units (indices, ascending) that its sites cover, poles in place left aside.
    """

    portfolio: Portfolio
    curve: tuple[Point, ...]
    people: Inhabitants
    reached: NDArray[np.int64]
