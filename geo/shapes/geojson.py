"""GeoJSON as people have it: a geometry, a Feature or a FeatureCollection. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from geo.shapes.refusals import Refusal

FORM = "un Polygon ou MultiPolygon GeoJSON, en degrés (longitude, latitude)"
MOST_VERTICES = 100_000
MOST_OBJECTS = 10_000
DEEPEST = 20  # collections in collections
DEPTH_OF_POLYGON = 2  # a list of rings, each a list of points
LONGEST_POINT = 4  # longitude, latitude, then what is left aside
SURFACES = {"Polygon": DEPTH_OF_POLYGON, "MultiPolygon": DEPTH_OF_POLYGON + 1}
LINES = ("Point", "MultiPoint", "LineString", "MultiLineString")
# Spellings of the one system that GeoJSON has: longitude first, in degrees.
DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4258", "EPSG:4258", "4979")
# What a person has decided of a shape, as its properties say it.
REPAIR, DROP = "croisements", "effleurees"
REPAIRED, DROPPED = "repares", "laissees"


@dataclass
class Surfaces:
    """What a GeoJSON object says: its polygons, each a list of rings of points."""

    polygons: list[Any] = field(default_factory=list)
    objects: int = 0
    lines: int = 0  # points and lines left aside
    nothing: int = 0  # objects without geometry
    three: bool = False  # altitudes left aside
    vertices: int = 0
    crs: str = ""
    properties: dict[str, Any] = field(default_factory=dict)  # of the one object
    repair: bool = False
    drop: bool = False


def surfaces_of(value: Any) -> Surfaces:
    """The polygons of a GeoJSON object; their numbers are numbers, whatever they are worth.

    Raises `Refusal` where it is no GeoJSON, holds no polygon, or too much.
    """
    found = Surfaces()
    if not isinstance(value, dict):
        raise Refusal(FORM)
    found.crs = crs_of(value)
    for number, geometry in enumerate(geometries(value, found), start=1):
        if number > MOST_OBJECTS:
            raise Refusal(f"{figure(MOST_OBJECTS)} objets au plus : réunissez-les")
        take(geometry, found)
    if not found.polygons:
        raise Refusal(f"{FORM} ; {nothing_in(found)}")
    return found


def geometries(value: dict[str, Any], found: Surfaces, depth: int = 0) -> Iterator[Any]:
    """Every geometry that is no collection."""
    if depth > DEEPEST:
        raise Refusal(f"{FORM} ; les collections sont imbriquées trop profond")
    kind = value.get("type")
    if kind == "Feature":
        inside, found.objects = [value.get("geometry")], found.objects + 1
        remember(value.get("properties"), found)
    elif kind == "FeatureCollection":
        inside = listed(value.get("features"))
    elif kind == "GeometryCollection":
        inside = listed(value.get("geometries"))
    else:
        yield value
        return
    for one in inside:
        if one is None:
            found.nothing += 1
        elif isinstance(one, dict):
            yield from geometries(one, found, depth + 1)
        else:
            raise Refusal(FORM)


def remember(properties: Any, found: Surfaces) -> None:
    """What an object says beside its geometry, and what was decided of it."""
    told = properties if isinstance(properties, dict) else {}
    found.properties = told if found.objects == 1 else {}
    found.repair |= told.get(REPAIR) == REPAIRED
    found.drop |= told.get(DROP) == DROPPED


def listed(value: Any) -> list[Any]:
    """A list; `Refusal` for what is none."""
    if not isinstance(value, list):
        raise Refusal(FORM)
    return value


def take(geometry: dict[str, Any], found: Surfaces) -> None:
    """Add the polygons of a geometry to those found."""
    kind = geometry.get("type")
    kind = kind if isinstance(kind, str) else None
    if kind in LINES:
        found.lines += 1
        return
    if kind not in SURFACES:
        raise Refusal(f"{FORM} ; le type {named(kind)} n'en est pas un")
    coordinates: Any = geometry.get("coordinates")
    check_numbers(coordinates, SURFACES[kind], found)
    found.polygons += [coordinates] if kind == "Polygon" else coordinates


def check_numbers(coordinates: Any, depth: int, found: Surfaces) -> None:
    """Raise `Refusal` unless lists nested to that depth hold points; nothing is made of them."""
    level = [coordinates]
    for _ in range(depth):
        if not all(isinstance(part, list) for part in level):
            raise Refusal(f"{FORM} ; coordonnées illisibles")
        level = [inner for part in level for inner in part]
        if found.vertices + len(level) > MOST_VERTICES:
            raise too_many()
    found.vertices += len(level)
    for point in level:
        if not (isinstance(point, list) and 2 <= len(point) <= LONGEST_POINT):
            raise Refusal(f"{FORM} ; coordonnées illisibles")
        if not all(type(value) in (int, float) for value in point[:2]):
            raise Refusal(f"{FORM} ; coordonnées illisibles")
        found.three |= len(point) > 2


def too_many(count: int | None = None) -> Refusal:
    """The refusal of a shape that is too detailed."""
    has = f" ; il en a {figure(count)}" if count else ""
    return Refusal(f"{figure(MOST_VERTICES)} sommets au plus{has} : simplifiez le tracé")


def nothing_in(found: Surfaces) -> str:
    """Why there is no polygon."""
    if found.lines:
        return "celui-ci n'a que des points ou des lignes"
    return "celui-ci est vide"


def crs_of(value: dict[str, Any]) -> str:
    """The system that an object of before 2016 declares, other than degrees; "" where none."""
    crs = value.get("crs")
    if not isinstance(crs, dict):
        return ""
    properties = crs.get("properties")
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return ""
    return "" if name.upper().endswith(DEGREES) else name[:60]


def named(kind: str | None) -> str:
    """The type of a geometry, as it may be echoed."""
    return f"« {kind[:30]} »" if kind else "absent"


def figure(number: int) -> str:
    """A number as French writes it."""
    return f"{number:,}".replace(",", "\u202f")


def told_of(surfaces: Surfaces) -> list[str]:
    """What is said of a GeoJSON."""
    return told(
        surfaces.objects, surfaces.lines, surfaces.nothing, surfaces.three, len(surfaces.polygons)
    )


def told(objects: int, lines: int, nothing: int, three: bool, polygons: int) -> list[str]:
    """What was read, and what was left aside, in sentences."""
    said = []
    if objects > 1:
        said.append(f"{figure(objects)} objets, {figure(polygons)} polygones réunis.")
    if lines:
        said.append(f"Laissés de côté, car sans surface : {figure(lines)} points ou lignes.")
    if nothing:
        said.append(f"Laissés de côté, car sans géométrie : {figure(nothing)} objets.")
    if three:
        said.append("Altitudes laissées de côté.")
    return said
