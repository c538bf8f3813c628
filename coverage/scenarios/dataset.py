"""Up to three ways to choose sites side by side, and the communes that each would newly cover."""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from django.http import QueryDict

from coverage.columns import (
    CODE,
    FORMER_KEY,
    NAME,
    POPULATION,
    SIREN_EPCI,
    SOURCES,
    WITH_INDICATORS,
    contours,
)
from coverage.indicators.sources import sources_named
from coverage.scenarios.queries import (
    PARAMETER,
    SHARED,
    Sides,
    compared,
    public,
    read_scenarios,
    shared,
    substitutions,
)
from coverage.sites.dataset import COLUMNS as SITE_COLUMNS
from coverage.sites.dataset import PROOF, WEIGHTING
from coverage.sites.plan import ASKED as PLAN_ASKED
from coverage.sites.plan import read_plan
from coverage.states.question import ASKED, PARAMETERS, Question
from geo import levels
from geo.filters import SUBSTITUTIONS
from publishing.columns import MULTIPOLYGON, Column
from publishing.dataset import Answers, Dataset, Encoding, Found, Record, Window
from publishing.files.datasets import serve
from publishing.parameters import Parameter, read_choice

AT_ONCE = 200  # communes whose contours are read together
WITH_COMMUNES = Parameter(
    "communes", "Joint les codes des communes gagnées (non par défaut).", accepted=("oui", "non")
)
COLUMNS = (
    CODE,
    NAME,
    SIREN_EPCI,
    FORMER_KEY,
    POPULATION,
    Column("scenarios", "Lettres des scénarios qui la couvrent, dans l'ordre demandé.", "array"),
)
GROUND = (
    Column("communes", "Communes gagnées.", "integer"),
    Column("population", "Habitants de ces communes.", "integer"),
)
SHARED_NAMES = {parameter.name for parameter in SHARED}
DOCUMENT = (
    Column(
        "scenarios",
        "Ce que chacun couvrirait de plus.",
        "array",
        (
            Column("lettre", "A pour le premier demandé, B, C."),
            Column("scenario", "Le scénario, comme une adresse le donne."),
            Column("communes_gagnees", "Communes gagnées.", "integer"),
            Column("population_gagnee", "Habitants de ces communes.", "integer"),
            Column("communes_seul", "Communes que lui seul gagne.", "integer"),
            Column("population_seul", "Habitants de ces communes.", "integer"),
            WEIGHTING,
            Column("valeur_gagnee", "Ce qu'il ajoute de ce qui est maximisé.", "number"),
            Column("valeur", "Ancien nom de `valeur_gagnee`.", "number"),
            *PROOF,
            Column("sites", "Ses sites.", "array", SITE_COLUMNS),
        ),
    ),
    Column(
        "ensembles",
        "Les communes gagnées, selon les scénarios qui les couvrent.",
        "array",
        (Column("scenarios", "Lettres de ces scénarios.", "array"), *GROUND),
    ),
    Column("ensemble", "Toutes les communes gagnées.", "object", GROUND),
    Column(
        "communes",
        "Les codes de ces communes, par lettres des scénarios qui les couvrent ; sur demande.",
        "object",
        values="array",
    ),
)


def ask(params: QueryDict) -> Found:
    """The communes of scenarios: solved here, so that all is said with their sites and sums."""
    with_communes = read_choice(params, WITH_COMMUNES.name, "non", ("oui", "non")) == "oui"
    question = Question.read(params)
    plan = read_plan(params, question)
    scenarios = read_scenarios(params.getlist(PARAMETER.name), plan)
    found = compared(question, scenarios)
    texts = {PARAMETER.name: [side.scenario.text for side in found.sides]}
    return Found(
        columns=COLUMNS,
        parameters=question.public() | shared(plan) | texts | substitutions(found),
        rows=partial(rows, found),
        count=lambda: int(found.comparison.together.units),
        geometry=MULTIPOLYGON,
        document=partial(public, found, with_communes=with_communes),
        result=public(found, with_communes=False),
        sources=sources_named([side.answer.weighting.code for side in found.sides]),
        repeatable=not found.interrupted,
    )


def rows(found: Sides, encoding: Encoding, window: Window) -> Iterator[Record]:
    """Communes newly covered, by code, with their contour."""
    units = found.sides[0].answer.units
    covering = {code: list(some) for some, codes in found.communes.items() for code in codes}
    every = zip(units.codes, units.names, units.bodies.tolist(), units.people.tolist(), strict=True)
    gained = iter([row for row in every if row[0] in covering][window.part])
    while part := list(islice(gained, AT_ONCE)):
        shapes = contours(levels.COMMUNE, [code for code, *_ in part], encoding)
        for code, name, body, people in part:
            row = {
                CODE.name: code,
                NAME.name: name,
                SIREN_EPCI.name: body,
                FORMER_KEY.name: body,
                POPULATION.name: people,
                "scenarios": covering[code],
            }
            yield Record(code, row, shapes.get(code))


serve(
    Dataset(
        name="scenarios",
        title="Communes gagnées par scénario",
        description=(
            "Chaque commune que rien ne couvre et que couvrirait un scénario au moins, avec les "
            "lettres de ceux qui la couvrent : A pour le premier, B, C."
        ),
        parameters=(*PARAMETERS, *SHARED, PARAMETER),
        stamps=WITH_INDICATORS,
        sources=SOURCES,
        columns=COLUMNS,
        key=CODE.name,
        ask=ask,
        answers=Answers(
            summary="Scénarios comparés",
            description=(
                "Les ensembles partagent les communes gagnées selon les scénarios qui les "
                "couvrent ; leur somme est l'ensemble. Les champs `population…` comptent toujours "
                "des habitants ; `valeur_gagnee` (et `valeur`, son ancien nom), `borne` et les "
                "`valeur_…` des sites, ce que dit `ponderation`. `ecart`, `prouve`, `interrompu` "
                "et `limite_s` se lisent comme dans `/api/sites/`."
            ),
            tag="couverture",
            parameters=(WITH_COMMUNES,),
            asked=(
                *ASKED,
                *(one for one in PLAN_ASKED if one.name in {*SHARED_NAMES, SUBSTITUTIONS}),
                Column(PARAMETER.name, "Les scénarios, comme une adresse les donne.", "array"),
            ),
            document=DOCUMENT,
        ),
    )
)
