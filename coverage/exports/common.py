"""What the exports of coverage share: stamps, columns, how geometries are read."""

from collections.abc import Iterable
from typing import Any

from coverage.layers import SHAPE_MODELS
from geo.bodies import MEANING, PUBLIC_NAME
from geo.models import Commune
from publishing.columns import MULTIPOLYGON, POINT, Column
from publishing.files.declaring import Encoding, written

STAMPS = ("ground", "poles")
WITH_INDICATORS = (*STAMPS, "indicators")
CODE, NAME = Column("code", "Code Insee."), Column("nom", "Nom.")
SIREN_EPCI = Column(PUBLIC_NAME, MEANING)
POPULATION = Column("population", "Population municipale.", "integer")
AREA = Column("superficie_km2", "Superficie du contour, en km².", "number")
# Of a contour, in SQL; GeoJSON wants outer rings counter-clockwise (RFC 7946).
WRITTEN = {
    Encoding.GEOJSON: "ST_AsGeoJSON(ST_ForcePolygonCCW({}), 5)",
    Encoding.WKB: "ST_AsBinary({})",
    Encoding.NONE: "NULL",
}


def entire_columns(labels: dict[str, str]) -> tuple[Column, ...]:
    """What a row that a filter cuts says of itself and of its whole, figure by figure."""
    return (
        Column("coupe", "Le filtre ne garde qu'une partie de la ligne.", "boolean"),
        *(
            Column(f"{name}_entier", f"{label}, sans le filtre.", "integer")
            for name, label in labels.items()
        ),
    )


def with_entire(row: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    """A row of the API, its `entier` laid flat; the same figures where nothing is cut."""
    flat = {key: value for key, value in row.items() if key != "entier"}
    entire = row["entier"] or row
    return flat | {f"{name}_entier": entire[name] for name in labels}


def contours(level: str, codes: list[str], encoding: Encoding) -> dict[str, Any]:
    """Contours of areas by code."""
    shapes: dict[str, Any] = {}
    if encoding is Encoding.NONE:
        return shapes
    for model in SHAPE_MODELS[level]:
        rows = model.objects.filter(area_id__in=codes).order_by("area_id")
        shapes |= dict(rows.values_list("area_id", written("contour", encoding, MULTIPOLYGON)))
    return shapes


def centres(codes: Iterable[str | None], encoding: Encoding) -> dict[str | None, Any]:
    """Centres of communes by code."""
    if encoding is Encoding.NONE:
        return {}
    rows = Commune.objects.filter(code__in={code for code in codes if code}).order_by("code")
    return dict(rows.values_list("code", written("centre", encoding, POINT)))
