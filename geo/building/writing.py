"""Write GeoParquet, CSV and TOML so that the same input gives the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

ROWS_PER_GROUP = 5_000
GEOMETRY = pa.binary()

COMMUNES = pa.schema(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("nom", pa.string(), nullable=False),
        pa.field("type_liaison", pa.int8(), nullable=False),
        pa.field("population", pa.int32(), nullable=False),
        pa.field("population_annee", pa.int16(), nullable=False),
        pa.field("departement", pa.string(), nullable=False),
        pa.field("region", pa.string(), nullable=False),
        pa.field("epci", pa.string()),
        pa.field("ept", pa.string()),
        pa.field("siren", pa.string()),
        pa.field("codes_postaux", pa.list_(pa.string()), nullable=False),
        pa.field("centre_nature", pa.string(), nullable=False),
        pa.field("geometry", GEOMETRY),
        pa.field("centre", GEOMETRY, nullable=False),
    ]
)
FORMER_COMMUNES = pa.schema(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("nom", pa.string()),
        pa.field("nature", pa.string(), nullable=False),
        pa.field("commune", pa.string(), nullable=False),
        pa.field("population", pa.int32()),
        pa.field("geometry", GEOMETRY),
    ]
)


def write_geoparquet(path: Path, schema: pa.Schema, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows as GeoParquet 1.1 (WKB, zstd, EPSG:4326); binary columns are geometries."""
    arrays, described = [], {}
    for field in schema:
        values = [row[field.name] for row in rows]
        if field.type == GEOMETRY:
            shapes = np.empty(len(values), dtype=object)
            shapes[:] = values
            described[field.name] = _describe(shapes)
            values = list(shapely.to_wkb(shapes, byte_order=1))
        arrays.append(pa.array(values, type=field.type))
    table = pa.Table.from_arrays(arrays, schema=schema)
    table = table.replace_schema_metadata({"geo": _metadata(described)})
    plain = [field.name for field in schema if field.type != GEOMETRY]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=plain,
        row_group_size=ROWS_PER_GROUP,
    )


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows as CSV in UTF-8 with `;`, the keys of the first row as its header."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def toml_table(header: str, values: Mapping[str, Any]) -> str:
    """One TOML table; text, integers and lists of text (which JSON writes as TOML does)."""
    lines = [header] if header else []
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _describe(shapes: np.ndarray) -> dict[str, Any]:
    kinds = {shape.geom_type for shape in shapes if shape is not None}
    return {
        "encoding": "WKB",
        "geometry_types": sorted(kinds),
        "crs": CRS.from_epsg(4326).to_json_dict(),
        "edges": "planar",
        "bbox": [float(bound) for bound in shapely.total_bounds(shapes)],
    }


def _metadata(described: Mapping[str, Any]) -> str:
    return json.dumps(
        {"version": "1.1.0", "primary_column": "geometry", "columns": described},
        ensure_ascii=False,
        sort_keys=True,
    )
