"""People covered for one to k sites, opened in an order where each keeps those before it."""

from dataclasses import dataclass

from coverage.siting.greedy import greedy, submodular_bound
from coverage.siting.merging import Remainder, remainder
from coverage.siting.problem import Number, Problem
from coverage.siting.relaxation import Relaxed, relaxed
from coverage.siting.result import Choice, ordered
from coverage.siting.swapping import swapped


@dataclass(frozen=True)
class Point:
    """The first `count` sites of the curve, and what no portfolio of as many exceeds."""

    count: int
    site: int  # index of the candidate added last
    gain: Number
    total: Number
    bound: Number
    forced: bool


def curve(problem: Problem) -> tuple[Point, ...]:
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
