"""Measure on the ellipsoid: areas in m², lengths and distances in metres."""

from __future__ import annotations

import math

import shapely
from pyproj import Geod
from shapely import Geometry, Point
from shapely.ops import nearest_points

GEOD = Geod(ellps="GRS80")  # the ellipsoid of RGF93 and of the overseas references alike
METRES_PER_DEGREE = 111_320.0


def area_m2(geometry: Geometry) -> float:
    """Geodesic area in m² of a polygon or multipolygon in EPSG:4326, holes deducted."""
    oriented = shapely.orient_polygons(geometry)
    return abs(float(GEOD.geometry_area_perimeter(oriented)[0]))


def length_m(lines: Geometry) -> float:
    """Geodesic length in metres of the lines of a geometry in EPSG:4326."""
    parts = [part for part in shapely.get_parts(lines) if part.length > 0]
    return math.fsum(GEOD.geometry_length(part) for part in parts)


def distance_m(point: Point, geometry: Geometry) -> float:
    """Distance in metres from a point to a geometry, 0 when the point is inside."""
    here, there = nearest_points(point, geometry)
    return float(GEOD.inv(here.x, here.y, there.x, there.y)[2])


def border_shift_m(before: Geometry, after: Geometry) -> float:
    """Largest distance in metres between two borders (Hausdorff, on a local plane)."""
    latitude = before.centroid.y
    east = METRES_PER_DEGREE * math.cos(math.radians(latitude))

    def to_metres(coordinates: object) -> object:
        return coordinates * (east, METRES_PER_DEGREE)  # type: ignore[operator]

    flat = [shapely.transform(shape.boundary, to_metres) for shape in (before, after)]
    return float(shapely.hausdorff_distance(*flat))
