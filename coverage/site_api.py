"""`/api/sites/`: the best sites for a number of poles, or for a budget."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from coverage.api import vintage
from coverage.plan import PARAMETERS as PLAN_PARAMETERS
from coverage.plan import read_plan
from coverage.queries.sites import public, solve
from coverage.question import PARAMETERS, Question
from geo.publishing.features import dump
from geo.publishing.parameters import check_parameters
from geo.publishing.schema import documented

DOOR_PARAMETERS = (*PARAMETERS, *PLAN_PARAMETERS)


class SiteView(APIView):
    """Sites that cover the most people not covered yet (maximal covering location problem)."""

    @extend_schema(
        operation_id="sites",
        summary="Meilleurs sites",
        description=(
            "Choisit les sites qui couvrent le plus d'habitants que rien ne couvre encore. Avec "
            "`poids`, les champs `population_…` comptent ce que dit `ponderation`."
        ),
        tags=["couverture"],
        parameters=[documented(parameter) for parameter in DOOR_PARAMETERS],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> HttpResponse:
        """Answer the sites in order of gain, with the proof, and the curve for 1 to k sites."""
        params = request.query_params
        check_parameters(params, DOOR_PARAMETERS)
        question = Question.read(params)
        answer = solve(question, read_plan(params, question))
        head = {"parametres": question.public() | answer.plan.public() | vintage()}
        return HttpResponse(dump(head | public(answer)), content_type="application/json")
