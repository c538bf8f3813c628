"""The answer in a second: greedy choice, exchanges, relaxation, and the bound they prove."""

from dataclasses import dataclass
from math import inf
from time import perf_counter

import numpy as np

from coverage.siting.greedy import greedy, submodular_bound
from coverage.siting.merging import Remainder, raised, remainder
from coverage.siting.problem import Number, SitingProblem
from coverage.siting.relaxation import Positions, Relaxed, relaxed
from coverage.siting.result import Portfolio, Status, ordered
from coverage.siting.swapping import lowest, swapped

METHOD = "glouton, échanges et relaxation lagrangienne"


@dataclass(frozen=True, eq=False)
class Approach:
    """A good choice among free sites: positions, weight they add, and what none exceeds."""

    chosen: Positions
    value: Number
    bound: Number
    relaxation: Relaxed | None  # none where it had nothing to improve

    @property
    def proven(self) -> bool:
        """Whether the bound is reached; by other than whole weights, to its rounding."""
        return self.bound <= raised(raised(self.value))

    def portfolio(
        self, problem: SitingProblem, left: Remainder, method: str, status: Status, seconds: float
    ) -> Portfolio:
        """The answer to `problem`, forced sites and all. A bound that is reached is a proof."""
        choices = ordered(problem, [*problem.forced, *left.sites[self.chosen].tolist()])
        value = choices[-1].total if choices else 0
        bound = left.by_forced.weight + self.bound
        proven = status is Status.PROVEN or bound <= value
        return Portfolio(
            choices=choices,
            value=value,
            bound=value if proven else bound,
            status=Status.PROVEN if proven else status,
            seconds=seconds,
            method=method,
            asked=problem.k,
            in_place=left.in_place,
            out_of_reach=left.out_of_reach,
        )


def quick(problem: SitingProblem) -> Portfolio:
    """The best portfolio found in about a second, with a proven bound on every other.

    The same problem gives the same answer: work is limited, not time.
    """
    began = perf_counter()
    left = remainder(problem)
    found = approached(left)
    status = Status.PROVEN if found.proven else Status.BOUNDED
    return found.portfolio(problem, left, METHOD, status, perf_counter() - began)


def approached(left: Remainder) -> Approach:
    """Greedy choice, exchanges, then relaxation while something is left to gain or to prove."""
    picked, prefixes = greedy(left)
    chosen = swapped(left, picked)
    value = left.value(chosen)
    bound = min(submodular_bound(prefixes, left.k), left.reachable.weight)
    rough = Approach(chosen, value, max(bound, value), None)
    return rough if rough.proven else deepened(left, rough)


def deepened(left: Remainder, found: Approach, effort: int = 1, until: float = inf) -> Approach:
    """What more relaxation makes of an approach: never fewer covered, never a looser bound."""
    relaxation = relaxed(left, left.k, found.chosen, effort, until)
    chosen = swapped(left, relaxation.best.tolist())
    if not np.array_equal(chosen, found.chosen):
        chosen = lowest(left, chosen)
    value = left.value(chosen)
    bound = max(value, min(found.bound, relaxation.bound(left.k)))
    return Approach(chosen, value, bound, relaxation)
