"""Boxes of longitudes and latitudes (RFC 7946): reads them, and keeps what meets them.

A box lies on the plane of its degrees: its edges are parallels and meridians, not great circles.
It crosses the antimeridian where its west is greater than its east.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point, Polygon
from django.db.models import F, Model, QuerySet
from django.db.models.functions import Cast

from publishing.coordinates import WGS84
from publishing.parameters import Parameter, finite
from publishing.problems import ParameterProblem

BBOX = Parameter(
    "bbox",
    "Emprise `ouest,sud,est,nord` en degrés : ce que touche la géométrie servie ; ouest > est "
    "traverse l'antiméridien.",
    example="4.5,44.5,6,46",
)
ACCEPTED = "ouest,sud,est,nord en degrés, de -180 à 180 et de -90 à 90, sud ≤ nord"
MEETS = "meets_box"


def read_bbox(params: Mapping[str, str], name: str = BBOX.name) -> GEOSGeometry | None:
    """The ground of a box, in EPSG:4326, or None where it is absent."""
    value = params.get(name, "")
    if value == "":
        return None
    parts = value.split(",") if len(value) <= 200 else []
    if len(parts) != 4:
        raise ParameterProblem(name, value, ACCEPTED)
    west, south, east, north = (finite(name, part, ACCEPTED) for part in parts)
    if not (abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90):
        raise ParameterProblem(name, value, ACCEPTED)
    if west <= east:
        return rectangle(west, south, east, north)
    halves = rectangle(west, south, 180.0, north), rectangle(-180.0, south, east, north)
    whole = [one for one in halves if isinstance(one, Polygon)]
    return MultiPolygon(whole, srid=WGS84) if len(whole) == 2 else halves[0].union(halves[1])


def rectangle(west: float, south: float, east: float, north: float) -> GEOSGeometry:
    """A box that does not cross the antimeridian; flat ones are lines or points."""
    if west < east and south < north:
        box = Polygon.from_bbox((west, south, east, north))
        box.srid = WGS84
        return box
    corners = (west, south), (east, north)
    return (
        Point(*corners[0], srid=WGS84) if len({*corners}) == 1 else LineString(*corners, srid=WGS84)
    )


def meeting(queryset: QuerySet[Any], path: str, box: GEOSGeometry | None) -> QuerySet[Any]:
    """Keep the rows whose geometry meets a box; those without geometry meet none."""
    if box is None:
        return queryset
    if not is_geography(queryset.model, path):
        return queryset.filter(**{f"{path}__intersects": box})
    plane = Cast(F(path), GeometryField(srid=WGS84))
    return queryset.alias(**{MEETS: plane}).filter(**{f"{MEETS}__intersects": box})


def is_geography(model: type[Model], path: str) -> bool:
    """Whether the column at the end of a path lies on the sphere."""
    return bool(getattr(column(model, path), "geography", False))


def column(model: type[Model], path: str) -> Any:
    """The field at the end of a path."""
    *relations, name = path.split("__")
    for relation in relations:
        related: Any = model._meta.get_field(relation).related_model
        model = related
    return model._meta.get_field(name)
