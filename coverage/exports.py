"""Coverage as files: each commune, and the sums by EPCI, department and region."""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from django.db import connection
from django.http import QueryDict

from coverage.layers import SHAPE_MODELS
from coverage.queries.rollups import AreaAnswer, Level, rollup
from coverage.queries.states import WITH_STATE
from coverage.question import PARAMETERS, Question
from coverage.vocabulary import BASIS_OF_RANK, Basis
from geo.publishing.exports.columns import MULTIPOLYGON, Column
from geo.publishing.exports.cursors import rows_of
from geo.publishing.exports.declaring import (
    Encoding,
    Export,
    Extract,
    Record,
    register_export,
    written,
)

STAMPS = ("ground", "poles")
CODE, NAME = Column("code", "Code Insee."), Column("nom", "Nom.")
POPULATION = Column("population", "Population municipale.", "integer")
AREA = Column("superficie_km2", "Superficie du contour, en km².", "number")
SHAPES = {
    Encoding.GEOJSON: "ST_AsGeoJSON(ST_ForcePolygonCCW(shape.contour), 5)",
    Encoding.WKB: "ST_AsBinary(shape.contour)",
    Encoding.NONE: "NULL",
}
COMMUNE_COLUMNS = (
    CODE,
    NAME,
    Column("code_departement", "Code du département."),
    Column("departement", "Département."),
    Column("code_region", "Code de la région."),
    Column("region", "Région."),
    Column("siren_epci", "SIREN de l'EPCI, de l'EPT dans le Grand Paris ; vide sans EPCI."),
    Column("epci", "EPCI ou EPT."),
    POPULATION,
    Column("population_annee", "Année de la population.", "integer"),
    AREA,
    Column("base", f"Ce qui couvre la commune : {', '.join(Basis.values)}."),
    Column("poles", "Pôles qui donnent cette base.", "array"),
    Column("plus_proche", "Pôle compté dont le siège est le plus proche."),
    Column("plus_proche_km", "Distance du centre de la commune à ce siège, en km.", "number"),
)
COMMUNES = """
SELECT state.code, state.name, state.department_id, department.name, state.region_id, region.name,
       epci.siren, epci.name, state.population, commune.population_year, commune.area_km2,
       state.rank,
       ARRAY(SELECT p.slug FROM coverage_communestate s, directory_pole p
             WHERE s.commune_id = state.code AND s.status = ANY(%(statuses)s)
               AND s.rank = state.rank AND p.id = ANY(s.poles) ORDER BY p.slug),
       (SELECT p.slug FROM coverage_communestate s JOIN directory_pole p ON p.id = s.nearest_id
        WHERE s.commune_id = state.code AND s.status = ANY(%(statuses)s)
        ORDER BY s.nearest_m, p.slug LIMIT 1),
       state.metres, {shape}
FROM state
JOIN geo_commune commune ON commune.code = state.code
JOIN geo_department department ON department.code = state.department_id
JOIN geo_region region ON region.code = state.region_id
LEFT JOIN geo_epci epci ON epci.siren = coalesce(commune.ept_id, commune.epci_id)
LEFT JOIN geo_communeshape shape ON shape.area_id = state.code
ORDER BY state.code
"""


def ask_communes(params: QueryDict) -> Extract:
    """Every commune of a question."""
    question = Question.read(params)
    return Extract(
        columns=COMMUNE_COLUMNS,
        key=CODE.name,
        geometry=MULTIPOLYGON,
        parameters=question.public(),
        records=partial(communes, question),
        count=partial(count_communes, question),
    )


def communes(question: Question, encoding: Encoding) -> Iterator[Record]:
    """Communes by code, with figures and contour."""
    names = [column.name for column in COMMUNE_COLUMNS]
    statement = WITH_STATE + COMMUNES.format(shape=SHAPES[encoding])
    for row in rows_of(statement, question.sql()):
        properties = dict(zip(names, row[:-1], strict=False))
        metres = row[-2]
        properties["base"] = str(BASIS_OF_RANK[row[11]])
        properties["plus_proche_km"] = None if metres is None else round(metres / 1000, 1)
        if row[10] is not None:
            properties[AREA.name] = round(row[10], 2)
        yield Record(row[0], properties, row[-1])


def count_communes(question: Question) -> int:
    """How many communes a question has."""
    with connection.cursor() as cursor:
        cursor.execute(f"{WITH_STATE} SELECT count(*) FROM state", question.sql())
        found: int = cursor.fetchone()[0]
    return found


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
        Column("distance_max_km", "Plus grande distance d'un centre à un siège, km.", "number"),
    )


AREA_COLUMNS = area_columns()


def ask_areas(level: Level, params: QueryDict) -> Extract:
    """Every area of a level."""
    question = Question.read(params)
    return Extract(
        columns=AREA_COLUMNS,
        key=CODE.name,
        geometry=MULTIPOLYGON,
        parameters={"niveau": str(level), **question.public()},
        records=partial(areas, question, level),
        count=lambda: len(rollup(question, level)),
    )


def areas(question: Question, level: Level, encoding: Encoding) -> Iterator[Record]:
    """Areas by code; contours are read by the tens."""
    found = iter(rollup(question, level))
    while part := list(islice(found, 50)):
        shapes = contours(level, [area.code for area in part], encoding)
        for area in part:
            yield Record(area.code, figures(area, question), shapes.get(area.code))


def figures(area: AreaAnswer, question: Question) -> dict[str, Any]:
    """An area as one flat row: the figures of `/api/couverture/`."""
    row = area.public(question)
    bases = row.pop("bases")
    row[AREA.name] = row.pop("km2")
    nothing = {"communes": 0, "population": 0, "km2": 0.0}
    for basis in Basis:
        for name, value in bases.get(str(basis), nothing).items():
            row[f"{name}_{basis}"] = value
    return row


def contours(level: Level, codes: list[str], encoding: Encoding) -> dict[str, Any]:
    """Contours by code."""
    shapes: dict[str, Any] = {}
    if encoding is Encoding.NONE:
        return shapes
    for model in SHAPE_MODELS[level]:
        rows = model.objects.filter(area_id__in=codes).order_by("area_id")
        shapes |= dict(rows.values_list("area_id", written("contour", encoding, MULTIPOLYGON)))
    return shapes


register_export(
    Export(
        name="couverture-communes",
        title="Couverture des communes",
        description="Chaque commune : sa base, les pôles qui la donnent, le siège le plus proche.",
        parameters=PARAMETERS,
        stamps=STAMPS,
        ask=ask_communes,
    )
)
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
            parameters=PARAMETERS,
            stamps=STAMPS,
            ask=partial(ask_areas, level),
        )
    )
