"""Which units candidates cover, before it is worked out: pairs that are known, and radii to draw.

Small, and nothing but numbers, so that whoever reads the data hands it to whoever computes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Indices = NDArray[np.int64]


def no_pairs() -> Indices:
    """None."""
    return np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Reach:
    """What `candidates` (so many) cover.

    pairs (p, 2): a unit and a candidate that covers it. seats (s, 2): longitude and latitude in
    degrees; each of `seated` (s,), candidates, covers the units within the radius of its seat.
    """

    candidates: int
    pairs: Indices = field(default_factory=no_pairs)
    seats: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))
    seated: Indices = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def then(self, other: Reach) -> Reach:
        """These candidates, and those of another after them."""
        return Reach(
            self.candidates + other.candidates,
            np.concatenate([self.pairs, other.pairs + np.array([0, self.candidates])]),
            np.concatenate([self.seats, other.seats]),
            np.concatenate([self.seated, other.seated + self.candidates]),
        )

    def in_order(self, order: list[int]) -> Reach:
        """The same candidates; `order` tells the present place of the first, of the second…"""
        place = np.argsort(np.array(order, dtype=np.int64))
        pairs = np.column_stack([self.pairs[:, 0], place[self.pairs[:, 1]]])
        return replace(self, pairs=pairs, seated=place[self.seated])

    def matrix(self, points: NDArray[np.float64], radius_km: float) -> csr_array:
        """Boolean (n, candidates), for units at `points` (n, 2). Raises SitingError."""
        from scipy.sparse import coo_array  # noqa: PLC0415 - for whoever computes

        from coverage.siting.radius import within_radius  # noqa: PLC0415

        rows, columns = self.pairs.T
        if len(self.seats):
            near = within_radius(points, self.seats, radius_km).tocoo()
            rows = np.concatenate([rows, near.row])
            columns = np.concatenate([columns, self.seated[near.col]])
        ones = np.ones(len(rows), dtype=bool)
        return coo_array((ones, (rows, columns)), shape=(len(points), self.candidates)).tocsr()
