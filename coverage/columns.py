"""What the datasets of coverage share: stamps, columns, how geometries are read."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON

from directory.sources import POLES
from geo import levels
from geo.bodies import MEANING, PUBLIC_NAME
from geo.levels import Level
from geo.models import Commune
from geo.sources import GROUND
from publishing.columns import MULTIPOLYGON, POINT, Column
from publishing.dataset import Encoding
from publishing.files.declaring import written

STAMPS = ("ground", "poles")
WITH_INDICATORS = (*STAMPS, "indicators")
SOURCES = (GROUND, POLES)
CODE, NAME = Column("code", "Code Insee."), Column("nom", "Nom.")
SIREN_EPCI = Column(PUBLIC_NAME, MEANING)
FORMER_KEY = Column("code_epci", f"Ancien nom de `{PUBLIC_NAME}`.")
POPULATION = Column("population", "Population municipale.", "integer")
AREA = Column("km2", "Superficie du contour, en km².", "number", flat="superficie_km2")
DIGITS = 4  # decimals of a degree in an answer: about ten metres, as its contour
# A contour in SQL: the scale it is read at, how it is written. GeoJSON wants outer rings
# counter-clockwise (RFC 7946).
WRITTEN = {
    Encoding.GENERAL: ("general", f"ST_AsGeoJSON({{}}, {DIGITS})"),
    Encoding.GEOJSON: ("contour", "ST_AsGeoJSON(ST_ForcePolygonCCW({}), 5)"),
    Encoding.WKB: ("contour", "ST_AsBinary({})"),
    Encoding.NONE: ("contour", "NULL"),
}


def keyed(level: Level, code: str) -> dict[str, str]:
    """The key by which rows of EPCI join those of communes, in every file and every answer."""
    return {PUBLIC_NAME: code} if level is levels.EPCI else {}


def entire(*figures: Column) -> tuple[Column, ...]:
    """What a row that a filter cuts says of itself and of its whole, figure by figure."""
    return (
        Column("coupe", "Le filtre ne garde qu'une partie de la ligne.", "boolean"),
        Column(
            "entier",
            "Les mêmes chiffres sans le filtre, là où il coupe la ligne.",
            "object",
            tuple(
                replace(
                    figure,
                    description=f"{figure.description.removesuffix('.')}, sans le filtre.",
                    flat=f"{figure.name}_entier",
                )
                for figure in figures
            ),
            of_row=True,
        ),
    )


def contours(level: Level, codes: list[str], encoding: Encoding) -> dict[str, Any]:
    """Contours of areas by code."""
    shapes: dict[str, Any] = {}
    if encoding is Encoding.NONE:
        return shapes
    for rows, code in level.shapes(codes):
        shape = (
            AsGeoJSON("general", precision=DIGITS)
            if encoding is Encoding.GENERAL
            else written("contour", encoding, MULTIPOLYGON)
        )
        shapes |= dict(rows.values_list(code, shape))
    return shapes


def centres(codes: Iterable[str | None], encoding: Encoding) -> dict[str | None, Any]:
    """Centres of communes by code."""
    if encoding is Encoding.NONE:
        return {}
    rows = Commune.objects.filter(code__in={code for code in codes if code}).order_by("code")
    return dict(rows.values_list("code", written("centre", encoding, POINT)))
