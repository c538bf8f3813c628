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
from publishing.caching import unrepeatable
from publishing.doors.openapi import documented
from publishing.features import dump
from publishing.parameters import check_parameters

DOOR_PARAMETERS = (*PARAMETERS, *PLAN_PARAMETERS)


class SiteView(APIView):
    """Sites that cover the most people not covered yet (maximal covering location problem)."""

    @extend_schema(
        operation_id="sites",
        summary="Meilleurs sites",
        description=(
            "Choisit les sites qui couvrent le plus d'habitants que rien ne couvre encore. Les "
            "champs `population_…` comptent toujours des habitants ; `valeur_…` et `borne`, ce "
            "qui est maximisé, dans l'unité que dit `ponderation` (les deux sont égaux quand "
            "`poids` est `population`). Rangs et courbe suivent la valeur : les habitants de la "
            "courbe peuvent baisser là où un échange en gagne. À valeur égale, le plus petit code "
            "(Insee, SIREN ou identifiant de pôle) est choisi, quel que soit l'ordre de la "
            "demande.\n\n"
            "`payes` : les sites que paie le budget, nul avec `k` ; `demandes` : ceux que l'on "
            "cherche, moins nombreux s'il y a moins de candidats ; `choisis` : ceux qui ajoutent "
            "quelque chose, ou que l'on impose. `sans_lieu` : les pôles émergents qui ne sont pas "
            "candidats, car ni leur siège ni leur territoire n'est connu.\n\n"
            "Le dernier point de `courbe` est la réponse ; `apres_echanges` dit qu'elle remplace "
            "des sites des points précédents (`cle` est alors nul). `ecart` est arrondi par "
            "excès : 0 veut dire prouvé, comme `prouve`. `interrompu` : la recherche exacte a "
            "atteint `limite_s` secondes ; la même demande peut recevoir une autre réponse, qui "
            "n'a donc pas d'`ETag` et ne se garde pas."
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
        response = HttpResponse(dump(head | public(answer)), content_type="application/json")
        return unrepeatable(response) if answer.portfolio.interrupted else response
