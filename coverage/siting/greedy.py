"""The site that adds most, again and again; and the bound that this proves for every portfolio."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coverage.siting.merging import Remainder, raised
from coverage.siting.problem import Number


@dataclass(frozen=True, eq=False)
class Prefix:
    """The greedy set after some choices: its value, and what each free site would still add.

    gains (f,): descending, for their sums bound what any more sites can add.
    """

    value: Number
    gains: NDArray[Any]


def greedy(left: Remainder) -> tuple[list[int], list[Prefix]]:
    """Positions of up to `left.k` free sites in order of choice, and every prefix of them.

    Covers at least 1 - 1/e of the optimum (G. L. Nemhauser, L. A. Wolsey and M. L. Fisher,
    « An analysis of approximations for maximizing submodular set functions I », Mathematical
    Programming 14, 1978). Equal gains: the lowest index. Stops where no site adds anything.
    """
    gains = left.per_site(left.weights)
    uncovered = np.ones(len(left.weights), dtype=bool)
    value: Number = 0
    chosen: list[int] = []
    prefixes = [_prefix(value, gains)]
    while len(chosen) < left.k and len(gains) and gains.max() > left.negligible:
        best = int(np.argmax(gains))
        value += gains[best].item()
        chosen.append(best)
        rows = left.rows_of(best)
        rows = rows[uncovered[rows]]
        uncovered[rows] = False
        gains = gains - left.spread(rows)
        gains[best] = 0
        prefixes.append(_prefix(value, gains))
    return chosen, prefixes


def submodular_bound(prefixes: list[Prefix], k: int) -> Number:
    """No `k` free sites add more than a prefix and the `k` largest gains beyond it do.

    Covered weight is submodular: what sites add together to a set is at most the sum of what
    each adds to it alone. The least over all prefixes.
    """
    return raised(min(prefix.value + prefix.gains[:k].sum().item() for prefix in prefixes))


def _prefix(value: Number, gains: NDArray[Any]) -> Prefix:
    return Prefix(value, np.sort(gains)[::-1])
