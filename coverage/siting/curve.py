"""People covered for one to k sites, opened in an order where each keeps those before it."""

from dataclasses import dataclass, replace

from coverage.siting.greedy import greedy, submodular_bound
from coverage.siting.merging import Remainder, remainder
from coverage.siting.problem import Number, SitingProblem
from coverage.siting.relaxation import Relaxed, relaxed
from coverage.siting.result import Choice, Portfolio, ordered
from coverage.siting.swapping import swapped


@dataclass(frozen=True)
class Point:
    """The first `count` sites of the curve, and what no portfolio of as many exceeds.

    `exchanged`: these are the sites of the answer, and not those of the points before and one more.
    """

    count: int
    site: int | None  # index of the candidate added last; None where sites were exchanged
    gain: Number
    total: Number
    bound: Number
    forced: bool
    exchanged: bool = False


def curve(problem: SitingProblem) -> tuple[Point, ...]:
    """A point for each number of sites up to `problem.k`: forced ones first, then the greedy order.

    Gains only shrink along the forced sites, then along the others. It stops where no site adds
    anything. Bounds are proven, and are for portfolios that hold the forced sites (for fewer sites
    than are forced, for portfolios of forced sites).
    """
    left = remainder(problem)
    picked, prefixes = greedy(left)
    first = ordered(problem, list(problem.forced))
    points = [_forced_point(first, count) for count in range(1, len(first) + 1)]
    relaxations = _relaxations(left, picked)
    base = left.by_forced.weight
    for count, site in enumerate(picked, start=1):
        value = prefixes[count].value
        bounds = [submodular_bound(prefixes, count), left.reachable.weight]
        bounds += [relaxation.bound(count) for relaxation in relaxations]
        points.append(
            Point(
                count=len(first) + count,
                site=int(left.sites[site]),
                gain=value - prefixes[count - 1].value,
                total=base + value,
                bound=base + max(value, min(bounds)),
                forced=False,
            )
        )
    return tuple(points)


def reaching(points: tuple[Point, ...], portfolio: Portfolio) -> tuple[Point, ...]:
    """The curve of a problem, ended by the answer to it: its sites, its value and its bound.

    An answer may exchange sites that the order of the curve keeps, and cover more, or as much with
    fewer of them. Totals still never fall, and no bound is above that of the answer.
    """
    count = len(portfolio.sites)
    if not count:
        return ()
    before = []
    for point in points[: count - 1]:
        total = min(point.total, portfolio.value)
        bound = max(total, min(point.bound, portfolio.bound))
        before.append(replace(point, total=total, bound=bound))
    same = {point.site for point in points[:count]} == set(portfolio.sites)
    last = Point(
        count=count,
        site=points[count - 1].site if same else None,
        gain=portfolio.value - (before[-1].total if before else 0),
        total=portfolio.value,
        bound=portfolio.bound,
        forced=same and points[count - 1].forced,
        exchanged=not same,
    )
    return (*before, last)


def _forced_point(first: tuple[Choice, ...], count: int) -> Point:
    """Forced sites in order of gain: no other `count` of them cover more than all do."""
    choice = first[count - 1]
    bound = choice.total if count == 1 else min(first[-1].total, first[0].gain * count)
    return Point(count, choice.site, choice.gain, choice.total, max(choice.total, bound), True)


def _relaxations(left: Remainder, picked: list[int]) -> list[Relaxed]:
    """Relaxations for the whole number of sites, its half, its quarter… Each bounds every count."""
    count, found = len(picked), []
    while count > 1:
        found.append(relaxed(left, count, swapped(left, picked[:count])))
        count //= 2
    return found
