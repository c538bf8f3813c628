"""Every EPCI and EPT with its coverage and its score, component by component."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from django.http import QueryDict

from coverage.exports.common import (
    CODE,
    NAME,
    POPULATION,
    SIREN_EPCI,
    WITH_INDICATORS,
    contours,
    entire_columns,
    with_entire,
)
from coverage.queries.bodies import Body
from coverage.queries.rollups import Level
from coverage.queries.scores import (
    About,
    Scores,
    figures,
    made_of,
    rounded,
    score_choices,
    scores,
)
from coverage.question import PARAMETERS, Question
from coverage.scoring import SHOWN_DIGITS, Scored
from coverage.turns import ANSWERS
from coverage.weights import PARAMETERS as WEIGHT_PARAMETERS
from coverage.weights import read_weights
from publishing.columns import MULTIPOLYGON, Column
from publishing.files.declaring import Encoding, Export, Extract, Record, register_export

OF_ENTIRE = {
    "communes": "Communes",
    "population": "Habitants",
    "population_non_couverte": "Habitants non couverts",
}
AT_ONCE = 50  # bodies whose contours are read together
KEY = Column(CODE.name, f"Ancien nom de `{SIREN_EPCI.name}`.")
COLUMNS = (
    Column("rang", "Rang ; vide si moins de la moitié des poids est connue.", "integer"),
    Column("rang_filtre", "Rang parmi les territoires que garde le filtre ; vide sans.", "integer"),
    Column("rang_meilleur", "Meilleur rang quand chaque poids bouge de 20 %.", "integer"),
    Column("rang_pire", "Pire rang quand chaque poids bouge de 20 %.", "integer"),
    KEY,
    SIREN_EPCI,
    NAME,
    Column("code_departement", "Département de sa commune la plus peuplée."),
    Column("code_region", "Région de cette commune."),
    Column("communes", "Communes.", "integer"),
    POPULATION,
    Column("communes_non_couvertes", "Communes que rien de compté ne couvre.", "integer"),
    Column("population_non_couverte", "Habitants de ces communes.", "integer"),
    Column("part_non_couverte", "Part des habitants, de 0 à 1.", "number"),
    Column(
        "distance_moyenne_km",
        "Distance moyenne, pondérée par les habitants, au pôle compté le plus proche, km.",
        "number",
    ),
    Column("score", "Score, de 0 à 1 : moyenne pondérée des places connues.", "number"),
    *entire_columns(OF_ENTIRE),
    Column("part_connue", "Part des poids dont la valeur est connue, de 0 à 1.", "number"),
)


def ask(params: QueryDict) -> Extract:
    """Every body of a question, scored: the columns are those of the weights asked for."""
    question = Question.read(params)
    weights = read_weights(params, score_choices())
    with ANSWERS.taken():
        found = scores(question, weights.values)
    return Extract(
        columns=(*COLUMNS, *(column for one in found.components for column in columns_of(one))),
        key=KEY.name,
        geometry=MULTIPOLYGON,
        parameters=question.public() | weights.public(),
        records=partial(records, found),
        count=lambda: len(found.bodies),
        result=made_of(found),
    )


def columns_of(one: About) -> tuple[Column, Column]:
    """The raw value of a component and its place."""
    of = ", ".join(part for part in (one.label, one.vintage) if part)
    first = "haute" if one.high else "basse"
    return (
        Column(f"valeur_{one.key}", f"{of} ({one.unit}) : {one.source}. Vide : inconnu.", "number"),
        Column(
            f"normalisee_{one.key}",
            f"Place de cette valeur, de 0 à 1 (1 : la plus {first}) ; poids {one.weight:g}.",
            "number",
        ),
    )


def records(found: Scores, encoding: Encoding) -> Iterator[Record]:
    """Bodies in their order, those that stand apart last, with their contour."""
    ranked = iter(found.ranked)
    while part := list(islice(ranked, AT_ONCE)):
        shapes = contours(Level.EPCI, [body.code for body, _ in part], encoding)
        for body, scored in part:
            yield Record(body.code, flat(body, scored, found), shapes.get(body.code))


def flat(body: Body, scored: Scored, found: Scores) -> dict[str, Any]:
    """A body as one row: the figures of `/api/scores/`."""
    row = with_entire(figures(body, scored, found), OF_ENTIRE)
    for part in scored.parts:
        row[f"valeur_{part.key}"] = rounded(part.raw, SHOWN_DIGITS)
        row[f"normalisee_{part.key}"] = rounded(part.normalised, 4)
    return row


register_export(
    Export(
        name="scores",
        title="Score de priorité des EPCI et EPT",
        description=(
            "Chaque EPCI et EPT : ce que rien n'y couvre, son score, son rang et ses rangs "
            "extrêmes, puis la valeur et la place de chaque composante pondérée."
        ),
        parameters=(*PARAMETERS, *WEIGHT_PARAMETERS),
        stamps=WITH_INDICATORS,
        ask=ask,
    )
)
