"""A portfolio made better by exchanging one site for another while that adds weight."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coverage.siting.merging import Remainder

MOST_SWAPS = 500  # a guard: 50 sites among 1,260 settle in some tens


def swapped(left: Remainder, chosen: Iterable[int]) -> NDArray[np.int64]:
    """Positions of as many free sites, ascending, that no single exchange makes better.

    Each exchange is the best one; of equal ones, the lowest incoming, then outgoing index
    (M. B. Teitz and P. Bart, « Heuristic methods for estimating the generalized vertex median of
    a weighted graph », Operations Research 16, 1968).
    """
    current = np.array(sorted(chosen), dtype=np.int64)
    for _ in range(MOST_SWAPS):
        if not len(current):
            break
        change = _changes(left, current)
        come, go = divmod(int(np.argmax(change.T)), len(current))
        if not change[go, come] > left.negligible:
            break
        current[go] = come
        current.sort()
    return current


def lowest(left: Remainder, chosen: Iterable[int]) -> NDArray[np.int64]:
    """Positions, ascending, that add as much: no single site may give way to a lower one for free.

    What relaxation and integer programming choose among equals is theirs; this makes it the order
    of the candidates. Each exchange is that of the highest site that has one, for the lowest.
    """
    current = np.array(sorted(chosen), dtype=np.int64)
    value = left.value(current)
    for _ in range(MOST_SWAPS):
        free = _changes(left, current) == 0
        free &= np.arange(len(left.sites)) < current[:, None]
        free[:, current] = False
        if not free.any():
            break
        go = int(np.flatnonzero(free.any(axis=1))[-1])
        other = current.copy()
        other[go] = np.argmax(free[go])
        if left.value(other) < value:  # by rounding, where weights are not whole
            break
        current = np.sort(other)
    return current


def _changes(left: Remainder, current: NDArray[np.int64]) -> NDArray[Any]:
    """What the value gains when each of the set gives way to each free site: (k, f)."""
    count, sites = len(current), len(left.sites)
    times = left.times_covered(current)
    # A row covered once belongs to the site that would lose it; a row not covered, to nobody.
    owner = np.full(len(left.weights), count)
    for position, site in enumerate(current.tolist()):
        rows = left.rows_of(site)
        owner[rows[times[rows] == 1]] = position
    rows = np.flatnonzero(times <= 1)
    table = left.spread(rows, owner[rows], count + 1).reshape(count + 1, sites)
    lost = table[np.arange(count), current]
    change = table[:count] + table[count] - lost[:, None]
    change[:, current] = 0
    return change
