"""Coverage summed by EPCI, department and region."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import islice

from django.http import QueryDict

from coverage.columns import (
    AREA,
    CODE,
    NAME,
    POPULATION,
    SIREN_EPCI,
    SOURCES,
    STAMPS,
    contours,
    entire,
    keyed,
)
from coverage.gaps import cutting
from coverage.gaps.queries import gaps_of_bodies
from coverage.states.question import PARAMETERS, Question
from coverage.states.rollups import AreaAnswer, rollup
from coverage.turns import ANSWERS
from coverage.vocabulary import CoverageBasis
from geo import levels
from geo.levels import OUTSIDE, Level
from geo.sources import of_level
from publishing.columns import MULTIPOLYGON, Column
from publishing.dataset import Dataset, Encoding, Found, Record, Window
from publishing.files.datasets import serve

AT_ONCE = 50  # areas whose contours are read together
BASES = Column(
    "bases",
    "Ce que fonde chaque base ; celles qui ne fondent rien n'y sont pas.",
    "object",
    tuple(
        Column(
            str(basis),
            f"Communes de base « {basis} ».",
            "object",
            (
                Column(
                    "communes", f"Communes de base « {basis} ».", "integer",
                    flat=f"communes_{basis}", absent=0,
                ),
                Column(
                    "population", f"Habitants de ces communes ({basis}).", "integer",
                    flat=f"population_{basis}", absent=0,
                ),
                Column(
                    "km2", f"Superficie de ces communes ({basis}), en km².", "number",
                    flat=f"km2_{basis}", absent=0.0,
                ),
            ),
        )
        for basis in CoverageBasis
    ),
)  # fmt: skip
FIGURES = (
    Column("communes", "Communes.", "integer"),
    POPULATION,
    AREA,
    BASES,
    Column("communes_couvertes", "Communes des bases qui couvrent.", "integer"),
    Column("population_couverte", "Habitants de ces communes.", "integer"),
    Column("part_couverte", "Part des habitants, de 0 à 1.", "number"),
    Column("communes_non_couvertes", "Communes des autres bases.", "integer"),
    Column("population_non_couverte", "Habitants de ces communes.", "integer"),
    Column("part_non_couverte", "Part des habitants, de 0 à 1.", "number"),
    Column(
        "poles_emergents",
        "Pôles émergents dont le siège ou une commune du territoire est ici.",
        "array",
    ),
    Column("distance_max_km", "Plus grande distance d'une mairie à un pôle, km.", "number"),
)
ENTIRE = {
    "communes": "Communes.",
    "population": "Habitants.",
    "population_couverte": "Habitants couverts.",
    "population_non_couverte": "Habitants non couverts.",
}
COLUMNS = (
    CODE,
    NAME,
    *FIGURES,
    *entire(
        *(
            replace(figure, description=ENTIRE[figure.name])
            if figure.name in ENTIRE
            else replace(figure, in_tables=False)
            for figure in FIGURES
        )
    ),
)
GAPS = Column(
    "lacunes",
    "Lacunes où sont des communes de l'EPCI, dans l'export lacunes ; la première a le plus de "
    "ses habitants.",
    "array",
)
OF_EPCI = (SIREN_EPCI, *COLUMNS, GAPS)


def ask(level: Level, params: QueryDict) -> Found:
    """Every area of a level; EPCI say their gaps, cut as the address asks."""
    cut = cutting.read_cut(params) if level is levels.EPCI else None
    return found(level, Question.read(params), cut)


def found(level: Level, question: Question, cut: str | None) -> Found:
    """The same, of a question that was read."""
    find = cache(partial(rollup, question, level))
    return Found(
        columns=COLUMNS if cut is None else OF_EPCI,
        parameters={
            "niveau": level.name,
            **question.public(),
            **({} if cut is None else cutting.public(cut)),
        },
        rows=partial(rows, question, level, cut, find),
        count=lambda: len(find()),
        geometry=MULTIPOLYGON,
        sources=cutting.sources(cut or ""),
    )


def rows(
    question: Question,
    level: Level,
    cut: str | None,
    find: Callable[[], list[AreaAnswer]],
    encoding: Encoding,
    window: Window,
) -> Iterator[Record]:
    """Areas by code; contours are read by the tens. Without a cut, not even none, no gaps."""
    gaps_of: Mapping[str, list[str]] = {} if cut is None else gaps_of_bodies(question, cut)
    page = iter(find()[window.part])
    while part := list(islice(page, AT_ONCE)):
        shapes = contours(level, [area.code for area in part], encoding)
        for area in part:
            row = area.public(question) | keyed(level, area.code)
            if cut is not None:
                row[GAPS.name] = gaps_of.get(area.code, [])
            yield Record(area.code, row, shapes.get(area.code))


def said_of(level: Level) -> str:
    """Of areas drawn for studies: their source, and the row of what is in none of them."""
    if not level.studied:
        return ""
    said = f" Source des {level.many} : {level.source} ; {OUTSIDE} est ce qu'aucun ne tient."
    return f"{said} {level.lacks}".rstrip()


for each in levels.AREAS:
    with_gaps = each is levels.EPCI
    title = f"Couverture des {each.many}"
    serve(
        Dataset(
            name=f"couverture-{each.address}",
            title=title,
            description=f"{title} : communes, habitants et km² par base, part couverte."
            f"{said_of(each)}",
            parameters=(*PARAMETERS, cutting.PARAMETER) if with_gaps else PARAMETERS,
            stamps=STAMPS,
            sources=(*SOURCES, *of_level(each)),
            columns=OF_EPCI if with_gaps else COLUMNS,
            key=CODE.name,
            ask=partial(ask, each),
            turn=ANSWERS if with_gaps else None,
        )
    )
