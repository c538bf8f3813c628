"""The doors of the directory for machines: the poles, and the search box."""

from typing import Any

from django.http import JsonResponse
from django.urls import path
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from directory.layers import POLES
from directory.queries.search import find
from directory.reserved import WholeDirectory, WholeDirectoryFile
from geo.publishing.caching import until_changed
from geo.publishing.doors import feature_doors
from geo.publishing.parameters import Parameter, check_parameters, read_int, read_text
from geo.publishing.schema import documented

PARAMETERS = (
    Parameter("q", "Nom de commune, code Insee, code postal, EPCI, région, pôle."),
    Parameter("limit", "Nombre de résultats (8 ; 20 au plus).", "integer"),
)


class SearchView(APIView):
    """What a text may mean."""

    @extend_schema(
        operation_id="recherche",
        summary="Recherche",
        tags=["recherche"],
        parameters=[documented(parameter) for parameter in PARAMETERS],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> JsonResponse:
        """Answer `{resultats: [{type, code, nom, detail, url, lon, lat}]}`."""
        params = request.query_params
        check_parameters(params, PARAMETERS)
        text = read_text(params, "q")
        limit = read_int(params, "limit", 8, (1, 20))
        results: list[dict[str, Any]] = [found.public() for found in find(text, limit)]
        return JsonResponse({"resultats": results})


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
