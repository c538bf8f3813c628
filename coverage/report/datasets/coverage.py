"""`/api/couverture/`: coverage by commune, or summed to larger areas."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from typing import Any

from django.http import QueryDict

from coverage.columns import CODE, NAME, POPULATION, SIREN_EPCI, SOURCES, STAMPS, contours
from coverage.gaps import cutting
from coverage.gaps.queries import gap_of_communes
from coverage.report.datasets import areas
from coverage.states.queries import CommuneAnswer, each_commune, elsewhere_for
from coverage.states.question import ASKED, PARAMETERS, Question
from coverage.states.rollups import AreaAnswer, merged, rollup
from coverage.turns import ANSWERS
from coverage.vocabulary import PARTS, WHOLE, CoverageBasis
from geo.bodies import MEANING, PUBLIC_NAME
from geo.levels import COMMUNE, EPCI, FRANCE, LEVELS, OUTSIDE, STUDIED
from geo.models import Department, Region, Zone
from publishing.columns import MULTIPOLYGON, Column
from publishing.dataset import (
    GEOJSON,
    JSON,
    Answers,
    Dataset,
    Encoding,
    Found,
    Paging,
    Record,
    Window,
)
from publishing.files.datasets import serve
from publishing.parameters import Parameter, read_choice

MOST_COMMUNES = 40_000
LEVEL = Parameter("niveau", "Niveau des résultats (france par défaut).", accepted=tuple(LEVELS))
OF_COMMUNES = (
    CODE,
    NAME,
    SIREN_EPCI,
    POPULATION,
    Column("base", "Ce qui couvre la commune.", accepted=tuple(CoverageBasis.values)),
    Column("poles", "Pôles qui donnent cette base.", "array"),
    Column(
        "plus_proche",
        "Pôle compté le plus proche (outre-mer : dans le département).",
        "object",
        (
            Column("slug", "Identifiant du pôle."),
            Column("km", "Distance de la mairie à ce pôle, en km.", "number"),
            Column("mesure", "Jusqu'où elle est mesurée.", accepted=("territoire", "siege")),
        ),
    ),
    Column(
        "ailleurs",
        "Outre-mer, sans pôle compté dans le département : d'autres pôles, comme tels.",
        "array",
        (
            Column("slug", "Identifiant du pôle."),
            Column("nom", "Nom du pôle."),
            Column("code_region", "Sa région."),
            Column("portee", "Où il est.", accepted=("region", "france")),
        ),
    ),
    Column("lacune", "Lacune où est la commune ; nulle si elle est couverte, ou proche."),
)
TOTAL = Column(
    "total",
    "L'ensemble de la question, et ses parties de métropole et d'outre-mer.",
    "object",
    tuple(
        Column(code, title, "object", areas.COLUMNS)
        for code, title in (
            (WHOLE, "Tout ce que demande la question."),
            (Zone.METRO.value, PARTS[Zone.METRO]),
            (Zone.DROM.value, PARTS[Zone.DROM]),
        )
    ),
)


def ask(params: QueryDict) -> Found:
    """Coverage at the level that is asked."""
    level = LEVELS[read_choice(params, LEVEL.name, FRANCE.name, LEVELS)]
    question, cut = Question.read(params), cutting.read_cut_at(params, level)
    whole = cache(partial(totals, question))
    if level is COMMUNE:
        found = of_communes(question, cut, whole)
    elif level is FRANCE:
        found = Found(
            columns=areas.COLUMNS,
            parameters={},
            rows=lambda _encoding, window: iter(
                [Record(code, row) for code, row in whole().items()][window.part]
            ),
            count=lambda: len(whole()),
            geometry=MULTIPOLYGON,
        )
    else:
        found = areas.found(level, question, cut if level is EPCI else None)
    said = {LEVEL.name: level.name, **question.public(), **cutting.public(cut)}
    return replace(found, parameters=said, head=lambda: {TOTAL.name: whole()})


def of_communes(question: Question, cut: str, whole: Callable[[], dict[str, Any]]) -> Found:
    """The communes of a question, by code."""

    def rows(encoding: Encoding, window: Window) -> Iterator[Record]:
        elsewhere, gap_of = elsewhere_for(question), gap_of_communes(question, cut)
        found: Iterable[CommuneAnswer] = each_commune(
            question, window.limit or MOST_COMMUNES, window.offset
        )
        shapes: dict[str, Any] = {}
        if encoding is not Encoding.NONE:
            found = list(found)
            shapes = contours(COMMUNE, [row.code for row in found], encoding)
        for row in found:
            said = row.public(elsewhere) | {"lacune": gap_of.get(row.code)}
            yield Record(row.code, said, shapes.get(row.code))

    return Found(
        columns=OF_COMMUNES,
        parameters={},
        rows=rows,
        count=lambda: int(whole()[WHOLE]["communes"]),
        geometry=MULTIPOLYGON,
    )


def nation(zones: list[AreaAnswer], question: Question) -> list[AreaAnswer]:
    """The whole of what is asked about, under its name, then its parts of each zone."""
    for zone in zones:
        zone.name = PARTS[zone.code]
    return [merged(zones, WHOLE, place_of(question)), *reversed(zones)]


def place_of(question: Question) -> str:
    """The name of the part of France that a question is about."""
    if question.department:
        return str(Department.objects.get(pk=question.department).name)
    if question.region:
        return str(Region.objects.get(pk=question.region).name)
    return PARTS[question.zone or WHOLE]


def totals(question: Question) -> dict[str, Any]:
    """The whole of what is asked about, and its metropolitan and overseas parts apart."""
    found = nation(rollup(question, FRANCE), question)
    return {area.code: area.public(question) for area in found}


serve(
    Dataset(
        name="couverture",
        title="Couverture par commune ou par territoire",
        description="Ce que couvrent les pôles, commune par commune ou par territoire.",
        parameters=(LEVEL, *PARAMETERS, cutting.PARAMETER),
        stamps=STAMPS,
        sources=SOURCES,
        columns=areas.COLUMNS,
        key=CODE.name,
        ask=ask,
        turn=ANSWERS,
        files=False,
        answers=Answers(
            summary="Couverture par commune ou par territoire",
            description=(
                "Sous un filtre, une ligne compte ce que le filtre garde du territoire ; `coupe` "
                "dit s'il en garde une partie, et `entier` donne alors le territoire entier. Les "
                f"lignes des EPCI et des communes se joignent par `{PUBLIC_NAME}` : {MEANING} "
                "Au niveau `commune`, `lacune` est l'identifiant de la lacune où est la commune, "
                "nul si elle est couverte ou à `rayon_km` au plus d'un pôle compté ; au niveau "
                "`epci`, `lacunes` liste celles de ses communes, la première ayant le plus de ses "
                "habitants. `decoupe` est refusé aux autres niveaux, où il ne changerait rien. Les "
                "lacunes : `/api/lacunes/`. Aux niveaux "
                f"{' et '.join(f'`{level}`' for level in STUDIED)}, la ligne `{OUTSIDE}`, sans "
                "contour, compte ce qu'aucun territoire ne tient. "
                + " ".join(level.lacks for level in STUDIED if level.lacks)
            ),
            tag="couverture",
            forms=(JSON, GEOJSON),
            page=Paging(most=MOST_COMMUNES, default=MOST_COMMUNES, farthest=MOST_COMMUNES),
            asked=(Column(LEVEL.name, "Niveau des résultats."), *ASKED, cutting.ASKED),
            head=(TOTAL,),
            rows=(OF_COMMUNES, areas.COLUMNS, areas.OF_EPCI),
        ),
    )
)
