"""What is left to choose of a problem: units that only the free candidates can bring, merged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from coverage.siting.problem import Number, SitingProblem, added

if TYPE_CHECKING:
    from scipy.sparse import csc_array, csr_array

# Sums of other than whole weights are trusted to the first share of their total; a bound made of
# them is raised by the second, above any rounding.
ROUNDING, SAFETY = 1e-12, 1e-9


@dataclass(frozen=True)
class Part:
    """So many units, of so much weight together."""

    units: int
    weight: Number


@dataclass(frozen=True, eq=False)
class Remainder:
    """What free candidates can add to the poles in place and to the forced sites.

    weights (r,): of the rows, each the units that the very same free candidates cover.
    by_row: boolean (r, f), rows with at least one candidate; sites (f,): their indices in the
    problem, ascending. k: free sites to choose. `in_place`, `by_forced`, `reachable` and
    `out_of_reach` part all the units of the problem.
    """

    weights: NDArray[Any]
    by_row: csr_array
    sites: NDArray[np.int64]
    k: int
    in_place: Part
    by_forced: Part
    reachable: Part
    out_of_reach: Part

    @cached_property
    def by_site(self) -> csc_array:
        """The same coverage, by columns."""
        return self.by_row.tocsc()

    @property
    def negligible(self) -> Number:
        """A difference of weight that is no difference: 0 for whole weights."""
        return 0 if self.weights.dtype.kind == "i" else self.reachable.weight * ROUNDING

    def per_site(self, values: NDArray[Any]) -> NDArray[Any]:
        """Values (r,) of the rows summed over the rows of each free site: (f,), same type."""
        rows, starts = self.by_site.indices, self.by_site.indptr
        totals = np.zeros(len(self.sites), dtype=values.dtype)
        some = np.diff(starts) > 0
        if some.any():
            totals[some] = np.add.reduceat(values[rows], starts[:-1][some])
        return totals

    def rows_of(self, site: int) -> NDArray[np.int64]:
        """Rows that the free site at this position covers."""
        starts = self.by_site.indptr
        return self.by_site.indices[starts[site] : starts[site + 1]]

    def spread(
        self, rows: NDArray[np.int64], group: NDArray[np.int64] | None = None, groups: int = 1
    ) -> NDArray[Any]:
        """Weight of some rows, each in a group, that each free site covers: (groups * f,)."""
        part = self.by_row[rows]
        widths = np.diff(part.indptr)
        keys = part.indices
        if group is not None:
            keys = keys + np.repeat(group * len(self.sites), widths)
        sums = np.bincount(
            keys, weights=np.repeat(self.weights[rows], widths), minlength=groups * len(self.sites)
        )
        return sums.astype(self.weights.dtype)  # whole below 2**53, hence exact

    def times_covered(self, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many of the chosen (positions among the free sites) cover each row: (r,)."""
        rows = [self.rows_of(site) for site in chosen.tolist()]
        return np.bincount(
            np.concatenate([np.zeros(0, np.int64), *rows]), minlength=len(self.weights)
        )

    def value(self, chosen: NDArray[np.int64]) -> Number:
        """Weight that the chosen (positions among the free sites) add."""
        return added(self.weights[self.times_covered(chosen) > 0])


def raised(bound: Any) -> Any:
    """A bound, or an array of them, above the rounding of its sum; whole ones are exact."""
    whole = isinstance(bound, int) or getattr(bound, "dtype", np.dtype(float)).kind == "i"
    return bound if whole else bound * (1 + SAFETY)


def remainder(problem: SitingProblem) -> Remainder:
    """What is left to choose once poles in place and forced sites have theirs."""
    coverage, weights = problem.coverage, problem.weights
    free = np.ones(coverage.shape[1], dtype=bool)
    free[list(problem.forced)] = False
    forced = problem.units_of(~free) & ~problem.covered
    free[list(problem.excluded)] = False
    left = ~problem.covered & ~forced
    reachable = left & problem.units_of(free)
    sites = np.flatnonzero(free)
    merged, by_row = _merged(coverage[np.flatnonzero(reachable)][:, sites], weights[reachable])

    def part(mask: NDArray[np.bool_]) -> Part:
        return Part(int(mask.sum()), added(weights[mask]))

    return Remainder(
        weights=merged,
        by_row=by_row,
        sites=sites,
        k=problem.k - len(problem.forced),
        in_place=part(problem.covered),
        by_forced=part(forced),
        reachable=part(reachable),
        out_of_reach=part(left & ~reachable),
    )


def _merged(coverage: csr_array, weights: NDArray[Any]) -> tuple[NDArray[Any], csr_array]:
    """Rows with the same columns as one row of their weights, in order of first appearance."""
    coverage.sort_indices()
    columns = coverage.indices.astype(np.int32)
    bounds = coverage.indptr.tolist()
    groups: dict[bytes, int] = {}
    group = np.fromiter(
        (
            groups.setdefault(
                blake2b(columns[start:end].data, digest_size=16).digest(), len(groups)
            )
            for start, end in pairwise(bounds)
        ),
        dtype=np.int64,
        count=len(weights),
    )
    first = np.unique(group, return_index=True)[1]
    totals = np.zeros(len(first), dtype=weights.dtype)
    np.add.at(totals, group, weights)
    return totals, coverage[first]
