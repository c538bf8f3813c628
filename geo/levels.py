"""The levels of the ground, each said once: its words, its codes, its areas, how totals find them.

What is declared here is followed by the API, the files, the tiles, coverage, gaps, the pages, the
search and the map.

Areas drawn for studies may leave communes out. What they leave is one more row of totals, without
page or shape, so that sums stay the nation's.
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
from geo.models import Area, Commune, Department, Epci, Region, StudyArea
from web import french

# As data/communes/zonages.toml says it.
UNTOLD = "la copie lue ne dit pas sa licence ; l'Insee publie d'ordinaire sous Licence Ouverte 2.0"
OUTSIDE = "hors-zonage"  # the key of what no area of a level holds


@dataclass(frozen=True)
class Form:
    """How the codes of a level are written, and how that is said."""

    pattern: str
    accepted: str
    lengths: frozenset[int]


@dataclass(frozen=True, eq=False)
class Level:
    """A level of the ground.

    `models` are its areas, then the communes that stand alone for one, where some do. `fields` of
    a commune lead to its areas: an EPT is one beside the Métropole that it is part of. `key` is
    what totals are made by, in SQL: a column of communes, or of what `joined` adds to them.
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
    short: tuple[str, ...] = ()  # what is written for its name, as the search reads it
    source: str = ""  # of areas drawn for studies: who drew them, when
    licence: str = ""  # of that source, as the copy read says it
    lacks: str = ""  # what that copy leaves out, in sentences

    def __str__(self) -> str:
        return self.name

    @property
    def several(self) -> bool:
        """Whether its areas are made of communes, and have pages of their own."""
        return self.models[:1] not in ((), (Commune,))

    @property
    def studied(self) -> bool:
        """Whether its areas are drawn for studies: not all communes are in one."""
        return StudyArea in self.models

    @property
    def many(self) -> str:
        """Its areas, in a sentence."""
        return self.title if self.title[1].isupper() else self.title[0].lower() + self.title[1:]

    @property
    def outside(self) -> str:
        """The name of what is in none of its areas."""
        return f"Hors {self.one}"

    def areas(self) -> QuerySet[Any]:
        """Those in force."""
        model: Any = self.models[0]
        found: QuerySet[Any] = model.objects.current()
        return found.filter(level=self.name) if self.studied else found

    def coded(self, codes: Iterable[str]) -> QuerySet[Any]:
        """Those in force that have one of some codes, by code."""
        field = self.models[0].code_field
        return self.areas().filter(**{f"{field}__in": list(codes)}).order_by(field)

    def url(self, code: str) -> str:
        """The page of what has a code: of the commune, where it stands alone; "" for no area."""
        if code == OUTSIDE:
            return ""
        alone = Commune in self.models and re.fullmatch(CODE_PATTERN, code)
        return reverse(COMMUNE.name if alone else self.name, args=[code])

    def shapes(self, codes: Iterable[str]) -> list[tuple[QuerySet[Any], str]]:
        """The shapes of what has some codes, each with the path of that code, by code."""
        wanted = list(codes)
        return [
            (
                shapes_of(model, f"area__{model.code_field}", wanted, self),
                f"area__{model.code_field}",
            )
            for model in self.models
        ]

    def named(self, key: str) -> str:
        """In SQL, the name of what has a key (written with its table: areas have a `key` too)."""
        only = f"level = '{self.name}' AND " if self.studied else ""
        names = [
            f"(SELECT name FROM {model._meta.db_table} WHERE {only}{model.code_field} = {key})"
            for model in self.models
        ]
        last = f"""'{self.outside.replace("'", "''")}'""" if self.studied else key
        return f"coalesce({', '.join([*names, last])})"

    def joined(self, communes: str) -> str:
        """In SQL, what `key` needs beside communes that a statement calls so."""
        if not self.studied:
            return ""
        return f"""LEFT JOIN (
            SELECT member.commune_id, area.code AS study FROM geo_studyareacommune member
            JOIN geo_studyarea area ON area.key = member.area_id
            WHERE member.level = '{self.name}'
          ) studied ON studied.commune_id = {communes}.code"""


def shapes_of(model: type[Area], path: str, codes: list[str], level: Level) -> QuerySet[Any]:
    """The shapes of areas of a model, by the path of their code."""
    meta: Any = model._meta
    related: Any = meta.get_field("shape").related_model
    found: QuerySet[Any] = related.objects.filter(**{f"{path}__in": codes}).order_by(path)
    return found.filter(area__level=level.name) if level.studied else found


def studied(**words: Any) -> Level:
    """A level of areas that are drawn for studies."""
    return Level(
        key=f"coalesce(study, '{OUTSIDE}')",
        fields=("study_areas__area",),
        models=(StudyArea,),
        inside=("department", "region"),
        cuts=True,
        licence=UNTOLD,
        **words,
    )


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
EMPLOYMENT = studied(
    name="zone-emploi",
    plural="zones-emploi",
    address="zones-emploi",
    one="zone d'emploi",
    short=("ze",),
    title="Zones d'emploi",
    source="Insee, zones d'emploi 2020",
    form=Form(
        r"^\d{4}$",
        "le code d'une zone d'emploi de 2020, à 4 chiffres (0051 : les zéros comptent)",
        frozenset({4}),
    ),
    feminine=True,
)
LIVING = studied(
    name="bassin-vie",
    plural="bassins-de-vie",
    address="bassins-de-vie",
    one="bassin de vie",
    short=("bv", "bdv"),
    title="Bassins de vie",
    source="Insee, bassins de vie 2022",
    lacks="La copie lue n'y range ni l'outre-mer, ni Paris, Lyon, Marseille et huit autres "
    "communes : les bassins de vie de Paris, de Lyon et de Marseille ne tiennent pas la ville "
    "qui leur donne son nom, mais leurs autres communes.",
    form=Form(
        CODE_PATTERN,
        "le code d'un bassin de vie de 2022, celui de sa commune principale (01004, 2A004)",
        frozenset({5}),
    ),
)
FRANCE = Level(name="france", plural="", address="", one="pays", title="France", key="zone")

LEVELS = {
    level.name: level for level in (COMMUNE, EPCI, DEPARTMENT, REGION, FRANCE, EMPLOYMENT, LIVING)
}
AREAS = tuple(level for level in LEVELS.values() if level.several)  # made of communes
GROUND = (COMMUNE, *AREAS)  # those whose areas have a code, a page and a shape
STUDIED = tuple(level for level in AREAS if level.studied)
CUTS = tuple(level for level in AREAS if level.cuts)


def told(area: StudyArea, *, article: bool = False) -> str:
    """« zone d'emploi du Mans », « le bassin de vie d'Ussel »."""
    level = LEVELS[area.level]
    said = f"{level.one} {french.of(area.name, area.linking)}"
    return f"{'la' if level.feminine else 'le'} {said}" if article else said


def level_of(area: Area) -> Level:
    """The level of an area."""
    if isinstance(area, StudyArea):
        return LEVELS[area.level]
    return next(level for level in GROUND if isinstance(area, level.models[0]))


def within(area: Any, level: Level, path: str = "") -> Q:
    """The condition that a commune, reached by `path`, is in an area of a level."""
    condition = Q()
    for field in level.fields:
        condition |= Q(**{f"{path}{field}": area})
    return condition


def inside(area: Area, path: str = "") -> Q:
    """The same of an area whose level is its own."""
    return within(area, level_of(area), path)
