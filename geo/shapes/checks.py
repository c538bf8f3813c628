"""Whether polygons can be a territory, and the likely cause where they cannot. Pure."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

from geo.shapes.geojson import MOST_VERTICES, too_many
from geo.shapes.places import Box, in_france, said_of, said_of_metres
from geo.shapes.refusals import Crossing, Refusal

# A centimetre of longitude is noise; rounding makes two readings of a shape equal.
DECIMALS = 7
HALF_WORLD = 180.0
SHORTEST = 4  # points of a ring, the first being also the last
SURFACE = "un périmètre qui a une surface"
SMALLEST = 1e-10  # square degrees, about one square metre
REASON = re.compile(r"(?P<why>[^\[]+)\[(?P<x>[-\d.e+]+) (?P<y>[-\d.e+]+)\]")
# What GEOS says → what a person sees at that place.
WRONG = {
    "Self-intersection": "deux bords se croisent",
    "Ring Self-intersection": "le contour repasse par un même point",
    "Hole lies outside shell": "un trou est hors du contour",
    "Holes are nested": "un trou est dans un autre trou",
    "Interior is disconnected": "un trou coupe le périmètre en deux",
    "Nested shells": "une partie est dans une autre",
    "Duplicate Rings": "un contour est donné deux fois",
    "Too few points in geometry component": "un contour a moins de trois sommets",
}


@dataclass(frozen=True)
class Sound:
    """A shape that can be a territory."""

    coordinates: list[Any]  # of a MultiPolygon, in degrees, to seven decimals
    repaired: bool = False
    united: int = 0  # how many polygons that touched or overlapped became one shape


def checked(polygons: list[Any], *, repair: bool, names: dict[str, str]) -> Sound:
    """Polygons as one shape. Raises `Refusal`, or `Crossing` unless a repair is accepted.

    `polygons`: each a list of rings of points, in degrees. `names`: those of the overseas
    collectivities, by code.
    """
    outlined = [[ring for ring in rings if ring] for rings in polygons if rings and rings[0]]
    check_places(outlined, names)
    given = [[closed(rounded_ring(ring)) for ring in rings] for rings in outlined]
    if any(len(ring) < SHORTEST for rings in given for ring in rings):
        raise Refusal("un contour d'au moins trois sommets ; l'un d'eux en a moins")
    parts = [polygon(rings) for rings in given]
    parts = [part for part in parts if not part.is_empty]
    if not parts:
        raise Refusal(f"{SURFACE} ; celui-ci est vide")
    if all(abs(part.area) < SMALLEST for part in parts):
        if any(len(part.exterior.coords) > 4 for part in parts) and (mended := repaired(parts)):
            raise_unless(repair, parts, mended)
            return sound(mended, repaired=True)
        raise Refusal(f"{SURFACE} ; celui-ci n'en a pas : ses points sont alignés ou confondus")
    whole = shapely.MultiPolygon(parts)
    if whole.is_valid and len(parts) == len(given):
        return Sound(given)
    if all(part.is_valid for part in parts):  # touching or overlapping ones are one
        return sound(shapely.union_all(parts), united=len(parts))
    mended = repaired(parts)
    raise_unless(repair, parts, mended)
    assert mended is not None  # noqa: S101  (else it was refused)
    return sound(mended, repaired=True)


def raise_unless(repair: bool, parts: list[Any], mended: Any) -> None:
    """Raise the `Crossing` of parts, unless their repair exists and is accepted."""
    if not (repair and mended):
        after = sound(mended, repaired=True).coordinates if mended else None
        raise Crossing(said_of_fault(parts), after)


def repaired(parts: list[Any]) -> Any:
    """What parts become where no edge crosses another; `None` where nothing is left."""
    mended = shapely.union_all(shapely.make_valid(parts, method="structure", keep_collapsed=False))
    kept = surfaces(mended)
    return kept if kept is not None and kept.area >= SMALLEST else None


def surfaces(geometry: Any) -> Any:
    """The polygons of a geometry, as a MultiPolygon; `None` where it has none."""
    parts = [
        one for one in shapely.get_parts(shapely.get_parts([geometry]))
        if one.geom_type == "Polygon" and not one.is_empty
    ]  # fmt: skip
    return shapely.MultiPolygon(parts) if parts else None


def sound(geometry: Any, *, repaired: bool = False, united: int = 0) -> Sound:
    """The coordinates of a valid geometry; rounding them may not make it cross itself again."""
    for _ in range(2):
        flat = surfaces(geometry)
        if flat is None:
            raise Refusal(f"{SURFACE} ; celui-ci n'en a pas")
        coordinates = rounded(mapping(flat)["coordinates"])
        again = shapely.MultiPolygon([polygon(rings) for rings in coordinates])
        if again.is_valid:
            break
        geometry = shapely.make_valid(again, method="structure", keep_collapsed=False)
    else:
        geometry = shapely.set_precision(geometry, 10**-DECIMALS)
        coordinates = rounded(mapping(surfaces(geometry))["coordinates"])
    count = sum(len(ring) for rings in coordinates for ring in rings)
    if count > MOST_VERTICES:
        raise too_many(count)
    return Sound(coordinates, repaired, united)


def rounded(coordinates: Any) -> Any:
    """Coordinates of a MultiPolygon to seven decimals, longitude and latitude only."""
    return [[rounded_ring(ring) for ring in rings] for rings in coordinates]


def rounded_ring(ring: Any) -> list[list[float]]:
    """The points of a ring, to seven decimals."""
    return [[round(float(point[0]), DECIMALS), round(float(point[1]), DECIMALS)] for point in ring]


def closed(ring: list[list[float]]) -> list[list[float]]:
    """A ring that ends where it began."""
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def polygon(rings: list[Any]) -> Any:
    """A polygon of shapely: made of arrays, some ten times as fast as of lists."""
    shell, *holes = (shapely.linearrings(np.asarray(ring)) for ring in rings)
    return shapely.polygons(shell, holes=holes or None)


def check_places(polygons: list[Any], names: dict[str, str]) -> None:
    """Raise `Refusal` where a polygon is not in degrees, or not on a ground of France."""
    boxes = [box_of(rings) for rings in polygons]
    for box in boxes:
        # A number of four hundred digits is compared, never converted; NaN is within nothing.
        if not (-180 <= box.west <= box.east <= 180 and -90 <= box.south <= box.north <= 90):
            raise Refusal(said_of_metres(box))
    for rings, box in zip(polygons, boxes, strict=True):
        if in_france(box):
            continue
        whole = box.north - box.south >= 150
        if not whole and any(crosses_antimeridian(ring) for ring in rings):
            raise Refusal(
                "un périmètre en France ; celui-ci franchit le méridien 180° (Wallis, Fidji…) et "
                "ferait le tour du globe"
            )
        raise Refusal(said_of(box, names))


def box_of(rings: list[Any]) -> Box:
    """The box of a polygon's points; of NaN where one of them is no number."""
    xs = [point[0] for ring in rings for point in ring]
    ys = [point[1] for ring in rings for point in ring]
    if not all(value == value for values in (xs, ys) for value in values):  # noqa: PLR0124 - NaN is not itself
        return Box(float("nan"), 0, 0, 0)
    return Box(min(xs), min(ys), max(xs), max(ys))


