"""The nearest of some grounds to each of many points, geodesic. Pure computation.

A ground is a seat (a point) or a territory (polygons). Straight lines through the Earth propose,
the ellipsoid decides: between near places, the chord from point to point of WGS 84 grows with the
geodesic, and what it loses to it is known within a hundredth.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from scipy.spatial import KDTree
from shapely import STRtree

from coverage.states.same import SAME_M

WGS84 = Geod(ellps="WGS84")
LONGEST_EDGE_M = 2000.0  # an edge is cut in such pieces: the chord of one strays 8 cm from it
FEW = 16  # pieces looked at before all that could matter
CUBIC = 0.02 / (24 * 6_371_000.0**2)  # how much the loss of chords may vary, per cubic metre

Points = NDArray[np.float64]
Geometries = NDArray[np.object_]


@dataclass(frozen=True)
class Pieces:
    """The edges of grounds, cut short, each once, with the first ground that has it."""

    start: Points  # (n, 2) degrees
    end: Points
    ground: NDArray[np.int64]


def nearest(
    points: Points, grounds: Sequence[shapely.Geometry]
) -> tuple[NDArray[np.int64], Points]:
    """For each point, the index of its nearest ground and the geodesic distance in metres.

    `points` is (n, 2), degrees, longitude first; `grounds` holds at least one point or
    (multi)polygon, in degrees. Within a territory the distance is 0. Among grounds at the very
    same distance the first is taken.
    """
    shapes: Geometries = np.array(grounds, dtype=object)
    pieces = pieces_of(shapes)
    chosen, metres = to_edges(points, pieces)
    at, inside = STRtree(shapely.points(points)).query(shapes, predicate="intersects")[::-1]
    order = np.lexsort((inside, at))
    first = np.unique(at[order], return_index=True)[1]
    chosen[at[order][first]], metres[at[order][first]] = inside[order][first], 0.0
    return chosen, metres


def pieces_of(shapes: Geometries) -> Pieces:
    """The edges of some grounds; a point is an edge without length."""
    edges, owners = [], []
    for index, shape in enumerate(shapes):
        if shapely.get_dimensions(shape) == 0:
            found = np.tile(shapely.get_coordinates(shape), 2)
        else:
            rings = shapely.get_rings(shapely.get_parts(shape))
            coordinates, ring = shapely.get_coordinates(rings, return_index=True)
            edge = np.nonzero(ring[1:] == ring[:-1])[0]
            found = np.hstack([coordinates[edge], coordinates[edge + 1]])
        edges.append(found)
        owners.append(np.full(len(found), index))
    every, owner = np.concatenate(edges), np.concatenate(owners)
    backwards = (every[:, 0] > every[:, 2]) | (
        (every[:, 0] == every[:, 2]) & (every[:, 1] > every[:, 3])
    )
    every[backwards] = every[backwards][:, [2, 3, 0, 1]]
    # What neighbours share is looked at once, for the first of them.
    once, first = np.unique(every, axis=0, return_index=True)
    return cut(once[:, :2], once[:, 2:], owner[first])


def cut(start: Points, end: Points, owner: NDArray[np.int64]) -> Pieces:
    """Edges in pieces of `LONGEST_EDGE_M` at most."""
    _, _, length = WGS84.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    counts = np.maximum(1, np.ceil(np.asarray(length) / LONGEST_EDGE_M)).astype(np.int64)
    edge = np.repeat(np.arange(len(start)), counts)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    low, high = (number / counts[edge])[:, None], ((number + 1) / counts[edge])[:, None]
    span = (end - start)[edge]
    return Pieces(start[edge] + low * span, start[edge] + high * span, owner[edge])


def to_edges(points: Points, pieces: Pieces) -> tuple[NDArray[np.int64], Points]:
    """For each point, the ground of the nearest piece and its distance."""
    here, start, end = earth(points), earth(pieces.start), earth(pieces.end)
    reach = float(np.linalg.norm(end - start, axis=1).max()) / 2 + 1.0
    tree = KDTree((start + end) / 2)
    found = min(FEW, len(start))
    away, near = tree.query(here, k=found)
    away, near = away.reshape(len(points), found), near.reshape(len(points), found)
    best = np.min(chords(here[:, None], start[near], end[near])[0], axis=1)
    # Beyond that, no middle belongs to a piece that could be as near.
    limit = best + reach + SAME_M + CUBIC * best**3
    rows = np.repeat(np.arange(len(points)), found)
    columns = near.ravel()
    short = np.nonzero((away[:, -1] < limit) & (found < len(start)))[0]
    if len(short):
        lists = tree.query_ball_point(here[short], limit[short])
        more = np.repeat(short, [len(one) for one in lists])
        keep = ~np.isin(rows, short)
        rows = np.concatenate([rows[keep], more])
        columns = np.concatenate([columns[keep], np.concatenate(lists).astype(np.int64)])
    return decided(points, pieces, (here, start, end), rows, columns)


def decided(
    points: Points,
    pieces: Pieces,
    vectors: tuple[Points, Points, Points],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
) -> tuple[NDArray[np.int64], Points]:
    """Of pairs of a point (row) and a piece (column), the nearest on the ellipsoid for each row."""
    here, start, end = vectors
    metres, share = chords(here[rows], start[columns], end[columns])
    best = np.full(len(points), np.inf)
    np.minimum.at(best, rows, metres)
    kept = metres <= best[rows] + SAME_M + CUBIC * best[rows] ** 3
    rows, columns, share = rows[kept], columns[kept], share[kept, None]
    foot = pieces.start[columns] + share * (pieces.end - pieces.start)[columns]
    _, _, exact = WGS84.inv(points[rows, 0], points[rows, 1], foot[:, 0], foot[:, 1])
    exact, ground = np.asarray(exact), pieces.ground[columns]
    best = np.full(len(points), np.inf)
    np.minimum.at(best, rows, exact)
    tied = exact <= best[rows] + SAME_M
    order = np.lexsort((ground[tied], rows[tied]))
    first = np.unique(rows[tied][order], return_index=True)[1]
    return ground[tied][order][first], best


def earth(points: Points) -> Points:
    """(n, 2) degrees to (n, 3) metres from the centre of the Earth, on the ellipsoid."""
    longitude, latitude = np.radians(points).T
    squared = WGS84.es
    normal = WGS84.a / np.sqrt(1 - squared * np.sin(latitude) ** 2)
    return np.column_stack(
        [
            normal * np.cos(latitude) * np.cos(longitude),
            normal * np.cos(latitude) * np.sin(longitude),
            normal * (1 - squared) * np.sin(latitude),
        ]
    )


def chords(here: Points, start: Points, end: Points) -> tuple[Points, Points]:
    """How far points are from straight pieces, in metres, and where on each (0 start, 1 end)."""
    along, to = end - start, here - start
    length = np.sum(along * along, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(length > 0, np.sum(to * along, axis=-1) / length, 0.0)
    share = np.clip(share, 0.0, 1.0)
    return np.linalg.norm(to - share[..., None] * along, axis=-1), share
