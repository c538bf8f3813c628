"""A shape as people bring it, typed, drawn or in a file: read, judged, with what is to be told."""

from dataclasses import dataclass
from typing import Any

from geo.elsewhere import COLLECTIVITIES
from geo.shapes.apart import read_file
from geo.shapes.checks import checked
from geo.shapes.geojson import DROP, DROPPED, REPAIR, REPAIRED, Surfaces, surfaces_of, told_of
from geo.shapes.refusals import Refusal


@dataclass(frozen=True)
class Brought:
    """A shape that can be a territory, and what a person has decided of it."""

    coordinates: list[Any]  # of a valid MultiPolygon, in degrees, to seven decimals
    told: tuple[str, ...] = ()  # sentences: what was left aside, converted, united, repaired
    label: str = ""
    repaired: bool = False
    drop: bool = False  # the communes that it only brushes are dropped


def from_geojson(value: Any) -> Brought:
    """The shape of a GeoJSON object, typed or drawn. Raises `Refusal`, or `Crossing`."""
    found = surfaces_of(value)
    return of_surfaces(found, repair=found.repair)


def of_surfaces(found: Surfaces, *, repair: bool) -> Brought:
    """The shape of polygons read from GeoJSON. Raises `Refusal`, or `Crossing`."""
    if found.crs:
        raise Refusal(
            f"des degrés (WGS 84) ; celui-ci est déclaré en « {found.crs} » : "
            "donnez le fichier lui-même, qui sera converti"
        )
    return judged(found.polygons, told_of(found), repair=repair, drop=found.drop)


def from_file(
    name: str, content: bytes, layer: str = "", *, repair: bool = False, drop: bool = False
) -> Brought:
    """The shape of a file. Raises `Refusal`, `Crossing`, or `Several` where a layer is missing."""
    held = read_file(name, content, layer)
    return judged(
        held.polygons, held.told, held.label, repair=repair or held.repair, drop=drop or held.drop
    )


def judged(
    polygons: list[Any], told: list[str], label: str = "", *, repair: bool, drop: bool
) -> Brought:
    """Polygons that were read, as a shape."""
    kept = checked(polygons, repair=repair, names=COLLECTIVITIES)
    said = [*told]
    if kept.repaired:
        said.append("Contour réparé : aucun bord ne se croise plus.")
    elif kept.united and not any("réunis" in one for one in told):
        said.append("Parties qui se touchent ou se chevauchent : réunies.")
    return Brought(kept.coordinates, tuple(said), label, kept.repaired, drop)


def decided(coordinates: Any, *, repair: bool, drop: bool) -> dict[str, Any]:
    """A MultiPolygon with what was decided of it, as GeoJSON: `from_geojson` reads it back."""
    geometry = {"type": "MultiPolygon", "coordinates": coordinates}
    if not (repair or drop):
        return geometry
    said = ({REPAIR: REPAIRED} if repair else {}) | ({DROP: DROPPED} if drop else {})
    return {"type": "Feature", "properties": said, "geometry": geometry}
