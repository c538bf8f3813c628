"""Lagrangian relaxation: a close bound, good portfolios on the way, and sites that it settles.

Each row may be paid for by every site that covers it, at a price p from 0 to its weight w. No k
sites then add more than sum(w - p) + the k largest sums of p over the rows of a site. Prices are
improved by subgradient steps that keep part of the last direction (M. L. Fisher, « The Lagrangian
relaxation method for solving integer programming problems », Management Science 27, 1981;
P. Camerini, L. Fratta and F. Maffioli, « On improving relaxation methods by modified gradient
techniques », Mathematical Programming Study 3, 1975).
"""

import math
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coverage.siting.merging import Remainder, raised
from coverage.siting.problem import Number
from coverage.siting.swapping import swapped

MOST_ITERATIONS, FEWEST_ITERATIONS = 300, 10
MOST_WORK = 100_000_000  # pairs of row and site visited: some 0.3 s
PATIENCE = 15  # steps without a better bound, after which they are halved
MEMORY = 0.8  # of the last direction
SHORTEST_STEP = 1e-4
SWAPS_EVERY = 50  # iterations between two portfolios that are improved by exchanges
# Prices of whole weights are rounded to a part of a person so small that the worth of all units
# together has this many bits, and the sum of MOST_SITES of them still fits 63.
BITS = 56

Positions = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Relaxed:
    """What the relaxation found.

    best: positions of the best portfolio met. unpaid: sum(w - p). worth (f,): sum of p over the
    rows of each site. Both are `scale` times weights, in whole numbers where the weights are
    (`scale` is then at least 8), else as they are (1).
    """

    best: Positions
    unpaid: Number
    worth: NDArray[Any]
    scale: int

    def bound(self, k: int) -> Number:
        """No `k` free sites add more; closest for the number that the prices were made for."""
        scaled = raised(self._scaled(k))
        return scaled // self.scale if self.scale > 1 else scaled

    def _scaled(self, k: int) -> Number:
        best = self.worth[largest(self.worth, k)] if k else self.worth[:0]
        return self.unpaid + best.sum().item()

    def settled(self, k: int, value: Number) -> tuple[Positions, Positions]:
        """Positions that every portfolio of more than `value` holds, and those that none holds."""
        order = np.argsort(-self.worth, kind="stable")
        inside, outside = order[:k], order[k:]
        if not len(inside) or not len(outside):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        scaled = self._scaled(k)
        without = scaled - self.worth[inside] + self.worth[outside[0]]
        instead = scaled + self.worth[outside] - self.worth[inside[-1]]
        limit = value * self.scale
        if self.scale > 1:  # whole weights: more than `value` is at least one person more
            limit += self.scale - 1
        else:
            without, instead = raised(without), raised(instead)
        return np.sort(inside[without <= limit]), np.sort(outside[instead <= limit])


def relaxed(
    left: Remainder, k: int, start: Positions, effort: int = 1, until: float = math.inf
) -> Relaxed:
    """The relaxation for `k` free sites (1 to f), begun from the portfolio `start`.

    Stops once its bound is reached by a portfolio. The limit is on the work, `effort` times what
    fits in some 0.3 s, so that the same input gives the same answer; `until`, a moment of
    `perf_counter`, stops it sooner.
    """
    weights = left.weights.astype(np.float64)
    prices = _first_prices(left, k)
    best, value = start, float(left.value(start))
    bound, kept = math.inf, prices
    step, since = 2.0, 0
    direction = np.zeros(len(weights))
    for iteration in range(_iterations(left, effort)):
        worth = left.per_site(prices)
        chosen = largest(worth, k)
        current = float((weights - prices).sum() + worth[chosen].sum())
        times = left.times_covered(chosen)
        if iteration % SWAPS_EVERY == SWAPS_EVERY - 1:
            chosen = swapped(left, chosen.tolist())
            found = float(left.value(chosen))
        else:
            found = float(weights[times > 0].sum())
        if found > value:
            best, value = chosen, found
        since = 0 if current < bound * (1 - 1e-6) else since + 1
        if current < bound:
            bound, kept = current, prices
        if _reached(left, bound, value) or step < SHORTEST_STEP or perf_counter() > until:
            break
        if since >= PATIENCE:
            step, since, prices = step / 2, 0, kept
            direction = np.zeros(len(weights))
            continue
        direction = (times - 1) + MEMORY * direction
        prices = _moved(prices, weights, direction, step * (current - value))
    return _exact(left, kept, best)


def largest(worth: NDArray[Any], k: int) -> Positions:
    """Positions of the k largest, ascending."""
    if k >= len(worth):
        return np.arange(len(worth))
    return np.sort(np.argpartition(-worth, k - 1)[:k])


def _first_prices(left: Remainder, k: int) -> NDArray[np.float64]:
    """Each weight shared among its sites, then all raised until k sites are worth everything."""
    weights = left.weights.astype(np.float64)
    prices = weights / np.diff(left.by_row.indptr)
    worth = left.per_site(prices)
    return np.minimum(prices * (weights.sum() / worth[largest(worth, k)].sum()), weights)


def _moved(
    prices: NDArray[np.float64],
    weights: NDArray[np.float64],
    direction: NDArray[np.float64],
    length: float,
) -> NDArray[np.float64]:
    """Prices after a step; those that would leave their range do not count for its length."""
    stuck = ((direction > 0) & (prices <= 0)) | ((direction < 0) & (prices >= weights))
    slope = np.where(stuck, 0.0, direction)
    norm = float((slope * slope).sum())
    return np.clip(prices - length / norm * slope, 0, weights) if norm else prices


def _iterations(left: Remainder, effort: int) -> int:
    fitting = effort * MOST_WORK // max(left.by_row.nnz, 1)
    return int(np.clip(fitting, FEWEST_ITERATIONS, effort * MOST_ITERATIONS))


def _reached(left: Remainder, bound: float, value: float) -> bool:
    whole = left.weights.dtype.kind == "i"
    # Half a person leaves room for the rounding of prices.
    return bound - value < 0.5 if whole else bound - value <= left.negligible


def _exact(left: Remainder, prices: NDArray[np.float64], best: Positions) -> Relaxed:
    """The sums of these prices, in whole numbers for whole weights."""
    if left.weights.dtype.kind == "i":
        scale = 1 << (BITS - int(left.weights.sum()).bit_length())
        weights = left.weights * scale
        prices = np.clip(np.rint(prices * scale).astype(np.int64), 0, weights)
    else:
        scale, weights = 1, left.weights
    unpaid = (weights - prices).sum().item()
    return Relaxed(best, unpaid, left.per_site(prices), scale)
