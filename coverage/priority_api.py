"""`/api/priorites/`: the emerging poles, ranked by what they would add, and why."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from coverage import cutting
from coverage.api import vintage
from coverage.queries.priorities import priorities
from coverage.queries.scores import score_choices
from coverage.question import PARAMETERS, Question
from coverage.turns import ANSWERS
from coverage.weights import PARAMETERS as WEIGHT_PARAMETERS
from coverage.weights import read_weights
from publishing.doors.geojson import links
from publishing.doors.openapi import documented
from publishing.features import dump
from publishing.parameters import Parameter, check_parameters, read_int

DEFAULT_LIMIT, MOST_LIMIT, MOST_OFFSET = 1000, 5000, 50_000
DOOR_PARAMETERS = (
    *PARAMETERS,
    *WEIGHT_PARAMETERS,
    cutting.PARAMETER,
    Parameter("limit", f"Pôles servis ({DEFAULT_LIMIT} ; {MOST_LIMIT} au plus).", "integer"),
    Parameter("offset", "Pôles passés avant le premier.", "integer"),
)


class PriorityView(APIView):
    """Emerging poles, the one that would add most people first."""

    @extend_schema(
        operation_id="priorites",
        summary="Pôles émergents, par ce qu'ils ajouteraient",
        description=(
            "Une commune est gagnée si rien de ce qui est compté ne la couvre, et que le pôle la "
            "couvrirait sur une base comptée ; sans territoire, dans `rayon_km` de son siège. Le "
            "score est celui de son EPCI dans `/api/scores/`, selon `profil` ou `poids`. `lacunes` "
            "nomme celles où il est ou qu'il touche, comme `/api/lacunes/`."
        ),
        tags=["couverture"],
        parameters=[documented(parameter) for parameter in DOOR_PARAMETERS],
        responses={200: OpenApiTypes.OBJECT},
    )
    @ANSWERS.taken()
    def get(self, request: Request) -> HttpResponse:
        """Answer a page: `{parametres, numberMatched, numberReturned, links, resultats}`."""
        params = request.query_params
        check_parameters(params, DOOR_PARAMETERS)
        limit = read_int(params, "limit", DEFAULT_LIMIT, (1, MOST_LIMIT))
        offset = read_int(params, "offset", 0, (0, MOST_OFFSET))
        question = Question.read(params)
        weights = read_weights(params, score_choices())
        cut = cutting.read_cut(params)
        found = priorities(question, weights.values, cut=cut)
        page = found[offset : offset + limit]
        body = {
            "parametres": question.public() | weights.public() | cutting.public(cut) | vintage(),
            "numberMatched": len(found),
            "numberReturned": len(page),
            "links": links(request, offset, limit, len(found), "application/json"),
            "resultats": [priority.public() for priority in page],
        }
        return HttpResponse(dump(body), content_type="application/json")
