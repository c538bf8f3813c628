"""`/api/priorites/`: the emerging poles, ranked by what they would add, and why."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from coverage.api import vintage
from coverage.queries.priorities import priorities
from coverage.question import PARAMETERS, Question
from coverage.turns import ANSWERS
from geo.publishing.features import dump
from geo.publishing.parameters import refuse_unknown
from geo.publishing.schema import documented


class PriorityView(APIView):
    """Emerging poles, the one that would add most people first."""

    @extend_schema(
        operation_id="priorites",
        summary="Pôles émergents, par ce qu'ils ajouteraient",
        description=(
            "Une commune est gagnée si rien de ce qui est compté ne la couvre, et que le pôle la "
            "couvrirait sur une base comptée ; sans territoire, dans `rayon_km` de son siège."
        ),
        tags=["couverture"],
        parameters=[documented(parameter) for parameter in PARAMETERS],
        responses={200: OpenApiTypes.OBJECT},
    )
    @ANSWERS.taken()
    def get(self, request: Request) -> HttpResponse:
        """Answer `{parametres, resultats}`."""
        refuse_unknown(request.query_params, [parameter.name for parameter in PARAMETERS])
        question = Question.read(request.query_params)
        rows = [found.public(place) for place, found in enumerate(priorities(question), 1)]
        body = {"parametres": question.public() | vintage(), "resultats": rows}
        return HttpResponse(dump(body), content_type="application/json")
