"""Make contours a valid coverage: no overlap, no gap between neighbours but foreign ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry, Polygon, STRtree

from geo.building.contours import Contours, Repair, multipolygon
from geo.building.measures import area_m2, border_shift_m, length_m

# Every hole of this size that is French is a commune with a contour of its own, so that
# what is still a hole beyond it is foreign ground. The largest below is a stretch of water.
LARGEST_GAP_M2 = 100_000.0


@dataclass(frozen=True)
class Change:
    """How far the contour of one commune was moved by the mending."""

    code: str
    area: float  # m², after minus before
    moved: float  # m² that changed hands, either way
    shift: float  # metres, largest distance between the two borders


def mend(contours: Contours) -> Contours:
    """Take away overlaps and unmatched edges; borders that were sound keep their vertices.

    No snapping and no gap is closed here: GEOS would close foreign ground as readily.
    """
    shapes = np.array(list(contours.values()), dtype=object)
    cleaned = shapely.coverage_clean(shapes, snapping_distance=0.0, gap_width=0.0)
    return dict(zip(contours, map(multipolygon, cleaned), strict=True))


def close_gaps(
    contours: Contours, *, largest: float = LARGEST_GAP_M2
) -> tuple[Contours, list[Repair], list[Polygon]]:
    """Give each enclosed gap under `largest` m² to the neighbour with the longest border on it.

    Returns the contours, what was closed, and the gaps left open (foreign ground).
    The contours must be noded (see `mend`). Equal borders: the lowest code.
    """
    shapes = np.array(list(contours.values()), dtype=object)
    codes = list(contours)
    tree = STRtree(shapes)
    closed, left, repairs = dict(contours), [], []
    for gap in enclosed_gaps(shapes):
        area = area_m2(gap)
        if area >= largest:
            left.append(gap)
            continue
        around = sorted(tree.query(gap, predicate="intersects"))
        owner = codes[_longest_border(gap, around, shapes)]
        closed[owner] = multipolygon(shapely.union_all([closed[owner], gap]))
        inside = gap.representative_point()
        repairs.append(Repair("interstice", owner, area, place=(inside.x, inside.y)))
    return closed, repairs, left


def enclosed_gaps(shapes: np.ndarray) -> list[Polygon]:
    """Ground enclosed by the coverage and owned by none of its shapes, in a stable order.

    What stands inside such a gap (a commune all of whose neighbours are missing) is not gap.
    """
    parts = shapely.get_parts(shapely.coverage_union_all(shapes))
    tree = STRtree(parts)
    gaps: list[Polygon] = []
    for part in parts:
        for ring in part.interiors:
            hole = Polygon(ring)
            islands = parts[tree.query(hole, predicate="covers")]
            empty = shapely.difference(hole, shapely.union_all(islands)) if len(islands) else hole
            gaps.extend(shapely.get_parts(empty))
    return sorted(gaps, key=lambda gap: gap.bounds)


def changes(before: Contours, after: Contours, *, least: float = 0.5) -> list[Change]:
    """Communes whose ground changed by `least` m² or more, the largest shift first."""
    found = []
    for code, shape in after.items():
        old = before[code]
        if _same_vertices(old, shape):
            continue
        old = shapely.make_valid(old)
        moved = area_m2(multipolygon(shapely.symmetric_difference(old, shape)))
        if moved >= least:
            area = area_m2(shape) - area_m2(multipolygon(old))
            found.append(Change(code, area, moved, border_shift_m(old, shape)))
    return sorted(found, key=lambda change: (-change.shift, change.code))


def _longest_border(gap: Polygon, around: Sequence[int], shapes: np.ndarray) -> int:
    borders = [length_m(shapely.intersection(gap.boundary, shapes[i].boundary)) for i in around]
    return int(around[int(np.argmax(borders))])


def _same_vertices(one: Geometry, other: Geometry) -> bool:
    ours, theirs = (np.unique(shapely.get_coordinates(shape), axis=0) for shape in (one, other))
    return ours.shape == theirs.shape and bool((ours == theirs).all())
