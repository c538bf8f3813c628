"""Coverage of each commune."""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice

from django.db import connection
from django.http import QueryDict

from coverage.columns import AREA, CODE, NAME, POPULATION, SIREN_EPCI, SOURCES, STAMPS, WRITTEN
from coverage.gaps import cutting
from coverage.gaps.queries import gap_of_communes
from coverage.states.queries import WITH_STATE
from coverage.states.question import PARAMETERS, Question
from coverage.turns import ANSWERS
from coverage.vocabulary import BASIS_OF_RANK, CoverageBasis
from geo.levels import STUDIED
from geo.sources import OF_COMMUNES
from geo.study_codes import column_of, held, meaning_of
from publishing.columns import MULTIPOLYGON, Column
from publishing.cursors import rows_of
from publishing.dataset import Dataset, Encoding, Found, Record, Window
from publishing.files.datasets import serve

COMMUNE_COLUMNS = (
    CODE,
    NAME,
    Column("code_departement", "Code du département."),
    Column("departement", "Département."),
    Column("code_region", "Code de la région."),
    Column("region", "Région."),
    SIREN_EPCI,
    Column("epci", "Nom de l'EPCI ou de l'EPT ; de la commune où elle en tient lieu."),
    *(Column(column_of(level), meaning_of(level)) for level in STUDIED),
    POPULATION,
    Column("population_annee", "Année de la population.", "integer"),
    replace(AREA, name=AREA.flat, flat=""),
    Column("base", f"Ce qui couvre la commune : {', '.join(CoverageBasis.values)}."),
    Column("poles", "Pôles qui donnent cette base.", "array"),
    Column("plus_proche", "Pôle compté le plus proche (outre-mer : dans le département)."),
    Column(
        "plus_proche_km",
        "Distance de la mairie à ce pôle, en km : à son territoire exact, sinon à son siège.",
        "number",
    ),
    Column(
        "lacune",
        "Lacune où est la commune, dans l'export lacunes ; vide si elle est couverte, ou à "
        "rayon_km au plus d'un pôle compté.",
    ),
)
COMMUNES = f"""
SELECT state.code, state.name, state.department_id, department.name, state.region_id, region.name,
       state.body, coalesce(epci.name, state.name),
       {"".join(f"{held(level, 'state')}," for level in STUDIED)} state.population,
       commune.population_year, commune.area_km2, state.rank,
       ARRAY(SELECT p.slug FROM coverage_communestate s, directory_pole p
             WHERE s.commune_id = state.code AND s.status = ANY(%(statuses)s)
               AND s.rank = state.rank AND p.id = ANY(s.poles) ORDER BY p.slug),
       (SELECT p.slug FROM coverage_communestate s JOIN directory_pole p ON p.id = s.nearest_id
        WHERE s.commune_id = state.code AND s.status = ANY(%(statuses)s)
        ORDER BY s.nearest_m, p.slug LIMIT 1),
       state.metres, {{shape}}
FROM state
JOIN geo_commune commune ON commune.code = state.code
JOIN geo_department department ON department.code = state.department_id
JOIN geo_region region ON region.code = state.region_id
LEFT JOIN geo_epci epci ON epci.siren = state.body
LEFT JOIN geo_communeshape shape ON shape.area_id = state.code
ORDER BY state.code
"""


def ask(params: QueryDict) -> Found:
    """Every commune of a question."""
    question, cut = Question.read(params), cutting.read_cut(params)
    return Found(
        columns=COMMUNE_COLUMNS,
        parameters=question.public() | cutting.public(cut),
        rows=partial(rows, question, cut),
        count=partial(count_communes, question),
        geometry=MULTIPOLYGON,
        sources=cutting.sources(cut),
    )


def rows(question: Question, cut: str, encoding: Encoding, window: Window) -> Iterator[Record]:
    """Communes by code, with figures, gap and contour; from a cursor on the server, all of them."""
    gap_of = gap_of_communes(question, cut)
    names = [column.name for column in COMMUNE_COLUMNS]
    scale, written = WRITTEN[encoding]
    statement = WITH_STATE + COMMUNES.format(shape=written.format(f"shape.{scale}"))
    found = rows_of(statement, question.sql())
    for row in islice(found, window.part.start, window.part.stop):
        properties = dict(zip(names, row[:-1], strict=False))
        metres, area = properties["plus_proche_km"], properties[AREA.flat]
        properties["base"] = str(BASIS_OF_RANK[properties["base"]])
        properties["plus_proche_km"] = None if metres is None else round(metres / 1000, 1)
        if area is not None:
            properties[AREA.flat] = round(area, 2)
        properties["lacune"] = gap_of.get(row[0])
        yield Record(row[0], properties, row[-1])


def count_communes(question: Question) -> int:
    """How many communes a question has."""
    with connection.cursor() as cursor:
        cursor.execute(f"{WITH_STATE} SELECT count(*) FROM state", question.sql())
        found: int = cursor.fetchone()[0]
    return found


serve(
    Dataset(
        name="couverture-communes",
        title="Couverture des communes",
        description="Chaque commune : sa base, les pôles qui la donnent, le pôle le plus proche.",
        parameters=(*PARAMETERS, cutting.PARAMETER),
        stamps=STAMPS,
        sources=(*SOURCES, *OF_COMMUNES),
        columns=COMMUNE_COLUMNS,
        key=CODE.name,
        ask=ask,
        turn=ANSWERS,
    )
)