def crosses_antimeridian(ring: list[Any]) -> bool:
    """Whether an edge is longer than half the world, which nobody draws."""
    return any(abs(after[0] - before[0]) > HALF_WORLD for before, after in pairwise(ring))


def said_of_fault(parts: list[Any]) -> str:
    """What is wrong with a contour, and where."""
    wrong = next((part for part in parts if not part.is_valid), shapely.MultiPolygon(parts))
    match = REASON.match(str(shapely.is_valid_reason(wrong)))
    if match is None:
        return "un contour qui ne se croise pas"
    why = WRONG.get(match["why"].strip(), "le contour se contredit")
    return f"un contour qui ne se croise pas ; {why} près de {place(match['x'], match['y'])}"


def place(x: str, y: str) -> str:
    """A point as a person reads it on a map.

    >>> place("5.3", "46"), place("-61.0512", "-21.5")
    ('5,3 E 46 N', '61,051 O 21,5 S')
    """
    longitude, latitude = float(x), float(y)
    west, south = longitude < 0, latitude < 0
    return (
        f"{degrees(longitude)} {'O' if west else 'E'} {degrees(latitude)} {'S' if south else 'N'}"
    )


def degrees(value: float) -> str:
    """A number of degrees, to three decimals (some hundred metres)."""
    text = f"{abs(value):.3f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")
