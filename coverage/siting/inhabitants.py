"""What sites cover in people, whatever was weighed to choose them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coverage.siting.problem import SitingProblem


@dataclass(frozen=True)
class Inhabitants:
    """People that poles in place cover, that no candidate allowed reaches, that sites gain.

    `totals`: by the first site chosen, the first two…; `curve`: at each point of the curve.
    """

    in_place: int
    out_of_reach: int
    totals: tuple[int, ...]
    curve: tuple[int, ...]

    @property
    def gained(self) -> int:
        """By all the sites together."""
        return self.totals[-1] if self.totals else 0

    @property
    def gains(self) -> tuple[int, ...]:
        """By each site, beyond those before it."""
        return tuple(np.diff(np.array((0, *self.totals), dtype=np.int64)).tolist())

    def along(self, curve: tuple[int, ...]) -> "Inhabitants":
        """The same, with another curve."""
        return replace(self, curve=curve)


def inhabitants(
    problem: SitingProblem, people: NDArray[np.int64], chosen: Sequence[int], before: Sequence[int]
) -> Inhabitants:
    """Count people (n,) for the sites chosen and, where there is a curve, for its points.

    `before`: the sites of the points of the curve that come before the last, which is the answer.
    """
    allowed = np.ones(problem.coverage.shape[1], dtype=bool)
    allowed[list(problem.excluded)] = False
    reached = problem.covered | problem.units_of(allowed)
    totals = together(problem, people, chosen)
    return Inhabitants(
        in_place=int(people[problem.covered].sum()),
        out_of_reach=int(people[~reached].sum()),
        totals=totals,
        curve=(*together(problem, people, before), *totals[-1:]),
    )


def together(
    problem: SitingProblem, people: NDArray[np.int64], sites: Sequence[int]
) -> tuple[int, ...]:
    """People newly covered by the first of some sites, by the first two, and so on."""
    columns = problem.coverage[:, np.array(sites, dtype=np.int64)].tocsc()
    left = np.where(problem.covered, 0, people)
    total, totals = 0, []
    for start, end in zip(columns.indptr[:-1], columns.indptr[1:], strict=True):
        units = columns.indices[start:end]
        total += int(left[units].sum())
        left[units] = 0
        totals.append(total)
    return tuple(totals)
