"""The formats of exports. A writer is imported when it is first asked for: those of files
bring pyarrow and GDAL along, which a server at rest does without."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.http import Http404

from geo.publishing.exports.tables import METADATA, METADATA_TYPE

WRITERS = "geo.publishing.exports"


@dataclass(frozen=True)
class Format:
    """A format: the end of its addresses, its media type, what writes it.

    A streamed writer yields text; another one writes a file in a folder and says where.
    """

    form: str
    title: str
    media_type: str
    writer: str  # module and function, in this package
    streamed: bool = False
    compressed: bool = False

    @property
    def write(self) -> Callable[..., Any]:
        """The function that writes."""
        module, _, function = self.writer.partition(":")
        found: Callable[..., Any] = getattr(import_module(f"{WRITERS}.{module}"), function)
        return found


FORMATS = {
    form.form: form
    for form in (
        Format("geojson", "GeoJSON", "application/geo+json", "geojson:write", streamed=True),
        Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", "vectors:geopackage"),
        Format("csv", "CSV", "text/csv; charset=utf-8", "tables:write", streamed=True),
        Format(METADATA, "Description du CSV", METADATA_TYPE, "tables:describe", streamed=True),
        Format("csv.zip", "CSV et sa description", "application/zip", "archives:table",
               compressed=True),
        Format("xlsx", "Excel",
               "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
               "workbooks:write", compressed=True),
        Format("parquet", "GeoParquet", "application/vnd.apache.parquet", "vectors:geoparquet",
               compressed=True),
        Format("fgb", "FlatGeobuf", "application/flatgeobuf", "vectors:flatgeobuf"),
        Format("shp.zip", "Shapefile", "application/zip", "archives:shapefile", compressed=True),
    )
}  # fmt: skip


def format_named(form: str) -> Format:
    """A format by the end of an address, or 404."""
    try:
        return FORMATS[form]
    except KeyError:
        known = ", ".join(FORMATS)
        raise Http404(f"Pas de format « {form[:20]} » ; formats connus : {known}.") from None
