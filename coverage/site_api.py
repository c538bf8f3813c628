"""`/api/sites/`: the best sites for a number of poles, or for a budget."""

from decimal import Decimal

from django.http import HttpResponse, QueryDict
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from coverage.api import vintage
from coverage.queries.sites import Plan, public, solve
from coverage.question import PARAMETERS, Question
from coverage.siting.errors import SitingError
from coverage.siting.problem import MOST_SITES, sites_within
from coverage.turns import SITES
from geo.publishing.features import dump
from geo.publishing.parameters import (
    Parameter,
    read_choice,
    read_int,
    read_text,
    refuse_unknown,
)
from geo.publishing.problems import ParameterProblem
from geo.publishing.schema import documented

BUDGET, GRANT, MOST_EUROS = 1_500_000, 100_000, 1_000_000_000
MOST_RADIUS_KM = 200  # beyond, 35,000 communes by 1,264 seats no longer fit in a worker
DOOR_PARAMETERS = (
    *PARAMETERS,
    Parameter(
        "k",
        f"Nombre de sites (1 à {MOST_SITES}) ; sinon `budget` divisé par `dotation`.",
        "integer",
    ),
    Parameter("budget", f"Budget en euros ({BUDGET} par défaut).", "integer"),
    Parameter("dotation", f"Dotation par site, en euros ({GRANT} par défaut).", "integer"),
    Parameter(
        "candidats",
        "epci (tous les EPCI et EPT, par défaut), emergents (les pôles émergents), ou des SIREN "
        "et codes Insee séparés par des virgules.",
    ),
    Parameter(
        "territoire",
        "Ce qu'un site couvre : le rayon autour de lui, ou son EPCI.",
        accepted=("rayon", "epci"),
    ),
    Parameter("methode", "Réponse rapide ou exacte.", accepted=("rapide", "exacte")),
    Parameter("poids", "Ce qui est maximisé.", accepted=("population",)),
    Parameter("forcer", "Candidats imposés, séparés par des virgules."),
    Parameter("exclure", "Candidats écartés, séparés par des virgules."),
)


def read_plan(params: QueryDict) -> Plan:
    """What is asked of a portfolio."""
    read_choice(params, "poids", "population", ("population",))
    if params.get("k"):
        count = read_int(params, "k", 0, (1, MOST_SITES))
    else:
        budget = read_int(params, "budget", BUDGET, (1, MOST_EUROS))
        grant = read_int(params, "dotation", GRANT, (1, MOST_EUROS))
        count = sites_within(Decimal(budget), Decimal(grant))
    return Plan(
        count=count,
        candidates=params.get("candidats", "").strip() or "epci",
        by_territory=read_choice(params, "territoire", "rayon", ("rayon", "epci")) == "epci",
        exactly=read_choice(params, "methode", "rapide", ("rapide", "exacte")) == "exacte",
        forced=keys(params, "forcer"),
        excluded=keys(params, "exclure"),
    )


def keys(params: QueryDict, name: str) -> tuple[str, ...]:
    """Keys of candidates, each once."""
    values = (value.strip() for value in read_text(params, name).split(","))
    return tuple(dict.fromkeys(value for value in values if value))


class SiteView(APIView):
    """Sites that cover the most people not covered yet (maximal covering location problem)."""

    @extend_schema(
        operation_id="sites",
        summary="Meilleurs sites",
        description="Choisit les sites qui couvrent le plus d'habitants que rien ne couvre encore.",
        tags=["couverture"],
        parameters=[documented(parameter) for parameter in DOOR_PARAMETERS],
        responses={200: OpenApiTypes.OBJECT},
    )
    @SITES.taken()
    def get(self, request: Request) -> HttpResponse:
        """Answer the sites in order of gain, with the proof, and the curve for 1 to k sites."""
        params = request.query_params
        refuse_unknown(params, [parameter.name for parameter in DOOR_PARAMETERS])
        question = Question.read(params)
        if question.radius_km > MOST_RADIUS_KM:
            raise ParameterProblem(
                "rayon_km", params["rayon_km"], f"de 0 à {MOST_RADIUS_KM} km pour choisir des sites"
            )
        try:
            plan = read_plan(params)
            body = public(solve(question, plan), plan)
        except SitingError as error:
            raise ParameterProblem(
                error.parameter, params.get(error.parameter, ""), str(error)
            ) from None
        head = {"parametres": question.public() | vintage()}
        return HttpResponse(dump(head | body), content_type="application/json")
