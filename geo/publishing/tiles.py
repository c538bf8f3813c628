"""Vector tiles, written by PostGIS (ST_AsMVT) from the querysets of layers."""

from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db import connection
from django.db.models import Func, IntegerField, Value

from geo.constants import WEB_MERCATOR
from geo.publishing.layer import Layer, TileSet

EXTENT = 4096
BUFFER = 64  # of 4096: lines and labels do not end at the edge of a tile
MOST_FEATURES = 20_000


class TileEnvelope(Func):
    """The square of a tile, in EPSG:3857."""

    function = "ST_TileEnvelope"
    output_field = GeometryField(srid=WEB_MERCATOR)


class BufferedEnvelope(TileEnvelope):
    """The square of a tile with the ground around it that its buffer shows."""

    template = f"%(function)s(%(expressions)s, margin => {BUFFER / EXTENT})"


class AsMVTGeom(Func):
    """A geometry in the coordinates of a tile, clipped to it."""

    function = "ST_AsMVTGeom"
    template = f"%(function)s(%(expressions)s, {EXTENT}, {BUFFER}, true)"
    output_field = GeometryField(srid=WEB_MERCATOR)


def tile(tile_set: TileSet, zoom: int, column: int, row: int) -> bytes:
    """The MVT of a tile (XYZ scheme); empty where nothing is there."""
    parts, values = [], []
    for layer in tile_set.layers:
        if layer.tiles is None or zoom < layer.tiles.first_zoom:
            continue
        inner, params = layer_rows(layer, zoom, column, row)
        parts.append(
            f"(SELECT ST_AsMVT(tile, %s, {EXTENT}, 'mvt_geometry', 'mvt_id')"  # noqa: S608
            f" FROM ({inner}) tile)"
        )
        values += [layer.name, *params]
    if not parts:
        return b""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' || '.join(parts)}", values)
        return bytes(cursor.fetchone()[0] or b"")


def layer_rows(layer: Layer, zoom: int, column: int, row: int) -> tuple[str, tuple[Any, ...]]:
    """The statement that selects a layer's features of a tile, and its parameters."""
    source = layer.tiles
    assert source is not None  # noqa: S101  (the caller chose layers that have tiles)
    place = [Value(n, output_field=IntegerField()) for n in (zoom, column, row)]
    shape = source.shape_at(zoom)
    queryset = source.at_zoom(layer.queryset(), zoom)
    # A column that already has its public name is selected, not annotated: Django refuses the
    # second where the name is the model's.
    fields = source.fields_at(zoom)
    plain = [f.name for f in fields if f.source == f.name]
    rows = queryset.filter(**{f"{shape}__bboverlaps": BufferedEnvelope(*place)}).values(
        *plain,
        mvt_geometry=AsMVTGeom(shape, TileEnvelope(*place)),
        mvt_id=source.identifier,
        **{f.name: f.expression for f in fields if f.name not in plain},
    )
    statement, params = rows.order_by(*layer.order)[:MOST_FEATURES].query.sql_with_params()
    return statement, params
