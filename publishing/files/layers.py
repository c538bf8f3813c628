"""The export of a registered layer: same filters, same fields, every row."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import F, Model, QuerySet
from django.http import QueryDict

from publishing.boxes import BBOX, column, meeting, read_bbox
from publishing.columns import MULTIPOLYGON, POINT, Column
from publishing.cursors import one_pass
from publishing.dataset import Encoding, Record
from publishing.features import PREFIX, properties_of
from publishing.files.declaring import Export, Extract, written
from publishing.layer import Field, Layer, geometry_parameter
from publishing.parameters import Parameter, read_choice, read_list

CHUNK = 500
OGC_TYPES = {"POINT": POINT, "MULTIPOLYGON": MULTIPOLYGON}


def export_of(layer: Layer, fields_named: str = "champs") -> Export:
    """A layer's export; `fields_named` is what its API calls the choice of fields."""
    return Export(
        name=layer.name,
        title=layer.title,
        description=layer.description,
        parameters=(
            geometry_parameter(layer),
            Parameter(
                fields_named,
                "Colonnes, séparées par des virgules (toutes par défaut) : "
                + ", ".join(layer.field_names())
                + ".",
            ),
            *layer.filters.parameters,
            BBOX,
        ),
        stamps=layer.stamps,
        sources=layer.sources,
        ask=partial(ask, layer, fields_named),
    )


def ask(layer: Layer, fields_named: str, params: QueryDict) -> Extract:
    """Read the parameters as the layer's API does."""
    geometry = read_choice(params, "geometry", layer.default_geometry, layer.geometries)
    fields = layer.fields_named(read_list(params, fields_named, layer.field_names()))
    path = layer.geometries[geometry]
    queryset = layer.filters.apply(params, layer.queryset())
    queryset = meeting(queryset, path, read_bbox(params)).order_by(*layer.order)
    key = next((f.name for f in fields if f.source == layer.identifier), layer.identifier)
    return Extract(
        columns=tuple(Column(f.name, f.description, f.kind) for f in fields),
        key=key,
        geometry=geometry_type(queryset.model, path),
        parameters={**layer.filters.as_read(params), "geometry": geometry},
        records=partial(records, layer, queryset, path, fields),
        count=queryset.count,
    )


def records(
    layer: Layer,
    queryset: QuerySet[Any],
    path: str,
    fields: tuple[Field, ...],
    encoding: Encoding,
) -> Iterator[Record]:
    """The rows, read by the hundreds from a cursor on the server."""
    columns: dict[str, Any] = {PREFIX + f.name: f.expression for f in fields}
    columns[f"{PREFIX}id"] = F(layer.identifier)
    if encoding is not Encoding.NONE:
        columns["geometry_written"] = written(path, encoding, geometry_type(queryset.model, path))
    with one_pass():
        for row in queryset.values(**columns).iterator(chunk_size=CHUNK):
            yield Record(
                str(row[f"{PREFIX}id"]), properties_of(row, fields), row.get("geometry_written")
            )


def geometry_type(model: type[Model], path: str) -> str:
    """The geometry type of the column at the end of a path."""
    return OGC_TYPES[column(model, path).geom_type]
