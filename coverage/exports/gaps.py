"""The gaps: areas that nothing covers, most populated first."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.http import QueryDict

from coverage import cutting
from coverage.exports.common import (
    AREA,
    NAME,
    POPULATION,
    STAMPS,
    WRITTEN,
    entire_columns,
    with_entire,
)
from coverage.gaps import Cut, Gap
from coverage.queries.gaps import bare_gaps, gaps, ground
from coverage.question import PARAMETERS, Question
from coverage.turns import ANSWERS
from publishing.columns import MULTIPOLYGON, Column
from publishing.files.declaring import Encoding, Export, Extract, Record, register_export

KEY = Column("lacune", f"Identifiant : {cutting.IDENTIFIER.replace('`', '')}.")
OF_ENTIRE = {"communes": "Communes de la lacune", "population": "Habitants de la lacune"}
COLUMNS = (
    Column("rang", "Place, la lacune la plus peuplée étant la première.", "integer"),
    Column(NAME.name, "Nom de la commune la plus peuplée."),
    KEY,
    Column("code_principal", "Code Insee de la commune la plus peuplée, qui nomme la lacune."),
    Column("zone", "metro ou drom."),
    Column("communes", "Communes.", "integer"),
    POPULATION,
    AREA,
    Column("distance_max_km", "Plus grande distance d'une mairie à un pôle compté, km.", "number"),
    Column("commune_la_plus_loin", "Commune la plus loin de tout pôle compté."),
    Column("code_la_plus_loin", "Code Insee de cette commune."),
    Column("departements", "Codes des départements touchés.", "array"),
    Column("epcis", "SIREN des EPCI et EPT touchés, code Insee des communes sans EPCI.", "array"),
    *entire_columns(OF_ENTIRE),
    Column("poles_emergents_dedans", "Pôles émergents dont le siège ou le sol y est.", "array"),
    Column("poles_emergents_a_cote", "Pôles émergents qui la touchent seulement.", "array"),
)


def ask(params: QueryDict) -> Extract:
    """Every gap of a question."""
    question, cut = Question.read(params), cutting.read_cut(params)
    return Extract(
        columns=COLUMNS,
        key=KEY.name,
        geometry=MULTIPOLYGON,
        parameters=question.public() | cutting.public(cut),
        records=partial(records, question, cut),
        count=lambda: len(bare_gaps(question, cut)),
    )


def records(question: Question, cut: Cut, encoding: Encoding) -> Iterator[Record]:
    """Gaps in their order, with their whole contour: that of `couverture-communes`."""
    yield from answered(question, cut, encoding)


def answered(question: Question, cut: Cut, encoding: Encoding) -> list[Record]:
    """All at once: they are few, and their thousands of communes are let go."""
    with ANSWERS.taken():
        found = gaps(question, cut)
        shapes: list[Any] = [None] * len(found)
        if encoding is not Encoding.NONE:
            shapes = ground(found, "contour", WRITTEN[encoding])
        return [
            Record(gap.identifier, {"rang": place, **figures(gap)}, shape)
            for place, (gap, shape) in enumerate(zip(found, shapes, strict=True), 1)
        ]


def figures(gap: Gap) -> dict[str, Any]:
    """A gap as one flat row: the figures of `/api/lacunes/`."""
    row = with_entire(gap.public(), OF_ENTIRE)
    row[AREA.name] = row.pop("km2")
    farthest = row.pop("commune_la_plus_loin") or {"code": None, "nom": None}
    return row | {
        "commune_la_plus_loin": farthest["nom"],
        "code_la_plus_loin": farthest["code"],
    }


register_export(
    Export(
        name="lacunes",
        title="Lacunes de couverture",
        description=(
            "Communes contiguës que rien ne couvre, à plus de rayon_km de tout pôle compté, la "
            "plus peuplée d'abord ; découpées sur demande par département ou région."
        ),
        parameters=(*PARAMETERS, cutting.PARAMETER),
        stamps=STAMPS,
        ask=ask,
    )
)
