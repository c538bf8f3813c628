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

    A streamed writer yields text; another one writes a file in a folder and says where. A spatial
    format is of rows that have a geometry. `use` is what it is good for, where files are listed:
    one without is not.
    """

    form: str
    title: str
    media_type: str
    write: Callable[..., Any]
    streamed: bool = False
    compressed: bool = False
    spatial: bool = False
    use: str = ""


FORMATS = {
    form.form: form
    for form in (
        Format("geojson", "GeoJSON", "application/geo+json", geojson.write, streamed=True,
               spatial=True, use="contours, pour le web"),
        Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", apart.vectors, spatial=True,
               use="contours, pour QGIS"),
        Format("csv", "CSV", "text/csv; charset=utf-8", tables.write, streamed=True,
               use="tableau, sans contours"),
        Format(METADATA, "Description du CSV", METADATA_TYPE, tables.describe, streamed=True),
        Format("csv.zip", "CSV et sa description", "application/zip", archives.table,
               compressed=True, use="fichier zip"),
        Format("xlsx", "Excel",
               "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
               apart.workbook, compressed=True, use="classeur, filtres et sources compris"),
        Format("parquet", "GeoParquet", "application/vnd.apache.parquet", apart.vectors,
               compressed=True, use="contours, pour l'analyse"),
        Format("fgb", "FlatGeobuf", "application/flatgeobuf", apart.vectors, spatial=True,
               use="contours, pour la diffusion"),
        Format("shp.zip", "Shapefile", "application/zip", apart.vectors, compressed=True,
               spatial=True, use="contours, pour les outils anciens"),
    )
}  # fmt: skip


def formats_of(*, spatial: bool) -> dict[str, Format]:
    """The formats that carry rows with a geometry, or rows without."""
    return {form: one for form, one in FORMATS.items() if spatial or not one.spatial}


def format_named(form: str, *, spatial: bool = True) -> Format:
    """A format by the end of an address, or 404 with those that there are."""
    known = formats_of(spatial=spatial)
    if form in known:
        return known[form]
    why = "" if spatial or form not in FORMATS else " : ces lignes n'ont pas de géométrie"
    raise Http404(f"Pas de format « {form[:20]} »{why} ; formats connus : {', '.join(known)}.")
