"""Pieces of territory: as records hold them, as rows of the database, in words."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db.models import QuerySet

from directory.vocabulary import TERRITORY_TARGETS, TerritoryLevel
from geo.models import Commune, Department, Epci, Region
from geo.shapes.checks import rounded
from publishing.ceilings import whole
from publishing.coordinates import WGS84

Record = dict[str, Any]  # of JSON values alone
Row = TypeVar("Row", bound=Any)
AREAS: dict[str, QuerySet[Any]] = {
    "commune": Commune.objects.all(),
    "epci": Epci.objects.all(),
    "department": Department.objects.all(),
    "region": Region.objects.all(),
}


def piece(level: str, code: str | None, label: str | None = None, drawn: Any = None) -> Record:
    """One piece of territory; `drawn` holds the coordinates of a MultiPolygon."""
    return {"level": str(level), "code": code, "label": label or "", "drawn": drawn}


def piece_of(territory: Any) -> Record:
    """A declared piece, of a `Territory` or of another row that has its fields."""
    if territory.drawn is not None:
        drawn = rounded(territory.drawn.coords)
        return piece(territory.level, None, territory.label, drawn)
    code = (
        territory.commune_id or territory.epci_id or territory.department_id or territory.region_id
    )
    return piece(territory.level, code, territory.label)


def placed(row: Row, piece: dict[str, Any]) -> Row:
    """A row on the ground of a piece: a `Territory`, or another that has its fields."""
    row.level, row.label = piece["level"], piece["label"]
    if piece["level"] == TerritoryLevel.DRAWN:
        row.drawn = multipolygon(piece["drawn"])
    else:
        setattr(row, f"{TERRITORY_TARGETS[TerritoryLevel(piece['level'])]}_id", piece["code"])
    return row


def multipolygon(coordinates: list[Any]) -> MultiPolygon:
    """A geometry from the coordinates of a GeoJSON MultiPolygon."""
    return MultiPolygon([Polygon(*rings) for rings in coordinates], srid=WGS84)


def names_by_target(wanted: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """The names of codes, each given with its kind of area; by kind."""
    codes: dict[str, set[str]] = {}
    for target, code in wanted:
        codes.setdefault(target, set()).add(code)
    return {
        target: dict(
            whole(
                AREAS[target].filter(pk__in=some).order_by("pk").values_list("pk", "name"),
                len(some),
            )
        )
        for target, some in codes.items()
    }


def codes_of(pieces: list[Record]) -> Iterator[tuple[str, str]]:
    """The codes of pieces, each with its kind of area."""
    for one in pieces:
        if one["code"]:
            yield TERRITORY_TARGETS[TerritoryLevel(one["level"])], one["code"]


def names_of(pieces: list[Record]) -> dict[tuple[Any, ...], str]:
    """The name of each piece, by (level, code, label, shape); a code that is none is its name."""
    known = names_by_target(codes_of(pieces))
    return {
        (one["level"], one["code"], one["label"], repr(one["drawn"])): name_of(one, known)
        for one in pieces
    }


def name_of(one: Record, known: dict[str, dict[str, str]]) -> str:
    """A piece in words, among names already read."""
    level = TerritoryLevel(one["level"])
    if level == TerritoryLevel.DRAWN:
        return one["label"] or "périmètre dessiné"
    place = known[TERRITORY_TARGETS[level]].get(one["code"], "code inconnu")
    name = f"{place} ({one['code']})"
    if level == TerritoryLevel.PART:
        return f"{name}, en partie" + (f" : {one['label']}" if one["label"] else "")
    return f"{name} : {one['label']}" if one["label"] else name
