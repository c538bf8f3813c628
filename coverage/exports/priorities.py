"""The emerging poles, ranked by what they would add."""

from collections.abc import Callable, Iterator
from functools import partial

from django.http import QueryDict

from coverage import cutting
from coverage.exports.common import (
    POPULATION,
    SIREN_EPCI,
    WITH_INDICATORS,
    centres,
    entire_columns,
    with_entire,
)
from coverage.queries.priorities import Priority, priorities
from coverage.queries.scores import score_choices
from coverage.question import PARAMETERS, Question
from coverage.turns import ANSWERS
from coverage.vocabulary import Basis
from coverage.weights import PARAMETERS as WEIGHT_PARAMETERS
from coverage.weights import read_weights
from publishing.columns import POINT, Column
from publishing.files.declaring import Encoding, Export, Extract, Record, register_export

KEY = Column("slug", "Identifiant du pôle, dans l'adresse de sa fiche.")
OF_ENTIRE = {
    "communes": "Communes de son sol",
    "population": "Habitants de son sol",
    "communes_gagnees": "Communes gagnées",
    "population_gagnee": "Habitants gagnés",
}
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
    Column("base", f"Base la plus sûre de son sol : {', '.join(Basis.values[:-1])}."),
    Column("communes", "Communes de son sol.", "integer"),
    Column(POPULATION.name, "Habitants de ces communes.", "integer"),
    Column("communes_gagnees", "Communes que rien ne couvre et qu'il couvrirait.", "integer"),
    Column("population_gagnee", "Habitants de ces communes.", "integer"),
    Column("km2_gagnes", "Superficie de ces communes, en km².", "number"),
    Column("communes_deja_couvertes", "Communes de son sol déjà couvertes.", "integer"),
    Column("population_deja_couverte", "Habitants de ces communes.", "integer"),
    *entire_columns(OF_ENTIRE),
    Column("distance_pole_actif_km", "De son siège au pôle actif le plus proche, km.", "number"),
    Column("lacunes", "Lacunes où il est ou qu'il touche, dans l'export lacunes.", "array"),
    Column(
        SIREN_EPCI.name,
        "Son EPCI ou EPT : celui du siège, sinon de la plupart de ses habitants. "
        f"{SIREN_EPCI.description}",
    ),
    Column("code_epci", f"Ancien nom de `{SIREN_EPCI.name}`."),
    Column("epci", "Nom de cet EPCI."),
    Column("score_epci", "Score de priorité de cet EPCI, de 0 à 1.", "number"),
    Column("rang_epci", "Rang de cet EPCI ; vide si trop peu est connu.", "integer"),
)


def ask(params: QueryDict) -> Extract:
    """Every emerging pole, for a question."""
    question = Question.read(params)
    weights = read_weights(params, score_choices())
    cut = cutting.read_cut(params)
    find = partial(priorities, question, weights.values, cut=cut)
    return Extract(
        columns=COLUMNS,
        key=KEY.name,
        geometry=POINT,
        parameters=question.public() | {"score": weights.public()} | cutting.public(cut),
        records=partial(records, find),
        count=lambda: len(find()),
    )


def records(find: Callable[[], list[Priority]], encoding: Encoding) -> Iterator[Record]:
    """Poles in their order, at the centre of the commune of their seat."""
    with ANSWERS.taken():
        found = find()
    points = centres((priority.seat_code for priority in found), encoding)
    for priority in found:
        point = points.get(priority.seat_code)
        yield Record(priority.slug, with_entire(priority.public(), OF_ENTIRE), point)


register_export(
    Export(
        name="priorites",
        title="Pôles émergents, par ce qu'ils ajouteraient",
        description=(
            "Chaque pôle émergent publié : les communes et les habitants que rien ne couvre et "
            "qu'il couvrirait, le premier étant celui qui en ajouterait le plus."
        ),
        parameters=(*PARAMETERS, *WEIGHT_PARAMETERS, cutting.PARAMETER),
        stamps=WITH_INDICATORS,
        ask=ask,
    )
)
