"""GeoPackage, FlatGeobuf and GeoParquet, written batch by batch as rows come.

Arrow record batches go to GDAL or to Parquet: a file of any size is made with a few hundred rows
in memory.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow.parquet import ParquetWriter
from pyogrio.raw import write_arrow
from pyproj import CRS

from publishing.columns import Cell, Column
from publishing.files.writing.orders import Batches, Order

GEOMETRY = "geometry"
WGS84 = "EPSG:4326"
TYPES = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}

Texts = Mapping[str, Callable[[str], str]]  # by column, what is done to its texts


def schema_of(columns: tuple[Column, ...]) -> pa.Schema:
    """Arrow types of columns, the geometry last."""
    fields = [pa.field(c.name, TYPES.get(c.kind, pa.string())) for c in columns]
    return pa.schema([*fields, pa.field(GEOMETRY, pa.binary())])


def record_batches(
    order: Order, batches: Batches, schema: pa.Schema, texts: Texts | None = None
) -> Iterator[pa.RecordBatch]:
    """The rows as Arrow holds them, column by column."""
    for batch in batches:
        arrays: list[pa.Array] = [
            pa.array([edited(cells[n], texts, c.name) for cells, _ in batch], schema.field(n).type)
            for n, c in enumerate(order.columns)
        ]
        shapes = pa.array([shape for _, shape in batch], pa.binary())
        yield pa.record_batch([*arrays, shapes], schema=schema)


def edited(cell: Cell, texts: Texts | None, name: str) -> Cell:
    """A cell, its text changed where a format asks for it."""
    return texts[name](cell) if texts and isinstance(cell, str) else cell


def through_gdal(
    order: Order, batches: Batches, path: Path, driver: str, options: Mapping[str, str], **more: Any
) -> None:
    """Write a layer with GDAL. `schema` renames fields, `texts` changes their texts."""
    schema = more.pop("schema", None) or schema_of(order.columns)
    rows = record_batches(order, batches, schema, more.pop("texts", None))
    write_arrow(
        pa.RecordBatchReader.from_batches(schema, rows),
        str(path),
        layer=path.stem if driver == "ESRI Shapefile" else order.layer,
        driver=driver,
        geometry_name=GEOMETRY,
        geometry_type=order.geometry,
        crs=WGS84,
        encoding="UTF-8",
        layer_options=dict(options),
        **more,
    )


def geopackage(order: Order, batches: Batches, folder: Path) -> None:
    """A layer, and a table `metadonnees` beside it that any software shows."""
    path = folder / order.file_name
    through_gdal(
        order,
        batches,
        path,
        "GPKG",
        {"IDENTIFIER": order.title, "DESCRIPTION": order.description, "GEOMETRY_NAME": "geom"},
    )
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE metadonnees (id INTEGER PRIMARY KEY, cle TEXT, valeur TEXT)")
        database.executemany(
            "INSERT INTO metadonnees (cle, valeur) VALUES (?, ?)", order.described()
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description)"
            " VALUES (?, 'attributes', ?, ?)",
            ("metadonnees", "Métadonnées", "Comment ce fichier a été fait"),
        )


def flatgeobuf(order: Order, batches: Batches, folder: Path) -> None:
    """One layer with its title, description and provenance in the header.

    Without its spatial index: that one refuses rows without geometry, and none is dropped here.
    """
    through_gdal(
        order,
        batches,
        folder / order.file_name,
        "FlatGeobuf",
        {"SPATIAL_INDEX": "NO", "TITLE": order.title, "DESCRIPTION": order.description},
        layer_metadata={"atlas": order.provenance},
    )


def geoparquet(order: Order, batches: Batches, folder: Path) -> None:
    """GeoParquet 1.1, one row group a batch; the provenance is the key `atlas` of the file.

    Rows without geometry make a plain Parquet.
    """
    if order.geometry is None:
        plain = schema_of(order.columns).remove(len(order.columns))
        with ParquetWriter(
            folder / order.file_name,
            plain.with_metadata({"atlas": order.provenance}),
            compression="zstd",
        ) as writer:
            for batch in record_batches(order, batches, schema_of(order.columns)):
                writer.write_batch(
                    batch.drop_columns([GEOMETRY]).replace_schema_metadata(
                        {"atlas": order.provenance}
                    )
                )
        return
    column = {"encoding": "WKB", "geometry_types": [order.geometry]}
    about = {
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": {GEOMETRY: column | {"crs": longitude_latitude()}},
    }
    schema = schema_of(order.columns).with_metadata(
        {"geo": json.dumps(about), "atlas": order.provenance}
    )
    with ParquetWriter(folder / order.file_name, schema, compression="zstd") as writer:
        for batch in record_batches(order, batches, schema):
            writer.write_batch(batch)


def longitude_latitude() -> dict[str, Any]:
    """WGS 84 as PROJJSON."""
    found: dict[str, Any] = CRS.from_user_input(WGS84).to_json_dict()
    return found
