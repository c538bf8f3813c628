"""Choose the point a commune is placed by: its town hall, else a point inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shapely import Geometry, Point

from geo.building.contours import DECIMALS
from geo.building.measures import distance_m

# The contours are generalised, so that a town hall can stand a little out of its commune.
# Further off, the point is most often a street of the same name in the next commune.
TOLERANCE_M = 200.0

Nature = Literal["mairie", "interieur"]


@dataclass(frozen=True)
class Centre:
    """A commune's point (EPSG:4326), its nature, and why a given town hall was not taken."""

    point: Point
    nature: Nature
    remark: Literal["", "signe", "edition_2024", "absente", "hors_contour"] = ""
    distance: float = 0.0  # metres from the town hall that was given to the contour


def choose_centre(contour: Geometry, current: Point | None, former: Point | None) -> Centre:
    """Return the centre of a commune from the town halls of two editions, either may be None.

    A longitude whose sign was lost is put right when that brings the point into the commune.
    """
    given = [town_hall for town_hall in (current, former) if town_hall is not None]
    for town_hall in given:
        remark: Literal["", "edition_2024"] = "" if town_hall is current else "edition_2024"
        if _plausible(town_hall, contour):
            return Centre(_rounded(town_hall), "mairie", remark)
    for town_hall in given:
        mirrored = Point(-town_hall.x, town_hall.y)
        if _plausible(mirrored, contour):
            return Centre(_rounded(mirrored), "mairie", "signe")
    if current is None:
        return Centre(inside(contour), "interieur", "absente")
    return Centre(inside(contour), "interieur", "hors_contour", distance_m(current, contour))


def inside(contour: Geometry) -> Point:
    """A point of the contour: its centroid, or one on its surface when the centroid is out."""
    candidates: Sequence[Point] = (
        _rounded(contour.centroid),
        _rounded(contour.representative_point()),
        contour.representative_point(),
    )
    return next(point for point in candidates if contour.contains(point))


def _plausible(town_hall: Point, contour: Geometry) -> bool:
    return bool(contour.covers(town_hall)) or distance_m(town_hall, contour) <= TOLERANCE_M


def _rounded(point: Point) -> Point:
    return Point(round(point.x, DECIMALS), round(point.y, DECIMALS))
