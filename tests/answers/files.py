"""Files read back: their columns, rows and metadata, geometries at five digits."""

import hashlib
import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pypdf
import shapely

# Written by the machine's clock, not by ours.
OF_THE_DAY = {"DBF_DATE_LAST_UPDATE", "last_change", "timestamp", "created", "modified"}


def shape(content: bytes | None) -> str:
    """A geometry: its kind, its points, its box, and a digest of its coordinates rounded."""
    if content is None:
        return "sans géométrie"
    found = shapely.from_wkb(content)
    points = shapely.get_coordinates(found).round(5) + 0.0  # no minus zero
    digest = hashlib.sha256(points.tobytes()).hexdigest()[:12]
    box = [round(float(edge), 5) for edge in found.bounds]
    return f"{found.geom_type} {len(points)} {box} {digest}"


def cell(name: str, value: Any) -> str:
    """A value as it is compared."""
    if name in OF_THE_DAY:
        return "présent"
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()[:12]
    return json.dumps(value, ensure_ascii=False, default=str)


def of_workbook(content: bytes) -> Iterator[str]:
    """Every sheet of an XLSX."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    about = book.properties
    yield f"titre {about.title!r}, auteur {about.creator!r}"
    for sheet in book.worksheets:
        frozen, filtered = sheet.freeze_panes, sheet.auto_filter.ref
        yield f"feuille {sheet.title!r}, figée en {frozen}, filtre {filtered}"
        for row in sheet.iter_rows():
            yield " | ".join(
                f"{one.value!r}{'' if one.is_date is False else ' (date)'}" for one in row
            )


def of_geopackage(content: bytes) -> Iterator[str]:
    """Every table of a GeoPackage, but for those of its spatial index."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lu.gpkg"
        path.write_bytes(content)
        with sqlite3.connect(path) as base:
            tables = base.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE 'rtree%' AND name NOT LIKE 'sqlite%' ORDER BY name"
            ).fetchall()
            for table, made in tables:
                yield f"table {table} : {' '.join((made or '').split())}"
                rows = base.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - its own names
                names = [column[0] for column in rows.description]
                for row in rows:
                    yield " | ".join(
                        shape(from_geopackage(value)) if name == "geom" else cell(name, value)
                        for name, value in zip(names, row, strict=True)
                    )
        base.close()


def from_geopackage(content: bytes | None) -> bytes | None:
    """The WKB within a geometry of GeoPackage, whose header may hold a box."""
    if content is None:
        return None
    box = (content[3] >> 1) & 7
    return content[8 + (0, 32, 48, 48, 64)[box] :]


def of_parquet(content: bytes) -> Iterator[str]:
    """A GeoParquet file: its schema, its metadata, its rows."""
    file = pq.ParquetFile(io.BytesIO(content))
    schema = file.schema_arrow
    geometries = set()
    for name, value in sorted((schema.metadata or {}).items()):
        read = json.loads(value) if value[:1] in b"{[" else value.decode(errors="replace")
        if name == b"geo":
            geometries = set(read["columns"])
        yield f"métadonnée {name.decode()} : {json.dumps(read, ensure_ascii=False)}"
    yield from (f"colonne {one.name} : {one.type}" for one in schema)
    for row in file.read().to_pylist():
        yield " | ".join(
            shape(value) if name in geometries else cell(name, value) for name, value in row.items()
        )


def of_vectors(path: str) -> Iterator[str]:
    """A file that GDAL reads."""
    for layer, _kind in pyogrio.list_layers(path):
        about = pyogrio.read_info(path, layer=layer, force_feature_count=True)
        said = about["layer_metadata"] or {}
        about["layer_metadata"] = {key: said[key] for key in said if key not in OF_THE_DAY}
        for name in ("crs", "encoding", "geometry_type", "features", "layer_metadata"):
            yield f"{layer}, {name} : {about[name]!r}"
        yield f"{layer}, colonnes : {list(zip(about['fields'], about['dtypes'], strict=True))}"
        _about, _ids, geometries, columns = pyogrio.raw.read(path, layer=layer)
        for place in range(len(geometries if geometries is not None else columns[0])):
            values = [
                cell(name, column[place])
                for name, column in zip(about["fields"], columns, strict=True)
            ]
            yield " | ".join([*values, shape(geometries[place]) if geometries is not None else ""])


def of_flatgeobuf(content: bytes) -> Iterator[str]:
    """A FlatGeobuf file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lu.fgb"
        path.write_bytes(content)
        yield from of_vectors(str(path))


def of_zip(content: bytes) -> Iterator[str]:
    """The files of an archive: a Shapefile as one, the others as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, tempfile.TemporaryDirectory() as folder:
        for name in sorted(archive.namelist()):
            yield f"fichier {name}"
            if name.endswith(".shp"):
                path = Path(folder) / "lu.zip"
                path.write_bytes(content)
                yield from of_vectors(f"/vsizip/{path}")
            elif not name.endswith((".shx", ".dbf")):
                yield from archive.read(name).decode().splitlines()


def of_pdf(content: bytes) -> Iterator[str]:
    """The text of each page of a PDF, and what it says of itself but for its dates."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    about = {name: value for name, value in (reader.metadata or {}).items() if "Date" not in name}
    yield json.dumps(about, ensure_ascii=False, default=str)
    for page in reader.pages:
        yield from page.extract_text().splitlines()


def of_tile(content: bytes) -> Iterator[str]:
    """A vector tile, in its own coordinates."""
    if content:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "0.mvt"
            path.write_bytes(content)
            yield from of_vectors(str(path))


READERS: dict[str, Callable[[bytes], Iterable[str]]] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": of_workbook,
    "application/geopackage+sqlite3": of_geopackage,
    "application/vnd.apache.parquet": of_parquet,
    "application/flatgeobuf": of_flatgeobuf,
    "application/zip": of_zip,
    "application/pdf": of_pdf,
    "application/vnd.mapbox-vector-tile": of_tile,
}
