"""Coverage summed by EPCI, department and region."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from django.http import QueryDict

from coverage import cutting
from coverage.exports.common import (
    AREA,
    CODE,
    NAME,
    POPULATION,
    SIREN_EPCI,
    STAMPS,
    contours,
    entire_columns,
    with_entire,
)
from coverage.gaps import Cut
from coverage.queries.gaps import gaps_of_bodies
from coverage.queries.rollups import AreaAnswer, Level, keyed, rollup
from coverage.question import PARAMETERS, Question
from coverage.turns import ANSWERS
from coverage.vocabulary import Basis
from publishing.columns import MULTIPOLYGON, Column
from publishing.files.declaring import Encoding, Export, Extract, Record, register_export

OF_ENTIRE = {
    "communes": "Communes",
    "population": "Habitants",
    "population_couverte": "Habitants couverts",
    "population_non_couverte": "Habitants non couverts",
}


def area_columns() -> tuple[Column, ...]:
    """Figures of an area: whole, by basis, and what counts as covered."""
    by_basis = [
        column
        for basis in Basis
        for column in (
            Column(f"communes_{basis}", f"Communes de base « {basis} ».", "integer"),
            Column(f"population_{basis}", f"Habitants de ces communes ({basis}).", "integer"),
            Column(f"km2_{basis}", f"Superficie de ces communes ({basis}), en km².", "number"),
        )
    ]
    return (
        CODE,
        NAME,
        Column("communes", "Communes.", "integer"),
        POPULATION,
        AREA,
        *by_basis,
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
        *entire_columns(OF_ENTIRE),
    )


AREA_COLUMNS = area_columns()
GAPS = Column(
    "lacunes",
    "Lacunes où sont des communes de l'EPCI, dans l'export lacunes ; la première a le plus de "
    "ses habitants.",
    "array",
)


def ask_areas(level: Level, params: QueryDict) -> Extract:
    """Every area of a level; EPCI say their gaps, cut as the address asks."""
    question = Question.read(params)
    with_gaps = level == Level.EPCI
    cut = cutting.read_cut(params) if with_gaps else None
    return Extract(
        columns=(SIREN_EPCI, *AREA_COLUMNS, GAPS) if with_gaps else AREA_COLUMNS,
        key=CODE.name,
        geometry=MULTIPOLYGON,
        parameters={
            "niveau": str(level),
            **question.public(),
            **({} if cut is None else cutting.public(cut)),
        },
        records=partial(areas, question, level, cut),
        count=lambda: len(rollup(question, level)),
    )


def areas(
    question: Question, level: Level, cut: Cut | None, encoding: Encoding
) -> Iterator[Record]:
    """Areas by code; contours are read by the tens. Without a cut, not even none, no gaps."""
    gaps_of: dict[str, list[str]] = {}
    if cut is not None:
        with ANSWERS.taken():
            gaps_of = gaps_of_bodies(question, cut)
    found = iter(rollup(question, level))
    while part := list(islice(found, 50)):
        shapes = contours(level, [area.code for area in part], encoding)
        for area in part:
            row = figures(area, question, level)
            if cut is not None:
                row[GAPS.name] = gaps_of.get(area.code, [])
            yield Record(area.code, row, shapes.get(area.code))


def figures(area: AreaAnswer, question: Question, level: Level) -> dict[str, Any]:
    """An area as one flat row: the figures of `/api/couverture/`."""
    row = with_entire(area.public(question) | keyed(level, area.code), OF_ENTIRE)
    bases = row.pop("bases")
    row[AREA.name] = row.pop("km2")
    nothing = {"communes": 0, "population": 0, "km2": 0.0}
    for basis in Basis:
        for name, value in bases.get(str(basis), nothing).items():
            row[f"{name}_{basis}"] = value
    return row


for name, title, level in (
    ("couverture-epci", "Couverture des EPCI et EPT", Level.EPCI),
    ("couverture-departements", "Couverture des départements", Level.DEPARTMENT),
    ("couverture-regions", "Couverture des régions", Level.REGION),
):
    register_export(
        Export(
            name=name,
            title=title,
            description=f"{title} : communes, habitants et km² par base, part couverte.",
            parameters=(*PARAMETERS, cutting.PARAMETER) if level == Level.EPCI else PARAMETERS,
            stamps=STAMPS,
            ask=partial(ask_areas, level),
        )
    )
