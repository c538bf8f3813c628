"""Which communes share a border. Pure computation on a valid coverage.

In a valid coverage, two neighbours have the very same segments along their border, so a segment
met twice names a pair. Communes that touch by one point alone are not neighbours.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.loading.generalising import Geometries


def neighbours(contours: Geometries) -> NDArray[np.int64]:
    """Pairs of indices (n, 2) of contours that share a segment, each once, lower index first."""
    parts, owner_of_part = shapely.get_parts(contours, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    ids = point_ids(points)
    inside = ring_of_point[1:] == ring_of_point[:-1]
    starts, ends = ids[:-1][inside], ids[1:][inside]
    owners = owner_of_part[part_of_ring[ring_of_point[:-1][inside]]]
    segments = np.minimum(starts, ends) * (ids.max() + 1) + np.maximum(starts, ends)
    order = np.argsort(segments, kind="stable")
    segments, owners = segments[order], owners[order]
    twice = np.flatnonzero(segments[1:] == segments[:-1])
    pairs = np.sort(np.column_stack([owners[twice], owners[twice + 1]]), axis=1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def point_ids(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """A number for each distinct point; shared points are equal to the last digit (1e-7 °)."""
    steps = np.round((points + np.array([180.0, 90.0])) * 1e7).astype(np.int64)
    packed = steps[:, 0] * 2_000_000_000 + steps[:, 1]
    return np.unique(packed, return_inverse=True)[1].astype(np.int64)
