"""The catalogue of indicators: what each is, and what is known of it at each level."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any

from django.db.models import TextChoices
from django.http import QueryDict

from coverage.indicators.classing import rounded
from coverage.indicators.models import Indicator
from coverage.indicators.queries import MOST_INDICATORS, Span, catalogue, unit_of
from coverage.indicators.sources import sources_of
from coverage.indicators.territories import commune_spans
from coverage.indicators.vocabulary import KIND_MEANINGS, Direction, Kind
from coverage.vocabulary import PARTS
from geo.levels import COMMUNE, FRANCE, LEVELS, Level
from geo.sources import GROUND
from publishing.columns import Column
from publishing.dataset import Answers, Dataset, Encoding, Found, Paging, Record, Window
from publishing.files.datasets import serve

STAMPS = ("ground", "indicators")
TITLE = "Catalogue des indicateurs"
ABOUT_ALL = "Chaque indicateur chargé : ce qu'il mesure, sa source, ce qui en est connu."


def among(
    name: str,
    description: str,
    words: Iterable[TextChoices],
    told: Mapping[Any, str] | None = None,
) -> Column:
    """A column of a closed list of public words, each with its meaning (its label, or `told`)."""
    meanings = {str(word): told[word] if told else word.label for word in words}
    said = " — ".join(f"`{word}` : {meaning}" for word, meaning in meanings.items())
    return Column(name, f"{description} {said}.", accepted=tuple(meanings))


SEVERAL = {FRANCE: f" : {', '.join(PARTS.values())}"}


def span_of(level: Level) -> Column:
    """What is known of an indicator at a level."""
    figures = (
        ("territoires", "Territoires qui ont une valeur", "integer"),
        ("minimum", "La plus basse", "number"),
        ("maximum", "La plus haute", "number"),
    )
    return Column(
        level.name,
        f"{level.title}{SEVERAL.get(level, '')}.",
        "object",
        tuple(
            Column(name, f"{said} ({level.many}).", kind, flat=f"{name}_{level}")
            for name, said, kind in figures
        ),
    )


# Each column with what an indicator has there.
ABOUT: tuple[tuple[Column, Callable[[Indicator], Any]], ...] = (
    (Column("code", "Identifiant."), attrgetter("code")),
    (Column("libelle", "Ce qui est mesuré."), attrgetter("label")),
    (
        Column("unite", "Unité de `valeur` ; d'une classe ou d'une liste, une part de 0 à 1."),
        lambda one: unit_of(one.kind, one.unit),
    ),
    (among("nature", "Ce qu'est une valeur.", Kind, KIND_MEANINGS), attrgetter("kind")),
    (among("sens", "Ce qui appelle une priorité.", Direction), attrgetter("direction")),
    (
        Column("classes", "Libellé de chaque classe.", "object", values="string"),
        attrgetter("classes"),
    ),
    (
        Column("classes_prioritaires", "Classes qui appellent une priorité.", "array"),
        attrgetter("priority_classes"),
    ),
    (
        Column("absent_signifie_non", "Le fichier est une liste.", "boolean"),
        attrgetter("absent_is_none"),
    ),
    (
        Column(
            "agrege", "Ses communes font sa valeur à tout niveau ; faux : par EPCI seulement.",
            "boolean",
        ),
        attrgetter("aggregated"),
    ),
    (Column("source", "Producteur et titre."), attrgetter("source")),
    (Column("adresse", "Adresse de la source."), lambda one: one.address or None),
    (Column("licence", "Licence ; nulle si elle n'est pas connue."), lambda o: o.licence or None),
    (Column("millesime", "Millésime."), attrgetter("vintage")),
    (Column("annee", "Dernière année du millésime.", "integer"), attrgetter("year")),
    (Column("notes", "Précautions de lecture."), attrgetter("notes")),
    (Column("calcule", "Calculé d'après les communes.", "boolean"), attrgetter("built_in")),
    (Column("charge_le", "Date et heure du chargement."), lambda one: one.loaded_at.isoformat()),
)  # fmt: skip
INDICATOR = tuple(column for column, _has in ABOUT)
ENTRY = (
    *INDICATOR,
    Column("a_recharger", "Chargé sur une géographie antérieure à celle servie.", "boolean"),
    Column("niveaux", "Ce qui est connu.", "object", tuple(map(span_of, LEVELS.values()))),
)


def ask(_params: QueryDict) -> Found:
    """Every indicator, by code."""
    entries = catalogue()

    def rows(_encoding: Encoding, window: Window) -> Iterator[Record]:
        of_communes = commune_spans([entry.indicator for entry in entries])
        for entry in entries[window.part]:
            one = entry.indicator
            spans = entry.spans | {COMMUNE.name: of_communes.get(one.code, Span())}
            known = {name: span_said(spans.get(name, Span())) for name in LEVELS}
            row = described(one) | {"a_recharger": entry.stale, "niveaux": known}
            yield Record(one.code, row)

    return Found(
        columns=ENTRY,
        parameters={},
        rows=rows,
        count=lambda: len(entries),
        sources=sources_of(entry.indicator for entry in entries),
    )


def described(one: Indicator) -> dict[str, Any]:
    """What an indicator is."""
    return {column.name: has(one) for column, has in ABOUT}


def span_said(span: Span) -> dict[str, Any]:
    """What is known of a level."""
    return {
        "territoires": span.territories,
        "minimum": rounded(span.lowest),
        "maximum": rounded(span.highest),
    }


serve(
    Dataset(
        name="indicateurs",
        title=TITLE,
        description=ABOUT_ALL,
        parameters=(),
        stamps=STAMPS,
        sources=(GROUND,),
        columns=ENTRY,
        key="code",
        ask=ask,
        spatial=False,
        answers=Answers(
            summary=TITLE,
            description=ABOUT_ALL,
            tag="indicateurs",
            page=Paging(most=MOST_INDICATORS, default=MOST_INDICATORS, farthest=MOST_INDICATORS),
        ),
    )
)
