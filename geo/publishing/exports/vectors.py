"""GeoPackage, FlatGeobuf, Shapefile and GeoParquet, written batch by batch as rows come.

Arrow record batches go from the cursor to GDAL or to Parquet: a file of any size is made with a
few hundred rows in memory.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow.parquet import ParquetWriter
from pyogrio.raw import write_arrow
from pyproj import CRS

from geo.publishing.exports.cells import Cell, values
from geo.publishing.exports.declaring import Column, Encoding
from geo.publishing.exports.documents import Document
from geo.publishing.features import dump

BATCH = 500
GEOMETRY = "geometry"
WGS84 = "EPSG:4326"
TYPES = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def schema_of(columns: tuple[Column, ...]) -> pa.Schema:
    """Arrow types of columns, the geometry last."""
    fields = [pa.field(c.name, TYPES.get(c.kind, pa.string())) for c in columns]
    return pa.schema([*fields, pa.field(GEOMETRY, pa.binary())])


def batches(
    document: Document, schema: pa.Schema, texts: Mapping[str, Any] | None = None
) -> Iterator[pa.RecordBatch]:
    """The rows by batches; `texts` gives, by column, what is done to its texts."""
    columns = document.table_columns()
    records = document.records(Encoding.WKB)
    while part := list(islice(records, BATCH)):
        rows = [values(document, columns, record) for record in part]
        arrays: list[pa.Array] = [
            pa.array([edited(row[n], texts, column.name) for row in rows], schema.field(n).type)
            for n, column in enumerate(columns)
        ]
        shapes = [None if r.geometry is None else bytes(r.geometry) for r in part]
        yield pa.record_batch([*arrays, pa.array(shapes, pa.binary())], schema=schema)


def edited(cell: Cell, texts: Mapping[str, Any] | None, name: str) -> Cell:
    """A cell, its text changed where a format asks for it."""
    return texts[name](cell) if texts and isinstance(cell, str) else cell


def through_gdal(
    document: Document, path: Path, driver: str, options: Mapping[str, str], **more: Any
) -> Path:
    """Write a layer with GDAL. `schema` renames fields, `texts` changes their texts."""
    schema = more.pop("schema", None) or schema_of(document.table_columns())
    rows = batches(document, schema, more.pop("texts", None))
    reader = pa.RecordBatchReader.from_batches(schema, rows)
    write_arrow(
        reader,
        str(path),
        layer=path.stem if driver == "ESRI Shapefile" else document.export.name,
        driver=driver,
        geometry_name=GEOMETRY,
        geometry_type=document.extract.geometry,
        crs=WGS84,
        encoding="UTF-8",
        layer_options=dict(options),
        **more,
    )
    return path


def geopackage(document: Document, folder: Path) -> Path:
    """A layer, and a table `metadonnees` beside it that any software shows."""
    path = through_gdal(
        document,
        folder / document.file_name,
        "GPKG",
        {"IDENTIFIER": document.export.title, "DESCRIPTION": document.export.description,
         "GEOMETRY_NAME": "geom"},
    )  # fmt: skip
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE metadonnees (id INTEGER PRIMARY KEY, cle TEXT, valeur TEXT)")
        lines = document.provenance_lines()
        lines += [(f"colonne.{c.name}", c.description) for c in document.table_columns()]
        database.executemany("INSERT INTO metadonnees (cle, valeur) VALUES (?, ?)", lines)
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description)"
            " VALUES (?, 'attributes', ?, ?)",
            ("metadonnees", "Métadonnées", "Comment ce fichier a été fait"),
        )
    return path


def flatgeobuf(document: Document, folder: Path) -> Path:
    """One layer with its title, description and provenance in the header.

    Without its spatial index: that one refuses rows without geometry, and none is dropped here.
    """
    return through_gdal(
        document,
        folder / document.file_name,
        "FlatGeobuf",
        {"SPATIAL_INDEX": "NO", "TITLE": document.export.title,
         "DESCRIPTION": document.export.description},
        layer_metadata={"atlas": dump(document.provenance)},
    )  # fmt: skip


def geoparquet(document: Document, folder: Path) -> Path:
    """GeoParquet 1.1, one row group a batch; the provenance is the key `atlas` of the file."""
    column = {"encoding": "WKB", "geometry_types": [document.extract.geometry]}
    about = {
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": {GEOMETRY: column | {"crs": longitude_latitude()}},
    }
    schema = schema_of(document.table_columns()).with_metadata(
        {"geo": json.dumps(about), "atlas": dump(document.provenance)}
    )
    path = folder / document.file_name
    with ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches(document, schema):
            writer.write_batch(batch)
    return path


def longitude_latitude() -> dict[str, Any]:
    """WGS 84 as PROJJSON."""
    found: dict[str, Any] = CRS.from_user_input(WGS84).to_json_dict()
    return found
