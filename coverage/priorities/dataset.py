"""The emerging poles, ranked by what they would add."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial

from django.http import QueryDict

from coverage.columns import (
    FORMER_KEY,
    POPULATION,
    SIREN_EPCI,
    SOURCES,
    WITH_INDICATORS,
    centres,
    entire,
)
from coverage.gaps import cutting
from coverage.indicators.sources import sources_named
from coverage.priorities.queries import Priority, priorities
from coverage.scores.queries import score_choices
from coverage.scores.weights import ASKED as WEIGHTS_ASKED
from coverage.scores.weights import PARAMETERS as WEIGHT_PARAMETERS
from coverage.scores.weights import read_weights
from coverage.states.question import ASKED, PARAMETERS, Question
from coverage.turns import ANSWERS
from coverage.vocabulary import CoverageBasis
from directory.attached import TIED
from publishing.columns import POINT, Column
from publishing.dataset import Answers, Dataset, Encoding, Found, Paging, Record, Window
from publishing.files.datasets import serve

BY_EITHER = "siege-ou-territoire"
KEY = Column("slug", "Identifiant du pôle, dans l'adresse de sa fiche.")
GAINED = (
    Column("communes_gagnees", "Communes que rien ne couvre et qu'il couvrirait.", "integer"),
    Column("population_gagnee", "Habitants de ces communes.", "integer"),
    Column("km2_gagnes", "Superficie de ces communes, en km².", "number"),
    Column("communes_deja_couvertes", "Communes de son sol déjà couvertes.", "integer"),
    Column("population_deja_couverte", "Habitants de ces communes.", "integer"),
)
COLUMNS = (
    Column(
        "rang",
        "Place, le plus d'habitants ajoutés en premier ; égale à gain égal, vide sans gain.",
        "integer",
    ),
    Column("rang_filtre", "Place parmi les pôles que garde le filtre ; vide sans.", "integer"),
    KEY,
    Column("nom", "Nom du pôle."),
    Column("statut_annee", "Année de la source qui le dit émergent.", "integer"),
    Column("code_insee", "Code Insee de la commune du siège."),
    Column("commune", "Commune du siège."),
    Column("base", f"Base la plus sûre de son sol : {', '.join(CoverageBasis.values[:-1])}."),
    Column("communes", "Communes de son sol.", "integer"),
    Column(POPULATION.name, "Habitants de ces communes.", "integer"),
    *GAINED,
    *entire(
        Column("communes", "Communes de son sol.", "integer"),
        Column("population", "Habitants de son sol.", "integer"),
        Column("communes_gagnees", "Communes gagnées.", "integer"),
        Column("population_gagnee", "Habitants gagnés.", "integer"),
        *(replace(one, in_tables=False) for one in GAINED[2:]),
    ),
    Column("distance_pole_actif_km", "De son siège au pôle actif le plus proche, km.", "number"),
    Column("lacunes", "Lacunes où il est ou qu'il touche, dans l'export lacunes.", "array"),
    Column(
        SIREN_EPCI.name,
        "Son EPCI ou EPT : celui du siège, sinon de la plupart de ses habitants. "
        f"{SIREN_EPCI.description}",
    ),
    FORMER_KEY,
    Column("epci", "Nom de cet EPCI."),
    Column("score_epci", "Score de priorité de cet EPCI, de 0 à 1.", "number"),
    Column("rang_epci", "Rang de cet EPCI ; vide si trop peu est connu.", "integer"),
)


def ask(params: QueryDict) -> Found:
    """Every emerging pole, for a question."""
    question = Question.read(params)
    weights = read_weights(params, score_choices())
    cut = cutting.read_cut(params)
    find = cache(partial(priorities, question, weights.values, cut=cut))
    return Found(
        columns=COLUMNS,
        parameters={
            **question.public(),
            **weights.public(),
            **cutting.public(cut),
            TIED: BY_EITHER if question.filtered else None,
        },
        rows=partial(rows, find),
        count=lambda: len(find()),
        geometry=POINT,
        sources=(*cutting.sources(cut), *sources_named(weights.values)),
    )


def rows(
    find: Callable[[], list[Priority]], encoding: Encoding, window: Window
) -> Iterator[Record]:
    """Poles in their order, at the centre of the commune of their seat."""
    page = find()[window.part]
    points = centres((priority.seat_code for priority in page), encoding)
    for priority in page:
        yield Record(priority.slug, priority.public(), points.get(priority.seat_code))


serve(
    Dataset(
        name="priorites",
        title="Pôles émergents, par ce qu'ils ajouteraient",
        description=(
            "Chaque pôle émergent publié : les communes et les habitants que rien ne couvre et "
            "qu'il couvrirait, le premier étant celui qui en ajouterait le plus."
        ),
        parameters=(*PARAMETERS, *WEIGHT_PARAMETERS, cutting.PARAMETER),
        stamps=WITH_INDICATORS,
        sources=SOURCES,
        columns=COLUMNS,
        key=KEY.name,
        ask=ask,
        turn=ANSWERS,
        answers=Answers(
            summary="Pôles émergents, par ce qu'ils ajouteraient",
            description=(
                "Une commune est gagnée si rien de ce qui est compté ne la couvre, et que le pôle "
                "la couvrirait sur une base comptée ; sans territoire, dans `rayon_km` de son "
                "siège. Le score est celui de son EPCI dans `/api/scores/`, selon `profil` ou "
                "`poids`. `lacunes` nomme celles où il est ou qu'il touche, comme `/api/lacunes/`. "
                "Un filtre de lieu garde les pôles qui y ont leur siège, leur fiche ou une "
                "commune de leur territoire (`rattachement`) : ni le total par siège, ni celui "
                "par territoire, que donne `/api/poles/`."
            ),
            tag="couverture",
            page=Paging(most=5000, default=1000, farthest=50_000),
            asked=(
                *ASKED,
                *WEIGHTS_ASKED,
                cutting.ASKED,
                Column(TIED, "Ce qui fait qu'un pôle est d'un lieu.", accepted=(BY_EITHER,)),
            ),
        ),
    )
)
