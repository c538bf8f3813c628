"""Pieces of territory in words: the name of what each code is, asked for level by level."""

from typing import Any

from django.db.models import QuerySet

from directory.record.records import Record
from directory.vocabulary import TERRITORY_TARGETS, Level
from geo.models import Commune, Department, Epci, Region

AREAS: dict[str, QuerySet[Any]] = {
    "commune": Commune.objects.all(),
    "epci": Epci.objects.all(),
    "department": Department.objects.all(),
    "region": Region.objects.all(),
}


def names_by_target(
    pieces: list[Record], wanted: dict[str, set[str]] | None = None
) -> dict[str, dict[str, str]]:
    """The names of the codes of pieces, and of others that are wanted, by kind of area."""
    codes = {target: set(some) for target, some in (wanted or {}).items()}
    for one in pieces:
        if one["code"]:
            codes.setdefault(TERRITORY_TARGETS[Level(one["level"])], set()).add(one["code"])
    return {
        target: dict(AREAS[target].filter(pk__in=some).values_list("pk", "name"))
        for target, some in codes.items()
    }


def names_of(pieces: list[Record]) -> dict[tuple[Any, ...], str]:
    """The name of each piece, by (level, code, label, shape); a code that is none is its name."""
    known = names_by_target(pieces)
    return {
        (one["level"], one["code"], one["label"], repr(one["drawn"])): name_of(one, known)
        for one in pieces
    }


def name_of(one: Record, known: dict[str, dict[str, str]]) -> str:
    """A piece in words, among names already read."""
    level = Level(one["level"])
    if level == Level.DRAWN:
        return one["label"] or "périmètre dessiné"
    place = known[TERRITORY_TARGETS[level]].get(one["code"], "code inconnu")
    name = f"{place} ({one['code']})"
    if level == Level.PART:
        return f"{name}, en partie" + (f" : {one['label']}" if one["label"] else "")
    return f"{name} : {one['label']}" if one["label"] else name
