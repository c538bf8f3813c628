"""The levels of the ground, each said once: its words, its codes, its areas, how totals find them.

What is declared here is followed by the API, the files, the tiles, coverage, gaps, the pages, the
search and the map.
"""

# ruff: noqa: S608 - fragments are made of constants

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from geo.constants import (
    CODE_PATTERN,
    DEPARTMENT_PATTERN,
    REGION_PATTERN,
    SIREN_PATTERN,
)
from geo.models import Area, Commune, Department, Epci, Region


@dataclass(frozen=True)
class Form:
    """How the codes of a level are written, and how that is said."""

    pattern: str
    accepted: str
    lengths: frozenset[int]


@dataclass(frozen=True, eq=False)
class Level:
    """A level of the ground.

    `models` are its areas, then the communes that stand alone for one, where some do. `key` is the
    column of communes by which totals are made, and `fields` those that hold its areas: an EPT is
    an area of the communes that it shares with the Métropole.
    """

    name: str  # in parameters, answers and the search; the address of its pages is named so
    plural: str  # of its areas, in the API and in tiles
    address: str  # of its pages, and of its files
    one: str
    title: str  # at the head of a list of its areas
    key: str
    fields: tuple[str, ...] = ()
    models: tuple[type[Area], ...] = ()
    inside: tuple[str, ...] = ()  # the fields of the areas that they are in, the nearest first
    form: Form = Form("", "", frozenset())
    feminine: bool = False
    cuts: bool = False  # whether gaps may be cut at its borders

    def __str__(self) -> str:
        return self.name

    @property
    def several(self) -> bool:
        """Whether its areas are made of communes, and have pages of their own."""
        return self.models[:1] not in ((), (Commune,))

    def areas(self) -> QuerySet[Any]:
        """Those in force."""
        model: Any = self.models[0]
        found: QuerySet[Any] = model.objects.current()
        return found

    def url(self, code: str) -> str:
        """The page of what has a code: of the commune, where it stands alone for an area."""
        alone = Commune in self.models and re.fullmatch(CODE_PATTERN, code)
        return reverse(COMMUNE.name if alone else self.name, args=[code])

    def shapes(self, codes: Iterable[str]) -> list[tuple[QuerySet[Any], str]]:
        """The shapes of its areas, by code, each with the path of that code."""
        wanted = list(codes)
        return [
            (shape_of(model).filter(area_id__in=wanted).order_by("area_id"), "area_id")
            for model in self.models
        ]

    def named(self, key: str) -> str:
        """In SQL, the name of what has a key."""
        names = [
            f"(SELECT name FROM {model._meta.db_table} WHERE {column_of(model)} = {key})"
            for model in self.models
        ]
        return f"coalesce({', '.join([*names, key])})"


def shape_of(model: type[Area]) -> QuerySet[Any]:
    """The shapes of areas."""
    meta: Any = model._meta
    related: Any = meta.get_field("shape").related_model
    found: QuerySet[Any] = related.objects.all()
    return found


def column_of(model: type[Area]) -> str:
    """The column of their code."""
    meta: Any = model._meta
    return str(meta.pk.column)


COMMUNE = Level(
    name="commune",
    plural="communes",
    address="communes",
    one="commune",
    title="Communes",
    key="code",
    models=(Commune,),
    form=Form(
        CODE_PATTERN,
        "le code Insee d'une commune en vigueur, à 5 caractères (01053 : le zéro compte ; 2A004)",
        frozenset({5}),
    ),
    feminine=True,
)
EPCI = Level(
    name="epci",
    plural="epcis",
    address="epci",
    one="EPCI",
    title="EPCI et EPT",
    key="body",
    fields=("epci", "ept"),
    models=(Epci, Commune),
    inside=("department", "region"),
    form=Form(
        SIREN_PATTERN, "le SIREN à 9 chiffres d'un EPCI ou d'un EPT en vigueur", frozenset({9})
    ),
)
DEPARTMENT = Level(
    name="departement",
    plural="departements",
    address="departements",
    one="département",
    title="Départements",
    key="department_id",
    fields=("department",),
    models=(Department,),
    inside=("region",),
    form=Form(
        DEPARTMENT_PATTERN,
        "un code de département (01 à 95 sauf 20, 2A, 2B, 971 à 974, 976)",
        frozenset({2, 3}),
    ),
    cuts=True,
)
REGION = Level(
    name="region",
    plural="regions",
    address="regions",
    one="région",
    title="Régions",
    key="region_id",
    fields=("region",),
    models=(Region,),
    form=Form(
        REGION_PATTERN, "le code Insee d'une région, à 2 chiffres (01, 11, 76…)", frozenset({2})
    ),
    feminine=True,
    cuts=True,
)
FRANCE = Level(name="france", plural="", address="", one="pays", title="France", key="zone")

LEVELS = {level.name: level for level in (COMMUNE, EPCI, DEPARTMENT, REGION, FRANCE)}
AREAS = tuple(level for level in LEVELS.values() if level.several)  # made of communes
GROUND = (COMMUNE, *AREAS)  # those whose areas have a code, a page and a shape
CUTS = tuple(level for level in AREAS if level.cuts)


def level_of(area: Area) -> Level:
    """The level of an area."""
    return next(level for level in GROUND if isinstance(area, level.models[0]))


def within(area: Area, path: str = "") -> Q:
    """The condition that a commune, reached by `path`, is in an area made of communes."""
    condition = Q()
    for field in level_of(area).fields:
        condition |= Q(**{f"{path}{field}": area})
    return condition
