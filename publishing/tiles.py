"""Vector tiles, written by PostGIS (ST_AsMVT) from the querysets of layers."""

from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db import connection
from django.db.models import F, Func, IntegerField, Value

from publishing.ceilings import CeilingReachedError
from publishing.coordinates import WEB_MERCATOR
from publishing.layer import Layer, TileSet
from publishing.thinning import thinned

EXTENT = 4096
BUFFER = 64  # of 4096: lines and labels do not end at the edge of a tile
MOST_FEATURES = 40_000  # the whole ground: at zoom 5, one tile holds most of its communes
MOST_THINNED = 1_000_000  # read for a layer that is thinned; the tile holds far fewer


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


class Unclipped(Func):
    """A geometry in the coordinates of a tile, kept wherever it lies."""

    function = "ST_AsMVTGeom"
    template = f"%(function)s(%(expressions)s, {EXTENT}, {BUFFER}, false)"
    output_field = GeometryField(srid=WEB_MERCATOR)


def made(function: str, *expressions: Any) -> Func:
    """A function of PostGIS that gives a geometry in EPSG:3857."""
    return Func(*expressions, function=function, output_field=GeometryField(srid=WEB_MERCATOR))


def middle(shape: str, place: list[Value]) -> Func:
    """The middle of what a shape's box has in a tile, as a point of the tile."""
    part = made("ST_Intersection", made("ST_Envelope", F(shape)), TileEnvelope(*place))
    return Unclipped(made("ST_Centroid", part), TileEnvelope(*place))


def tile(tile_set: TileSet, zoom: int, column: int, row: int) -> bytes:
    """The MVT of a tile (XYZ scheme); empty where nothing is there."""
    parts: list[str] = []
    values: list[Any] = []
    for layer in tile_set.layers:
        if layer.tiles is None or zoom < layer.tiles.first_zoom:
            continue
        inner, params = layer_rows(layer, zoom, column, row)
        parts.append(
            f"SELECT {len(parts)}, ST_AsMVT(tile, %s, {EXTENT}, 'mvt_geometry', 'mvt_id'), count(*)"  # noqa: S608
            f" FROM ({inner}) tile"
        )
        values += [layer.name, *params]
    if not parts:
        return b""
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(parts)} ORDER BY 1", values)
        found = cursor.fetchall()
    if any(features > MOST_FEATURES for _number, _bytes, features in found):
        raise CeilingReachedError(f"tuile {tile_set.name} {zoom}/{column}/{row}", MOST_FEATURES)
    return b"".join(bytes(content or b"") for _number, content, _features in found)


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
    queryset = queryset.filter(**{f"{shape}__bboverlaps": BufferedEnvelope(*place)})
    if source.grouping:  # counted: what meets the square itself, and not only by its box
        queryset = queryset.filter(**{f"{shape}__intersects": TileEnvelope(*place)})
        queryset = queryset.annotate(mvt_point=middle(shape, place))
        plain.append("mvt_point")
    rows = queryset.values(
        *plain,
        mvt_geometry=AsMVTGeom(shape, TileEnvelope(*place)),
        mvt_id=source.identifier,
        **{f.name: f.expression for f in fields if f.name not in plain},
    )
    most = MOST_THINNED if source.grouping else MOST_FEATURES
    statement, params = rows.order_by(*layer.order)[: most + 1].query.sql_with_params()
    if source.grouping:
        statement = thinned(statement, source.grouping, fields)
    return statement, params
