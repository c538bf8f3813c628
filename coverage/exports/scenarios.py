"""The communes that scenarios would newly cover, each with those that cover it."""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from django.http import QueryDict

from coverage.exports.common import CODE, NAME, POPULATION, SIREN_EPCI, WITH_INDICATORS, contours
from coverage.plan import read_plan
from coverage.queries.scenarios import (
    PARAMETER,
    SHARED,
    Sides,
    compared,
    public,
    read_scenarios,
    shared,
    substitutions,
)
from coverage.question import PARAMETERS, Question
from publishing.columns import MULTIPOLYGON, Column
from publishing.files.declaring import Encoding, Export, Extract, Record, register_export

AT_ONCE = 200  # communes whose contours are read together
COLUMNS = (
    CODE,
    NAME,
    SIREN_EPCI,
    Column("code_epci", f"Ancien nom de `{SIREN_EPCI.name}`."),
    POPULATION,
    Column("scenarios", "Lettres des scénarios qui la couvrent, dans l'ordre demandé.", "array"),
)


def ask(params: QueryDict) -> Extract:
    """The communes of scenarios: solved here, so that the file says their sites and their sums."""
    question = Question.read(params)
    plan = read_plan(params, question)
    scenarios = read_scenarios(params.getlist(PARAMETER.name), plan)
    found = compared(question, scenarios)
    texts = {PARAMETER.name: [scenario.text for scenario in scenarios]}
    return Extract(
        columns=COLUMNS,
        key=CODE.name,
        geometry=MULTIPOLYGON,
        parameters=question.public() | shared(plan) | texts | substitutions(found),
        records=partial(records, found),
        count=lambda: int(found.comparison.together.units),
        result=public(found, with_communes=False),
        repeatable=not found.interrupted,
    )


def records(found: Sides, encoding: Encoding) -> Iterator[Record]:
    """Communes newly covered, by code, with their contour."""
    units = found.sides[0].answer.units
    covering = {code: list(some) for some, codes in found.communes.items() for code in codes}
    rows = zip(units.codes, units.names, units.bodies.tolist(), units.people.tolist(), strict=True)
    gained = (row for row in rows if row[0] in covering)
    while part := list(islice(gained, AT_ONCE)):
        shapes = contours("commune", [code for code, *_ in part], encoding)
        for code, name, body, people in part:
            row = {
                CODE.name: code,
                NAME.name: name,
                SIREN_EPCI.name: body,
                "code_epci": body,
                POPULATION.name: people,
                "scenarios": covering[code],
            }
            yield Record(code, row, shapes.get(code))


register_export(
    Export(
        name="scenarios",
        title="Communes gagnées par scénario",
        description=(
            "Chaque commune que rien ne couvre et que couvrirait un scénario au moins, avec les "
            "lettres de ceux qui la couvrent : A pour le premier, B, C."
        ),
        parameters=(*PARAMETERS, *SHARED, PARAMETER),
        stamps=WITH_INDICATORS,
        ask=ask,
    )
)
