"""A whole siting question, numbers in and numbers out: made in a process apart where there is one.

Those who ask import `coverage.siting.asked`, which knows no SciPy; this module is named to them.
"""

import numpy as np

from coverage.siting.asked import Asked, Solved
from coverage.siting.curve import Point, curve, reaching
from coverage.siting.exact import exact
from coverage.siting.inhabitants import Inhabitants, inhabitants
from coverage.siting.problem import SitingProblem
from coverage.siting.quick import quick
from coverage.siting.result import Portfolio


def solve(asked: Asked) -> Solved:
    """The best sites. Raises SitingError."""
    problem = SitingProblem(
        weights=asked.weights,
        coverage=asked.reach.matrix(asked.points, asked.radius_km),
        k=asked.k,
        forced=asked.forced,
        excluded=asked.excluded,
        covered=asked.covered,
    )
    portfolio = quick(problem) if asked.seconds is None else exact(problem, asked.seconds)
    points = reaching(curve(problem), portfolio) if asked.with_curve else ()
    reached = np.flatnonzero(problem.units_by(portfolio.sites))
    return Solved(portfolio, points, people(asked, problem, portfolio, points), reached)


def people(
    asked: Asked, problem: SitingProblem, portfolio: Portfolio, points: tuple[Point, ...]
) -> Inhabitants:
    """What the sites cover in people."""
    before = [point.site for point in points[:-1] if point.site is not None]
    found = inhabitants(problem, asked.people, portfolio.sites, before)
    if not asked.weighs_people:
        return found
    # The curve never falls: its totals are not counted anew.
    return found.along(tuple(int(point.total) for point in points))
