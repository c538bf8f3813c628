"""Drawn shapes: their coordinates, and whether a GeoJSON geometry can be a territory."""

import json
from typing import Any

import shapely
from shapely.geometry import shape

MOST_VERTICES = 100_000
DEPTH_OF_POLYGON = 2  # a list of rings, each a list of points
LONGEST_POINT = 4  # longitude, latitude, then what is left aside
# A tenth of a millimetre of longitude is noise; rounding makes two readings of a shape equal.
DECIMALS = 7
FORM = "un Polygon ou MultiPolygon GeoJSON valide, en degrés (longitude, latitude)"


def rounded(coordinates: Any) -> Any:
    """Coordinates to seven decimals, longitude and latitude only."""
    if coordinates and isinstance(coordinates[0], int | float):
        return [round(float(value), DECIMALS) for value in coordinates[:2]]
    return [rounded(part) for part in coordinates]


def multi(geojson: Any) -> Any:
    """The coordinates of a Polygon or MultiPolygon, as those of a MultiPolygon."""
    coordinates = rounded(geojson["coordinates"])
    return [coordinates] if geojson["type"] == "Polygon" else coordinates


def fault_of(geojson: Any) -> str | None:
    """Why a geometry is refused, in French; `None` if it is sound."""
    if not isinstance(geojson, dict) or geojson.get("type") not in ("Polygon", "MultiPolygon"):
        return FORM
    reason = reason_against(geojson)
    return f"{FORM} : {reason}" if reason else None


def reason_against(geojson: dict[str, Any]) -> str | None:
    """Why a Polygon or MultiPolygon is no piece of the earth's surface."""
    depth = DEPTH_OF_POLYGON + (geojson["type"] == "MultiPolygon")
    if reason := reason_against_numbers(geojson.get("coordinates"), depth):
        return reason
    try:
        ground = shape({"type": "MultiPolygon", "coordinates": multi(geojson)})
    except (TypeError, ValueError, IndexError, shapely.GEOSException):
        return "coordonnées illisibles"
    if ground.is_empty:
        return "coordonnées vides"
    return None if ground.is_valid else str(shapely.is_valid_reason(ground))


def reason_against_numbers(coordinates: Any, depth: int) -> str | None:
    """Why lists nested to that depth do not hold degrees; nothing is made of them before."""
    level = [coordinates]
    for _ in range(depth):
        if not all(isinstance(part, list) for part in level):
            return "coordonnées illisibles"
        level = [inner for part in level for inner in part]
        if len(level) > MOST_VERTICES:
            return f"{MOST_VERTICES} sommets au plus"
    for point in level:
        if not (isinstance(point, list) and 2 <= len(point) <= LONGEST_POINT):
            return "coordonnées illisibles"
        if not all(type(value) in (int, float) for value in point):
            return "coordonnées illisibles"
        # A number of four hundred digits is compared, never converted; NaN is within nothing.
        if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
            return "hors de l'intervalle des degrés (-180 à 180, -90 à 90)"
    return None


def brief(geojson: Any) -> str:
    """A geometry as an error table may show it."""
    try:
        return json.dumps(geojson, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return "(géométrie)"
