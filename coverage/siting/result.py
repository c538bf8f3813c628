"""The answer to a siting question: which sites, what each adds, how good they are proven to be."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

import numpy as np

from coverage.siting.merging import ROUNDING, Part
from coverage.siting.problem import Number, SitingProblem, added

SOURCE = (
    "R. Church et C. ReVelle, « The maximal covering location problem », "
    "Papers of the Regional Science Association, vol. 32, 1974, p. 101-118"
)


SMALLEST_GAP = 1e-5  # what gaps are told to


class Status(StrEnum):
    """How much is known of the distance to the best portfolio."""

    PROVEN = "prouve"  # no portfolio covers more
    BOUNDED = "borne"  # none covers more than the bound
    INTERRUPTED = "interrompu"  # time ran out before the proof; the bound holds


@dataclass(frozen=True)
class Choice:
    """One site of a portfolio, in order of what it adds to those before it."""

    site: int  # index of the candidate in the problem
    gain: Number  # weight that none of those before it covers
    total: Number  # weight of all up to this one
    forced: bool


@dataclass(frozen=True)
class Portfolio:
    """Sites, in order of gain, and the proof that goes with them.

    value, bound: weight newly covered, beyond `in_place`, what poles in place cover already.
    There may be fewer sites than asked for: one that adds nothing is never chosen, unless forced.
    limit: seconds after which the search is interrupted; None where work is limited, not time.
    """

    choices: tuple[Choice, ...]
    value: Number
    bound: Number
    status: Status
    seconds: float
    method: str
    asked: int  # sites asked for
    in_place: Part
    out_of_reach: Part  # of no candidate allowed
    limit: float | None = None
    source: str = SOURCE

    @property
    def sites(self) -> tuple[int, ...]:
        """Indices of the chosen candidates, in order of gain."""
        return tuple(choice.site for choice in self.choices)

    @property
    def gap(self) -> float:
        """The share of the bound that may be missing: 0 where the portfolio is proven."""
        return float((self.bound - self.value) / self.bound) if self.bound > 0 else 0.0

    @property
    def told_gap(self) -> float:
        """The gap to `SMALLEST_GAP`, rounded up: 0 is said of what is proven, of nothing else."""
        if self.proven:
            return 0.0
        return max(ceil(self.gap / SMALLEST_GAP), 1) / round(1 / SMALLEST_GAP)

    @property
    def proven(self) -> bool:
        """Whether no portfolio covers more."""
        return self.status is Status.PROVEN

    @property
    def interrupted(self) -> bool:
        """Whether time ran out: asked again, the same question may have another answer."""
        return self.status is Status.INTERRUPTED


def ordered(problem: SitingProblem, sites: list[int]) -> tuple[Choice, ...]:
    """These candidates, the one that adds most first, then the one that adds most to it…

    Equal gains: the lowest index. What adds nothing is left out, unless it is forced.
    """
    columns = problem.coverage[:, sorted(sites)].tocsc()
    covers = {
        site: columns.indices[columns.indptr[i] : columns.indptr[i + 1]]
        for i, site in enumerate(sorted(sites))
    }
    weights = np.where(problem.covered, 0, problem.weights)
    least = 0 if problem.whole else added(weights) * ROUNDING
    total: Number = 0
    choices: list[Choice] = []
    while covers:
        gains = {site: added(weights[units]) for site, units in covers.items()}
        site = max(gains, key=lambda site: (gains[site], -site))
        gain, units = gains[site], covers.pop(site)
        weights[units] = 0
        forced = site in problem.forced
        if gain > least or forced:
            total += gain
            choices.append(Choice(site, gain, total, forced))
    return tuple(choices)
