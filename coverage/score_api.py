"""`/api/scores/`: EPCI and EPT by an explained score of priority."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from coverage.api import vintage
from coverage.queries.scores import METHOD, made_of, row, score_choices, scores
from coverage.question import PARAMETERS, Question
from coverage.turns import ANSWERS
from coverage.weights import PARAMETERS as WEIGHT_PARAMETERS
from coverage.weights import read_weights
from publishing.doors.geojson import links
from publishing.doors.openapi import documented
from publishing.features import dump
from publishing.parameters import Parameter, check_parameters, read_int

DEFAULT_LIMIT, MOST_LIMIT = 100, 2000
DOOR_PARAMETERS = (
    *PARAMETERS,
    *WEIGHT_PARAMETERS,
    Parameter("limit", f"Territoires servis ({DEFAULT_LIMIT} ; {MOST_LIMIT} au plus).", "integer"),
    Parameter("offset", "Territoires passés avant le premier.", "integer"),
)


class ScoreView(APIView):
    """Bodies by score, the most of a priority first; those too little known come last."""

    @extend_schema(
        operation_id="scores",
        summary="Score de priorité des EPCI et EPT, expliqué",
        description=METHOD,
        tags=["couverture"],
        parameters=[documented(parameter) for parameter in DOOR_PARAMETERS],
        responses={200: OpenApiTypes.OBJECT},
    )
    @ANSWERS.taken()
    def get(self, request: Request) -> HttpResponse:
        """Answer `{parametres, composantes, stabilite, resultats}`."""
        params = request.query_params
        check_parameters(params, DOOR_PARAMETERS)
        limit = read_int(params, "limit", DEFAULT_LIMIT, (1, MOST_LIMIT))
        offset = read_int(params, "offset", 0, (0, MOST_LIMIT))
        question = Question.read(params)
        weights = read_weights(params, score_choices())
        found = scores(question, weights.values)
        page = found.ranked[offset : offset + limit]
        body = {
            "parametres": question.public() | weights.public() | vintage(),
            **made_of(found),
            "numberMatched": len(found.ranked),
            "numberReturned": len(page),
            "links": links(request, offset, limit, len(found.ranked), "application/json"),
            "resultats": [row(*pair, found) for pair in page],
        }
        return HttpResponse(dump(body), content_type="application/json")
