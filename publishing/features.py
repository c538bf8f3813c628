"""GeoJSON out of a queryset: properties through Python, geometry as PostGIS wrote it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, QuerySet

from publishing.layer import Field, Layer

PRECISION = 5  # decimals of a degree: about a metre
PREFIX = "public_"  # public names must not hide the model's own

Row = dict[str, Any]


def select(
    layer: Layer, queryset: QuerySet[Any], geometry: str | None, fields: Iterable[Field]
) -> QuerySet[Any, Row]:
    """Rows of a layer: `id`, one `public_…` a field, and `geojson` where a geometry is asked."""
    columns: dict[str, Any] = {PREFIX + f.name: f.expression for f in fields}
    columns[f"{PREFIX}id"] = F(layer.identifier)
    if geometry is not None:
        columns["geojson"] = as_geojson(layer.geometries[geometry])
    return queryset.values(**columns)


def as_geojson(path: str) -> AsGeoJSON:
    """A geometry column, written as GeoJSON by PostGIS."""
    return AsGeoJSON(path, precision=PRECISION)


def properties_of(row: Row, fields: Iterable[Field]) -> Row:
    """The public properties of a row."""
    return {f.name: row[PREFIX + f.name] for f in fields}


def feature(row: Row, fields: Iterable[Field]) -> str:
    """One GeoJSON Feature, as text."""
    head = {"type": "Feature", "id": row[f"{PREFIX}id"], "properties": properties_of(row, fields)}
    return f'{dump(head)[:-1]},"geometry":{row["geojson"] or "null"}}}'


def collection(rows: Iterable[Row], fields: tuple[Field, ...], **members: Any) -> Iterator[str]:
    """A GeoJSON FeatureCollection with further members, as pieces of text."""
    head = dump({"type": "FeatureCollection", **members})
    yield f'{head[:-1]},"features":['
    for number, row in enumerate(rows):
        yield ("," if number else "") + feature(row, fields)
    yield "]}"


def dump(value: Any) -> str:
    """Compact JSON, in UTF-8 rather than escapes."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
