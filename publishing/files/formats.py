"""The formats of exports, and what writes each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from publishing.files import apart, archives, geojson
from publishing.files import spreadsheets as tables
from publishing.files.spreadsheets import METADATA, METADATA_TYPE


@dataclass(frozen=True)
class Format:
    """A format: the end of its addresses, its media type, what writes it.

    A streamed writer yields text; another one writes a file in a folder and says where.
    """

    form: str
    title: str
    media_type: str
    write: Callable[..., Any]
    streamed: bool = False
    compressed: bool = False


FORMATS = {
    form.form: form
    for form in (
        Format("geojson", "GeoJSON", "application/geo+json", geojson.write, streamed=True),
        Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", apart.vectors),
        Format("csv", "CSV", "text/csv; charset=utf-8", tables.write, streamed=True),
        Format(METADATA, "Description du CSV", METADATA_TYPE, tables.describe, streamed=True),
        Format("csv.zip", "CSV et sa description", "application/zip", archives.table,
               compressed=True),
        Format("xlsx", "Excel",
               "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
               apart.workbook, compressed=True),
        Format("parquet", "GeoParquet", "application/vnd.apache.parquet", apart.vectors,
               compressed=True),
        Format("fgb", "FlatGeobuf", "application/flatgeobuf", apart.vectors),
        Format("shp.zip", "Shapefile", "application/zip", apart.vectors, compressed=True),
    )
}  # fmt: skip


def format_named(form: str) -> Format:
    """A format by the end of an address, or 404."""
    try:
        return FORMATS[form]
    except KeyError:
        known = ", ".join(FORMATS)
        raise Http404(f"Pas de format « {form[:20]} » ; formats connus : {known}.") from None
