"""Whether a GeoJSON geometry can be a territory, and if not, why."""

import json
import math
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, shape

from directory.loading.records import multi

MOST_VERTICES = 100_000
FORM = "un Polygon ou MultiPolygon GeoJSON valide, en degrés (longitude, latitude)"


def fault_of(geojson: Any) -> str | None:
    """Why a geometry is refused, in French; `None` if it is sound."""
    if not isinstance(geojson, dict) or geojson.get("type") not in ("Polygon", "MultiPolygon"):
        return FORM
    try:
        ground = shape({"type": "MultiPolygon", "coordinates": multi(geojson)})
    except (TypeError, ValueError, KeyError, IndexError, RecursionError, shapely.GEOSException):
        return f"{FORM} : coordonnées illisibles"
    reason = reason_against(ground)
    return f"{FORM} : {reason}" if reason else None


def reason_against(ground: MultiPolygon) -> str | None:
    """Why a readable geometry is no piece of the earth's surface."""
    if ground.is_empty or not all(math.isfinite(value) for value in ground.bounds):
        return "coordonnées vides ou infinies"
    if shapely.get_num_coordinates(ground) > MOST_VERTICES:
        return f"{MOST_VERTICES} sommets au plus"
    west, south, east, north = ground.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        return "hors de l'intervalle des degrés"
    return None if ground.is_valid else str(shapely.is_valid_reason(ground))


def brief(geojson: Any) -> str:
    """A geometry as an error table may show it."""
    try:
        return json.dumps(geojson, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return "(géométrie)"
