"""The sites chosen for a number of poles or a budget, in order of what each adds."""

from collections.abc import Iterator
from functools import partial

from django.http import QueryDict

from coverage.exports.common import WITH_INDICATORS, centres
from coverage.plan import PARAMETERS as PLAN_PARAMETERS
from coverage.plan import read_plan
from coverage.queries.sites import Answer, about, points, sites, solve
from coverage.question import PARAMETERS, Question
from geo.models import Commune
from publishing.columns import POINT, Column
from publishing.files.declaring import Encoding, Export, Extract, Record, register_export

KEY = Column(
    "cle", "SIREN d'un EPCI ou d'un EPT, code Insee d'une commune, ou identifiant d'un pôle."
)


def ask(params: QueryDict) -> Extract:
    """The sites of a plan: chosen here, so that the file says their proof and their curve."""
    question = Question.read(params)
    answer = solve(question, read_plan(params, question))
    return Extract(
        columns=columns_of(answer),
        key=KEY.name,
        geometry=POINT,
        parameters=question.public() | answer.plan.public(),
        records=partial(records, answer),
        count=lambda: len(answer.portfolio.choices),
        result=about(answer) | {"courbe": points(answer)},
        repeatable=not answer.portfolio.interrupted,
    )


def columns_of(answer: Answer) -> tuple[Column, ...]:
    """Gains are in people, then in the unit of what is weighed."""
    unit, label = answer.weighting.unit, answer.weighting.label
    return (
        Column("rang", "Place, le site qui ajoute le plus étant premier.", "integer"),
        KEY,
        Column("nom", "Nom de l'EPCI, de la commune ou du pôle."),
        Column("code_insee", "Code Insee de la commune du siège, ou de la plus peuplée de l'EPCI."),
        Column("commune", "Nom de cette commune."),
        Column("population_gagnee", "Habitants que le site ajoute aux précédents.", "integer"),
        Column("population_cumulee", "Habitants que tous ajoutent jusqu'à lui.", "integer"),
        Column(
            "valeur_gagnee",
            f"Ce que le site ajoute de ce qui est maximisé : {label} ({unit}).",
            "integer",
        ),
        Column(
            "valeur_cumulee", f"Ce que tous en ajoutent jusqu'à lui : {label} ({unit}).", "integer"
        ),
        Column("force", "Le site est imposé (`forcer`).", "boolean"),
    )


def records(answer: Answer, encoding: Encoding) -> Iterator[Record]:
    """Sites in their order, at the centre of the commune of their seat."""
    rows = sites(answer)
    codes = [row["code_insee"] for row in rows]
    places = centres(codes, encoding)
    seats = Commune.objects.filter(code__in=[code for code in codes if code]).order_by("code")
    names = dict(seats.values_list("code", "name"))
    for row in rows:
        seat = row["code_insee"]
        yield Record(row["cle"], row | {"commune": names.get(seat)}, places.get(seat))


register_export(
    Export(
        name="sites",
        title="Meilleurs sites",
        description=(
            "Les sites qui couvrent le plus d'habitants que rien ne couvre encore, pour un nombre "
            "de pôles ou un budget, et ce que chacun ajoute."
        ),
        parameters=(*PARAMETERS, *PLAN_PARAMETERS),
        stamps=WITH_INDICATORS,
        ask=ask,
    )
)
