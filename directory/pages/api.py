"""The doors of the directory for machines: the poles, and the search box."""

from django.http import JsonResponse
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from directory.pages.reserved import WholeDirectory, WholeDirectoryFile
from directory.pages.search import KINDS as SEARCHED
from directory.pages.search import answer
from directory.record.dataset import POLES
from geo.unfollowed import KINDS
from publishing.caching import until_changed
from publishing.doors.addresses import feature_doors
from publishing.doors.openapi import REFUSED, documented
from publishing.parameters import Parameter, check_parameters, read_int, read_text

PARAMETERS = (
    Parameter(
        "q",
        "Nom de commune (avec un code postal ou un département si l’on veut), ancien nom, "
        "arrondissement, code Insee ou postal, EPCI d’aujourd’hui ou d’hier, département, "
        "région, pôle ; zone d’emploi ou bassin de vie, s’ils sont nommés comme tels (« ZE Lyon », "
        "« Vire bassin de vie »).",
    ),
    Parameter("limit", "Nombre de résultats (8 ; 20 au plus).", "integer"),
)


TEXT = {"type": "string"}
NUMBER = {"type": "number", "nullable": True}
ANSWER = {
    "type": "object",
    "required": ["resultats", "numberReturned", "autres", "phrase", "non_suivi", "pistes"],
    "properties": {
        "resultats": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "type": {"enum": list(SEARCHED)},
                    **dict.fromkeys(("code", "nom", "detail", "url"), TEXT),
                    **dict.fromkeys(("lon", "lat"), NUMBER),
                },
            },
        },
        "numberReturned": {"type": "integer"},
        "autres": {
            "type": "boolean",
            "description": "D’autres lieux ou pôles répondent, moins bien : `limit` les a laissés.",
        },
        "phrase": TEXT
        | {
            "description": "Ce que les résultats ne disent pas : lieu hors des 101 départements, "
            "code d’aucune commune, EPCI d’hier et ce qu’il est devenu, arrondissement "
            "qui n’existe pas, région d’avant 2016, ce qui n’est pas suivi (`non_suivi`), rien "
            "trouvé ; vide le plus souvent."
        },
        "non_suivi": {
            "type": "array",
            "description": "Ce que le premier résultat ne suit pas de la question : un "
            "département, une région ou un code qui contredit le nom, un code qui n’existe pas, un "
            "niveau (zone d’emploi, bassin de vie) où il n’est pas. Vide quand tout est suivi.",
            "items": {
                "type": "object",
                "required": ["texte", "nature", "phrase"],
                "properties": {
                    "texte": TEXT | {"description": "La partie de la question, sans accent."},
                    "nature": {"enum": list(KINDS)},
                    "phrase": TEXT | {"description": "Ce qui est vrai à la place."},
                },
            },
        },
        "pistes": {
            "type": "array",
            "description": "Où aller quand rien ne répond.",
            "items": {"type": "object", "properties": {"nom": TEXT, "url": TEXT}},
        },
    },
}


class SearchView(APIView):
    """What a text may mean."""

    @extend_schema(
        operation_id="recherche",
        summary="Recherche",
        tags=["recherche"],
        parameters=[documented(parameter) for parameter in PARAMETERS],
        responses={(200, "application/json"): ANSWER, **REFUSED},
    )
    def get(self, request: Request) -> JsonResponse:
        """Answer `{resultats: [{type, code, nom, detail, url…}], phrase, non_suivi, pistes}`."""
        params = request.query_params
        check_parameters(params, PARAMETERS)
        text = read_text(params, "q")
        limit = read_int(params, "limit", 8, (1, 20))
        return JsonResponse(answer(text, limit).public())


urlpatterns = [
    *feature_doors(POLES),
    path("api/reserve/poles-complets/", WholeDirectory.as_view(), name="api-poles-complets"),
    path(
        "api/reserve/poles-complets.<str:form>",
        WholeDirectoryFile.as_view(),
        name="export-poles-complets",
    ),
    path(
        "api/recherche/",
        until_changed(("ground", "poles"))(SearchView.as_view()),
        name="api-recherche",
    ),
]
