"""Up to three portfolios side by side: what each covers that the others do not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coverage.siting.errors import CandidatesError
from coverage.siting.merging import Part
from coverage.siting.problem import SitingProblem, added, checked_sites

MOST = 3


@dataclass(frozen=True, eq=False)
class Comparison:
    """Units that poles in place do not cover, parted by the portfolios that cover them.

    membership (n,): bit i is set where portfolio i newly covers the unit; 0 where none does.
    covered: what each portfolio newly covers. parts: for each set of portfolios (indices,
    ascending), the units that these cover and the others do not; their sum is `together`.
    """

    membership: NDArray[np.int8]
    covered: tuple[Part, ...]
    parts: dict[tuple[int, ...], Part]
    together: Part

    def alone(self, portfolio: int) -> Part:
        """What this portfolio covers and no other does."""
        return self.parts[(portfolio,)]

    @property
    def shared(self) -> Part:
        """What all of them cover."""
        return self.parts[tuple(range(len(self.covered)))]


def compare(problem: SitingProblem, portfolios: Sequence[Iterable[int]]) -> Comparison:
    """Compare one to three portfolios, each of indices of candidates, of any size.

    Only units, weights, coverage and poles in place of the problem matter. Raises CandidatesError.
    """
    if not 1 <= len(portfolios) <= MOST:
        raise CandidatesError(
            f"de 1 à {MOST} portefeuilles sont attendus, et non {len(portfolios)}"
        )
    reached = []
    for portfolio in portfolios:
        sites = checked_sites(portfolio, problem.coverage.shape[1], CandidatesError)
        reached.append(np.flatnonzero(problem.units_by(sites)))
    return compared(problem.weights, problem.covered, reached)


def compared(
    weights: NDArray[Any], covered: NDArray[np.bool_], reached: Sequence[NDArray[np.int64]]
) -> Comparison:
    """The same, from the units that each portfolio reaches; weights (n,), covered (n,) in place."""
    membership = np.zeros(len(weights), dtype=np.int8)
    for number, units in enumerate(reached):
        membership[units] |= 1 << number
    membership[covered] = 0

    def part(mask: NDArray[np.bool_]) -> Part:
        return Part(int(mask.sum()), added(weights[mask]))

    numbers = range(len(reached))
    sets = [some for size in range(1, MOST + 1) for some in combinations(numbers, size)]
    return Comparison(
        membership=membership,
        covered=tuple(part((membership >> number & 1).astype(bool)) for number in numbers),
        parts={some: part(membership == sum(1 << number for number in some)) for some in sets},
        together=part(membership > 0),
    )
