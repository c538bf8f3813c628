"""`/api/scenarios/`: up to three ways to choose sites, side by side."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from coverage.api import vintage
from coverage.plan import PARAMETERS as PLAN_PARAMETERS
from coverage.plan import read_plan
from coverage.queries.scenarios import PARAMETER, compared, public, read_scenarios
from coverage.question import PARAMETERS, Question
from coverage.turns import SITES
from geo.publishing.features import dump
from geo.publishing.parameters import Parameter, read_choice, refuse_unknown
from geo.publishing.schema import documented

SHARED = ("territoire", "methode", "poids")  # what all scenarios have in common
DOOR_PARAMETERS = (
    *PARAMETERS,
    *(parameter for parameter in PLAN_PARAMETERS if parameter.name in SHARED),
    Parameter(
        "communes",
        "Joint les codes des communes gagnées (non par défaut).",
        accepted=("oui", "non"),
    ),
)


class ScenarioView(APIView):
    """Scenarios side by side: what each covers that the others do not."""

    @extend_schema(
        operation_id="scenarios",
        summary="Scénarios comparés",
        description=(
            "Les ensembles partagent les communes gagnées selon les scénarios qui les couvrent ; "
            "leur somme est l'ensemble."
        ),
        tags=["couverture"],
        parameters=[
            *(documented(parameter) for parameter in DOOR_PARAMETERS),
            OpenApiParameter(PARAMETER.name, str, description=PARAMETER.description, many=True),
        ],
        responses={200: OpenApiTypes.OBJECT},
    )
    @SITES.taken()
    def get(self, request: Request) -> HttpResponse:
        """Answer `{parametres, scenarios, ensembles, ensemble}`."""
        params = request.query_params
        refuse_unknown(params, [*(one.name for one in DOOR_PARAMETERS), PARAMETER.name])
        with_communes = read_choice(params, "communes", "non", ("oui", "non")) == "oui"
        question = Question.read(params)
        plan = read_plan(params, question)
        found = compared(question, read_scenarios(params.getlist(PARAMETER.name), plan))
        said = {name: plan.public()[name] for name in SHARED}
        head = {"parametres": question.public() | said | vintage()}
        body = head | public(found, with_communes=with_communes)
        return HttpResponse(dump(body), content_type="application/json")
