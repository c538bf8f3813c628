"""The catalogue of indicators, and the values of one by territory."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from django.db.models import TextChoices
from django.http import QueryDict

from coverage.columns import NAME, SIREN_EPCI, contours, keyed
from coverage.indicators.classing import rounded
from coverage.indicators.models import Indicator
from coverage.indicators.queries import MOST_INDICATORS, Entry, catalogue, unit_of
from coverage.indicators.territories import (
    LEVELS,
    Area,
    Held,
    Span,
    Territories,
    commune_spans,
    territories,
)
from coverage.indicators.vocabulary import BodySource, CommuneSource, Direction, Kind
from coverage.turns import ANSWERS
from geo import levels
from geo.filters import read_code
from geo.levels import Level
from geo.models import Zone
from geo.nesting import check_places_meet
from publishing.ceilings import whole
from publishing.columns import MULTIPOLYGON, Column
from publishing.dataset import Answers, Dataset, Encoding, Found, Paging, Record, Window
from publishing.files.datasets import serve
from publishing.parameters import Parameter, read_choice, read_list

STAMPS = ("ground", "indicators")
AT_ONCE = 500  # territories whose contours are read together
MOST_ROWS = 40_000


def among(name: str, description: str, words: Iterable[TextChoices]) -> Column:
    """A column of a closed list of public words, each with its meaning."""
    meanings = {str(word): word.label for word in words}
    said = " ; ".join(f"{word} : {meaning}" for word, meaning in meanings.items())
    return Column(name, f"{description} {said}.", accepted=tuple(meanings))


def span_of(level: Level) -> Column:
    """What is known of an indicator at a level."""
    figures = (
        ("territoires", "Territoires qui ont une valeur", "integer"),
        ("minimum", "La plus basse", "number"),
        ("maximum", "La plus haute", "number"),
    )
    return Column(
        level.name,
        f"{level.title}.",
        "object",
        tuple(
            Column(name, f"{said} ({level.many}).", kind, flat=f"{name}_{level.address}")
            for name, said, kind in figures
        ),
    )


INDICATOR = (
    Column("code", "Identifiant."),
    Column("libelle", "Ce qui est mesuré."),
    Column("unite", "Unité de `valeur` ; d'une classe ou d'une liste, une part de 0 à 1."),
    among("nature", "Ce qu'est une valeur.", Kind),
    among("sens", "Ce qui appelle une priorité.", Direction),
    Column("classes", "Libellé de chaque classe.", "object", values="string"),
    Column("classes_prioritaires", "Classes qui appellent une priorité.", "array"),
    Column("absent_signifie_non", "Le fichier est une liste.", "boolean"),
    Column("source", "Producteur et titre."),
    Column("adresse", "Adresse de la source."),
    Column("licence", "Licence ; nulle si elle n'est pas connue."),
    Column("millesime", "Millésime."),
    Column("annee", "Dernière année du millésime.", "integer"),
    Column("notes", "Précautions de lecture."),
    Column("calcule", "Calculé d'après les communes.", "boolean"),
    Column("charge_le", "Date et heure du chargement."),
)
ENTRY = (
    *INDICATOR,
    Column("a_recharger", "Chargé sur une géographie antérieure à celle servie.", "boolean"),
    Column("niveaux", "Par niveau, ce qui est connu.", "object", tuple(map(span_of, LEVELS))),
)
KEY = Column("code", "Code du territoire : Insee, ou SIREN de l'EPCI ou de l'EPT.")
COLUMNS = (
    KEY,
    SIREN_EPCI,
    NAME,
    Column("valeur", "Dans l'unité de l'indicateur.", "number"),
    Column("texte", "Libellé de la classe, ou ce que dit la liste ; vide sinon."),
    Column("part_connue", "Part des habitants sur laquelle repose la valeur, de 0 à 1.", "number"),
    among("connu_par", "D'où vient la valeur.", (*CommuneSource, *BodySource)),
)
TOTAL = Column(
    "total",
    "Tous les territoires de la question.",
    "object",
    (
        Column("avec_valeur", "Territoires qui ont une valeur.", "integer"),
        Column("sans_valeur", "Territoires qui n'en ont pas : absents des lignes.", "integer"),
        Column("minimum", "La plus basse.", "number"),
        Column("maximum", "La plus haute.", "number"),
    ),
)
PARAMETERS = (
    Parameter("indicateur", "Code de l'indicateur."),
    Parameter("niveau", "Territoires servis (epci par défaut).", accepted=tuple(map(str, LEVELS))),
    Parameter("region", "Restreint à une région."),
    Parameter("departement", "Restreint à un département."),
    Parameter("zone", "Restreint à une zone.", accepted=tuple(Zone.values)),
    Parameter(
        "champs",
        "Champs des résultats, séparés par des virgules (tous par défaut) : "
        f"{', '.join(column.name for column in COLUMNS)}.",
    ),
)


def ask_catalogue(_params: QueryDict) -> Found:
    """Every indicator, by code."""
    entries = catalogue()

    def rows(_encoding: Encoding, window: Window) -> Iterator[Record]:
        spans = commune_spans(entries)
        for entry in entries[window.part]:
            known = {
                levels.COMMUNE: spans.get(entry.code, Span()),
                levels.EPCI: Span(entry.bodies, entry.lowest, entry.highest),
            }
            said = {str(level): span_said(span) for level, span in known.items()}
            row = described(entry) | {"a_recharger": entry.stale, "niveaux": said}
            yield Record(entry.code, row)

    return Found(columns=ENTRY, parameters={}, rows=rows, count=lambda: len(entries))


def ask_values(params: QueryDict) -> Found:
    """The territories of a level that have a value of one indicator."""
    known = {one.code: one for one in whole(Indicator.objects.order_by("code"), MOST_INDICATORS)}
    one = known[read_choice(params, "indicateur", "", known)]
    level = levels.LEVELS[read_choice(params, "niveau", levels.EPCI.name, list(map(str, LEVELS)))]
    region = read_code(params, "region", levels.REGION)
    department = read_code(params, "departement", levels.DEPARTMENT)
    names = read_list(params, "champs", [column.name for column in COLUMNS])
    zone = read_choice(params, "zone", "", ("", *Zone.values))
    check_places_meet(department, region, zone)
    found = territories(one, level, Area(region, department, zone))
    columns = tuple(
        column
        for column in COLUMNS
        if column.name in (names or [column.name])
        and (column is not SIREN_EPCI or level is levels.EPCI)
    )
    said = {"region": region or None, "departement": department or None, "zone": zone or None}
    head = {"indicateur": described(one), TOTAL.name: totals(found)}
    return Found(
        columns=columns,
        parameters={"indicateur": one.code, "niveau": level.name, **said},
        rows=partial(rows_of, found.held, level, [column.name for column in columns]),
        count=lambda: len(found.held),
        geometry=MULTIPOLYGON,
        head=lambda: head,
        result=head,
    )


def rows_of(
    held: list[Held], level: Level, names: list[str], encoding: Encoding, window: Window
) -> Iterator[Record]:
    """Territories by code, with the fields asked for; contours are read by the hundreds."""
    page = iter(held[window.part])
    while part := list(islice(page, AT_ONCE)):
        shapes = contours(level, [one.code for one in part], encoding)
        for one in part:
            row = {**row_of(one), **keyed(level, one.code)}
            yield Record(one.code, {name: row[name] for name in names}, shapes.get(one.code))


def described(one: Indicator | Entry) -> dict[str, Any]:
    """What an indicator is."""
    return {
        "code": one.code,
        "libelle": one.label,
        "unite": unit_of(one.kind, one.unit),
        "nature": str(one.kind),
        "sens": str(one.direction),
        "classes": one.classes,
        "classes_prioritaires": list(one.priority_classes),
        "absent_signifie_non": one.absent_is_none,
        "source": one.source,
        "adresse": one.address or None,
        "licence": one.licence or None,
        "millesime": one.vintage,
        "annee": one.year,
        "notes": one.notes,
        "calcule": one.built_in,
        "charge_le": one.loaded_at.isoformat(),
    }


def span_said(span: Span) -> dict[str, Any]:
    """What is known of a level."""
    return {
        "territoires": span.territories,
        "minimum": rounded(span.lowest),
        "maximum": rounded(span.highest),
    }


def row_of(held: Held) -> dict[str, Any]:
    """A territory and its value."""
    return {
        "code": held.code,
        "nom": held.name,
        "valeur": rounded(held.value),
        "texte": held.text,
        "part_connue": round(held.people_share, 4),
        "connu_par": str(held.basis),
    }


def totals(found: Territories) -> dict[str, Any]:
    """How many have a value, how many have none, from which to which."""
    values = [held.value for held in found.held if held.value is not None]
    return {
        "avec_valeur": len(found.held),
        "sans_valeur": found.missing,
        "minimum": rounded(min(values, default=None)),
        "maximum": rounded(max(values, default=None)),
    }


serve(
    Dataset(
        name="indicateurs",
        title="Catalogue des indicateurs",
        description="Chaque indicateur chargé : ce qu'il mesure, sa source, ce qui en est connu.",
        parameters=(),
        stamps=STAMPS,
        columns=ENTRY,
        key="code",
        ask=ask_catalogue,
        spatial=False,
        answers=Answers(
            summary="Catalogue des indicateurs",
            description="Chaque indicateur chargé : ce qu'il mesure, sa source, ce qui est connu.",
            tag="indicateurs",
            page=Paging(most=MOST_INDICATORS, default=MOST_INDICATORS, farthest=MOST_INDICATORS),
        ),
    )
)
serve(
    Dataset(
        name="indicateurs-valeurs",
        title="Valeurs d'un indicateur, par territoire",
        description="Les territoires d'un niveau qui ont une valeur d'un indicateur.",
        parameters=PARAMETERS,
        stamps=STAMPS,
        columns=COLUMNS,
        key=KEY.name,
        ask=ask_values,
        turn=ANSWERS,
        answers=Answers(
            summary="Valeurs d'un indicateur, par commune ou par EPCI",
            description=(
                "Un territoire sans valeur est absent des résultats, et compté dans "
                "`sans_valeur` : absent n'est pas zéro. Seul un fichier qui est une liste dit "
                "« non » par l'absence. Par EPCI : les EPT dans le Grand Paris, Paris et les îles "
                "sans EPCI pour elles-mêmes ; un EPCI à cheval est donné entier."
            ),
            tag="indicateurs",
            page=Paging(most=MOST_ROWS, default=MOST_ROWS, farthest=MOST_ROWS),
            asked=(
                Column("indicateur", "Code de l'indicateur."),
                Column("niveau", "Niveau des territoires."),
                Column("region", "Code de la région."),
                Column("departement", "Code du département."),
                Column("zone", "Zone.", accepted=tuple(Zone.values)),
            ),
            head=(
                Column("indicateur", "Ce qu'il est.", "object", INDICATOR),
                TOTAL,
            ),
            address="indicateurs/<str:indicateur>",
        ),
    )
)
