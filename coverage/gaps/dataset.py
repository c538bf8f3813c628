"""The gaps: areas that nothing covers, most populated first."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from django.http import QueryDict

from coverage.columns import AREA, NAME, POPULATION, SOURCES, STAMPS, WRITTEN, entire
from coverage.gaps import cutting
from coverage.gaps.grouping import Gap
from coverage.gaps.queries import bare_gaps, ground, with_emerging
from coverage.states.question import ASKED, PARAMETERS, Question
from coverage.states.words import either
from coverage.turns import ANSWERS
from geo import levels
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

KEY = Column("lacune", f"Identifiant : {cutting.IDENTIFIER.replace('`', '')}.")
COLUMNS = (
    Column(
        "rang", "Place, la lacune la plus peuplée étant la première.", "integer", in_answers=False
    ),
    Column(NAME.name, "Nom de la commune la plus peuplée."),
    KEY,
    Column("code_principal", "Code Insee de la commune la plus peuplée, qui nomme la lacune."),
    Column("zone", "metro ou drom."),
    Column("communes", "Communes.", "integer"),
    POPULATION,
    AREA,
    Column("distance_max_km", "Plus grande distance d'une mairie à un pôle compté, km.", "number"),
    Column(
        "commune_la_plus_loin",
        "Commune la plus loin de tout pôle compté.",
        "object",
        (
            Column("nom", "Commune la plus loin de tout pôle compté.", flat="commune_la_plus_loin"),
            Column("code", "Code Insee de cette commune.", flat="code_la_plus_loin"),
        ),
    ),
    Column("departements", "Codes des départements touchés.", "array"),
    Column("epcis", "SIREN des EPCI et EPT touchés, code Insee des communes sans EPCI.", "array"),
    *entire(
        Column("communes", "Communes de la lacune.", "integer"),
        Column("population", "Habitants de la lacune.", "integer"),
        Column("km2", "Superficie de la lacune, en km².", "number", in_tables=False),
    ),
    Column("poles_emergents_dedans", "Pôles émergents dont le siège ou le sol y est.", "array"),
    Column("poles_emergents_a_cote", "Pôles émergents qui la touchent seulement.", "array"),
)
TOTAL = Column(
    "total",
    "Toutes les lacunes de la question.",
    "object",
    (
        Column("lacunes", "Lacunes.", "integer"),
        Column("communes", "Communes.", "integer"),
        Column("population", "Population municipale.", "integer"),
        Column("km2", "Superficie, en km².", "number"),
    ),
)


def ask(params: QueryDict) -> Found:
    """Every gap of a question."""
    question, cut = Question.read(params), cutting.read_cut(params)
    bare = cache(partial(bare_gaps, question, cut))
    return Found(
        columns=COLUMNS,
        parameters=question.public() | cutting.public(cut),
        rows=partial(rows, bare),
        count=lambda: len(bare()),
        geometry=MULTIPOLYGON,
        sources=cutting.sources(cut),
        head=lambda: {TOTAL.name: totals(bare())},
    )


def rows(find: Callable[[], list[Gap]], encoding: Encoding, window: Window) -> Iterator[Record]:
    """Gaps in their order, with their contour: in files, that of `couverture-communes`."""
    found = list(enumerate(with_emerging(find()), 1))[window.part]
    page = [gap for _, gap in found]
    shapes: list[Any] = [None] * len(page)
    if encoding is not Encoding.NONE:
        shapes = ground(page, *WRITTEN[encoding])
    # They are few, and their thousands of communes are let go.
    yield from [
        Record(gap.identifier, {"rang": place, **gap.public()}, shape)
        for (place, gap), shape in zip(found, shapes, strict=True)
    ]


def totals(found: list[Gap]) -> dict[str, Any]:
    """Gaps, communes, people and ground of them all."""
    return {
        "lacunes": len(found),
        "communes": sum(len(gap.communes) for gap in found),
        "population": sum(gap.population for gap in found),
        "km2": round(sum(gap.km2 for gap in found), 2),
    }


serve(
    Dataset(
        name="lacunes",
        title="Lacunes de couverture",
        description=(
            "Communes contiguës que rien ne couvre, à plus de rayon_km de tout pôle compté, la "
            "plus peuplée d'abord ; découpées sur demande "
            f"par {either([level.one for level in levels.CUTS])}."
        ),
        parameters=(*PARAMETERS, cutting.PARAMETER),
        stamps=STAMPS,
        sources=SOURCES,
        columns=COLUMNS,
        key=KEY.name,
        ask=ask,
        turn=ANSWERS,
        answers=Answers(
            summary="Lacunes de couverture",
            description=(
                "Communes contiguës non couvertes, à plus de `rayon_km` de tout pôle compté ; avec "
                "`decoupe`, contiguës dans un même territoire de ce niveau. `lacune` "
                f"l'identifie : {cutting.IDENTIFIER}. Les lignes `commune` et `epci` de "
                "`/api/couverture/` le répètent. Les totaux ne changent pas avec la découpe, sauf "
                "le nombre de lacunes."
            ),
            tag="couverture",
            forms=(GEOJSON, JSON),
            page=Paging(most=5000, default=100, farthest=100_000),
            asked=(*ASKED, cutting.ASKED),
            head=(TOTAL,),
        ),
    )
)
