"""`/api/scores/`: EPCI and EPT by an explained score of priority."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from coverage.api import vintage
from coverage.queries.scores import Body, Scores, score_choices, scores
from coverage.question import PARAMETERS, Question
from coverage.scoring import LEAST_KNOWN, SWAY, Scored
from coverage.turns import ANSWERS
from coverage.weights import PARAMETERS as WEIGHT_PARAMETERS
from coverage.weights import read_weights
from geo.publishing.features import dump
from geo.publishing.parameters import Parameter, read_int, refuse_unknown
from geo.publishing.schema import documented
from geo.publishing.views.features import links

DEFAULT_LIMIT, MOST_LIMIT = 100, 2000
DOOR_PARAMETERS = (
    *PARAMETERS,
    *WEIGHT_PARAMETERS,
    Parameter("limit", f"Territoires servis ({DEFAULT_LIMIT} ; {MOST_LIMIT} au plus).", "integer"),
    Parameter("offset", "Territoires passés avant le premier.", "integer"),
)
METHOD = (
    "Chaque composante devient la place du territoire parmi ceux qui ont une valeur (rang moyen, "
    "de 0 à 1) ; le score est leur moyenne pondérée sur les composantes connues. Sous la moitié "
    "des poids connus, un territoire a un score mais pas de rang. Rangs extrêmes : tous les poids "
    "bougent de 20 %."
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
        refuse_unknown(params, [parameter.name for parameter in DOOR_PARAMETERS])
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
            "resultats": [row(*pair) for pair in page],
        }
        return HttpResponse(dump(body), content_type="application/json")


def made_of(found: Scores) -> dict[str, Any]:
    """What the scores are made of."""
    return {
        "methode": METHOD,
        "source": "OCDE et JRC, Handbook on Constructing Composite Indicators, 2008, étape 5",
        "part_connue_minimale": LEAST_KNOWN,
        "composantes": [one.public() for one in found.components],
        "stabilite": {
            "mouvement": SWAY,
            "combinaisons": found.ranking.corners,
            "toutes": found.ranking.exact,
        },
    }


def row(body: Body, scored: Scored) -> dict[str, Any]:
    """A body, its score and what each component says."""
    return {
        "rang": scored.rank,
        "rang_meilleur": scored.best,
        "rang_pire": scored.worst,
        "code": body.code,
        "nom": body.name,
        "code_departement": body.department,
        "code_region": body.region,
        "population": body.population,
        "population_non_couverte": body.uncovered,
        "part_non_couverte": None if body.share is None else round(body.share, 4),
        "distance_moyenne_km": None if body.metres is None else round(body.metres / 1000, 1),
        "score": None if scored.score is None else round(scored.score, 4),
        "part_connue": round(scored.known_weight, 4),
        "composantes": [
            {
                "cle": part.key,
                "valeur": part.raw,
                "normalisee": None if part.normalised is None else round(part.normalised, 4),
                "poids": part.weight,
                "contribution": round(part.contribution, 4),
            }
            for part in scored.parts
        ],
    }
