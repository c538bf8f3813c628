"""`/api/scenarios/`: up to three ways to choose sites, side by side."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from coverage.api import vintage
from coverage.plan import read_plan
from coverage.queries.scenarios import (
    PARAMETER,
    SHARED,
    compared,
    public,
    read_scenarios,
    shared,
    substitutions,
)
from coverage.question import PARAMETERS, Question
from publishing.caching import unrepeatable
from publishing.doors.openapi import documented
from publishing.features import dump
from publishing.parameters import Parameter, check_parameters, read_choice

DOOR_PARAMETERS = (
    *PARAMETERS,
    *SHARED,
    Parameter(
        "communes",
        "Joint les codes des communes gagnées (non par défaut).",
        accepted=("oui", "non"),
    ),
    PARAMETER,
)


class ScenarioView(APIView):
    """Scenarios side by side: what each covers that the others do not."""

    @extend_schema(
        operation_id="scenarios",
        summary="Scénarios comparés",
        description=(
            "Les ensembles partagent les communes gagnées selon les scénarios qui les couvrent ; "
            "leur somme est l'ensemble. Les champs `population…` comptent toujours des habitants ; "
            "`valeur_gagnee` (et `valeur`, son ancien nom), `borne` et les `valeur_…` des sites, "
            "ce que dit `ponderation`. `ecart`, `prouve`, `interrompu` et `limite_s` se lisent "
            "comme dans `/api/sites/`."
        ),
        tags=["couverture"],
        parameters=[documented(parameter) for parameter in DOOR_PARAMETERS],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> HttpResponse:
        """Answer `{parametres, scenarios, ensembles, ensemble}`."""
        params = request.query_params
        check_parameters(params, DOOR_PARAMETERS)
        with_communes = read_choice(params, "communes", "non", ("oui", "non")) == "oui"
        question = Question.read(params)
        plan = read_plan(params, question)
        found = compared(question, read_scenarios(params.getlist(PARAMETER.name), plan))
        head = {"parametres": question.public() | shared(plan) | substitutions(found) | vintage()}
        body = head | public(found, with_communes=with_communes)
        response = HttpResponse(dump(body), content_type="application/json")
        return unrepeatable(response) if found.interrupted else response
