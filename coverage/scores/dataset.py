"""Every EPCI and EPT with its coverage and its score, component by component."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from django.http import QueryDict

from coverage.columns import (
    CODE,
    NAME,
    POPULATION,
    SIREN_EPCI,
    SOURCES,
    WITH_INDICATORS,
    contours,
    entire,
)
from coverage.indicators.sources import sources_named
from coverage.scores.queries import (
    METHOD,
    About,
    Scores,
    made_of,
    rounded,
    row,
    score_choices,
    scores,
)
from coverage.scores.scoring import SHOWN_DIGITS, Scored
from coverage.scores.weights import ASKED as WEIGHTS_ASKED
from coverage.scores.weights import PARAMETERS as WEIGHT_PARAMETERS
from coverage.scores.weights import read_weights
from coverage.states.bodies import Body
from coverage.states.question import ASKED, PARAMETERS, Question
from coverage.turns import ANSWERS
from geo import levels
from publishing.columns import MULTIPOLYGON, Column
from publishing.dataset import Answers, Dataset, Encoding, Found, Paging, Record, Window
from publishing.files.datasets import serve

AT_ONCE = 50  # bodies whose contours are read together
KEY = Column(CODE.name, f"Ancien nom de `{SIREN_EPCI.name}`.")
UNCOVERED = (
    Column("communes_non_couvertes", "Communes que rien de compté ne couvre.", "integer"),
    Column("population_non_couverte", "Habitants de ces communes.", "integer"),
    Column("part_non_couverte", "Part des habitants, de 0 à 1.", "number"),
    Column(
        "distance_moyenne_km",
        "Distance moyenne, pondérée par les habitants, au pôle compté le plus proche, km.",
        "number",
    ),
)
PARTS = Column(
    "composantes",
    "Ce que dit chaque composante.",
    "array",
    (
        Column("cle", "Composante."),
        Column("valeur", "Sa valeur ; nulle si elle n'est pas connue.", "number"),
        Column("normalisee", "La place de cette valeur, de 0 à 1.", "number"),
        Column("poids", "Poids de la composante.", "number"),
        Column("contribution", "Ce qu'elle apporte au score.", "number"),
    ),
    in_tables=False,
)
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
    *UNCOVERED,
    Column("score", "Score, de 0 à 1 : moyenne pondérée des places connues.", "number"),
    *entire(
        Column("communes", "Communes.", "integer"),
        Column("population", "Habitants.", "integer"),
        Column("population_non_couverte", "Habitants non couverts.", "integer"),
        *(replace(one, in_tables=False) for one in (UNCOVERED[0], *UNCOVERED[2:])),
    ),
    Column("part_connue", "Part des poids dont la valeur est connue, de 0 à 1.", "number"),
    PARTS,
)
MADE_OF = (
    Column("methode", "Comment le score est fait."),
    Column("source", "Source de la méthode."),
    Column("part_connue_minimale", "Part des poids sous laquelle il n'y a pas de rang.", "number"),
    Column(
        "composantes",
        "Les composantes du score.",
        "array",
        (
            Column("cle", "Composante."),
            Column("libelle", "Ce qui est mesuré."),
            Column("unite", "Unité de sa valeur."),
            Column("poids", "Poids.", "number"),
            Column("sens", "Ce qui appelle une priorité.", accepted=("haute", "basse")),
            Column("source", "Source."),
            Column("millesime", "Millésime."),
            Column("territoires_avec_valeur", "Territoires qui ont une valeur.", "integer"),
        ),
    ),
    Column(
        "stabilite",
        "Ce que les rangs extrêmes ont essayé.",
        "object",
        (
            Column("mouvement", "De combien chaque poids bouge.", "number"),
            Column("combinaisons", "Combinaisons de poids essayées.", "integer"),
            Column("toutes", "Toutes les combinaisons sont essayées.", "boolean"),
        ),
    ),
)


def ask(params: QueryDict) -> Found:
    """Every body of a question, scored: a table has the columns of the weights asked for."""
    question = Question.read(params)
    weights = read_weights(params, score_choices())
    with ANSWERS.taken():
        found = scores(question, weights.values)
    about = made_of(found)
    return Found(
        columns=(*COLUMNS, *(column for one in found.components for column in columns_of(one))),
        parameters=question.public() | weights.public(),
        rows=partial(rows, found),
        count=lambda: len(found.ranked),
        geometry=MULTIPOLYGON,
        head=lambda: about,
        result=about,
        sources=sources_named(weights.values),
    )


def columns_of(one: About) -> tuple[Column, Column]:
    """The raw value of a component and its place."""
    of = ", ".join(part for part in (one.label, one.vintage) if part)
    first = "haute" if one.high else "basse"
    return (
        Column(
            f"valeur_{one.key}",
            f"{of} ({one.unit}) : {one.source}. Vide : inconnu.",
            "number",
            in_answers=False,
        ),
        Column(
            f"normalisee_{one.key}",
            f"Place de cette valeur, de 0 à 1 (1 : la plus {first}) ; poids {one.weight:g}.",
            "number",
            in_answers=False,
        ),
    )


def rows(found: Scores, encoding: Encoding, window: Window) -> Iterator[Record]:
    """Bodies in their order, those that stand apart last, with their contour."""
    ranked = iter(found.ranked[window.part])
    while part := list(islice(ranked, AT_ONCE)):
        shapes = contours(levels.EPCI, [body.code for body, _ in part], encoding)
        for body, scored in part:
            yield Record(body.code, with_parts(body, scored, found), shapes.get(body.code))


def with_parts(body: Body, scored: Scored, found: Scores) -> dict[str, Any]:
    """A body: the row of `/api/scores/`, and each component under the name that tables give it."""
    said = row(body, scored, found)
    for part in scored.parts:
        said[f"valeur_{part.key}"] = rounded(part.raw, SHOWN_DIGITS)
        said[f"normalisee_{part.key}"] = rounded(part.normalised, 4)
    return said


serve(
    Dataset(
        name="scores",
        title="Score de priorité des EPCI et EPT",
        description=(
            "Chaque EPCI et EPT : ce que rien n'y couvre, son score, son rang et ses rangs "
            "extrêmes, puis la valeur et la place de chaque composante pondérée."
        ),
        parameters=(*PARAMETERS, *WEIGHT_PARAMETERS),
        stamps=WITH_INDICATORS,
        sources=SOURCES,
        columns=COLUMNS,
        key=KEY.name,
        ask=ask,  # in its turn: the columns are those of the answer
        answers=Answers(
            summary="Score de priorité des EPCI et EPT, expliqué",
            description=METHOD,
            tag="couverture",
            page=Paging(most=2000, default=100, farthest=2000),
            asked=(*ASKED, *WEIGHTS_ASKED),
            head=MADE_OF,
        ),
    )
)
