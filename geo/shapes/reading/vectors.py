"""GeoPackage, Shapefile and KML, through GDAL: a layer, its polygons, its system. Pure."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from geo.shapes.geojson import MOST_OBJECTS, figure
from geo.shapes.reading.kinds import GEOPACKAGE, KML, SHAPEFILE, Source
from geo.shapes.refusals import Refusal

# A virtual table is an index of places or of words; functions of GDAL reach files and addresses.
OUTSIDE = re.compile(
    r"virtual\s+table.+using\s+(?!rtree|fts)|\b(ogr_\w+|load_extension|readfile)\s*\(",
    re.IGNORECASE | re.DOTALL,
)
SUFFIX = {GEOPACKAGE: ".gpkg", KML: ".kml", SHAPEFILE: ".shp"}
FLAT = ("Point", "MultiPoint", "LineString", "MultiLineString")
MOST_LAYERS = 500
MOST_COLUMNS = 300
LABELS = ("nom", "name", "libelle", "libellé", "label", "nom_com", "titre", "title")


@dataclass(frozen=True)
class Layer:
    """One layer of a source."""

    source: Source
    path: Path
    name: str  # inside the file
    shown: str  # to the person who chooses


@dataclass
class Features:
    """What a layer holds: geometries of shapely, the system declared, the one object's name."""

    geometries: Any
    crs: str | None
    label: str


def laid(source: Source, folder: Path, number: int) -> Path:
    """The files of a source in a folder, under names of our own."""
    for part, content in source.files.items():
        (folder / f"source{number}{part or SUFFIX[source.kind]}").write_bytes(content)
    return folder / f"source{number}{SUFFIX[source.kind]}"


def check_schema(path: Path) -> None:
    """Raise `Refusal` where a database has tables or views that look outside of itself."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as base:
        rows = base.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        if any(OUTSIDE.search(sql) for (sql,) in rows):
            raise Refusal("un GeoPackage de tables ; celui-ci contient une vue vers autre chose")


def layers_of(source: Source, path: Path) -> list[Layer]:
    """The layers of a source that may hold polygons; every other is of points or lines."""
    if source.kind == GEOPACKAGE:
        check_schema(path)
    listed = pyogrio.list_layers(path)[:MOST_LAYERS]
    return [
        Layer(source, path, str(name), source.name if source.kind == SHAPEFILE else str(name))
        for name, kind in listed
        if kind is not None and str(kind).split(" ")[0] not in FLAT
    ]


def features_of(layer: Layer) -> Features:
    """The features of a layer."""
    encoding = encoding_of(layer.source)
    info = pyogrio.read_info(layer.path, layer=layer.name, encoding=encoding)
    column = label_among([str(name) for name in info["fields"][:MOST_COLUMNS]])
    meta, _ids, shapes, values = pyogrio.raw.read(
        layer.path, layer=layer.name, encoding=encoding, columns=[column] if column else [],
        force_2d=False, max_features=MOST_OBJECTS + 1,
    )  # fmt: skip
    if shapes is None or not len(shapes):
        raise Refusal("un périmètre qui a une surface ; la couche est vide")
    if len(shapes) > MOST_OBJECTS:
        raise Refusal(f"{figure(MOST_OBJECTS)} objets au plus : réunissez-les")
    label = str(values[0][0]) if column and len(shapes) == 1 and values[0][0] else ""
    return Features(shapely.from_wkb(np.asarray(shapes), on_invalid="warn"), meta["crs"], label)


def label_among(columns: list[str]) -> str:
    """The column that names an object, where there is one."""
    known = {name.lower(): name for name in columns}
    return next((known[name] for name in LABELS if name in known), "")


def encoding_of(source: Source) -> str | None:
    """How a Shapefile without `.cpg` writes its texts: in UTF-8 if they can be, else cp1252."""
    if source.kind != SHAPEFILE or ".cpg" in source.files or ".dbf" not in source.files:
        return None
    try:
        # The first 32 bytes and the types of columns are no text.
        source.files[".dbf"][32:].decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252"
    return "UTF-8"
