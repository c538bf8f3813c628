"""`/api/`: where the API begins, for whoever types its address alone."""

from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from publishing.parameters import check_parameters

ENTRY = {
    "type": "object",
    "properties": {"adresse": {"type": "string"}, "titre": {"type": "string"}},
}
ANSWER = {
    "type": "object",
    "properties": {
        "titre": {"type": "string"},
        "documentation": {"type": "string"},
        "schema": {"type": "string"},
        "entrees": {"type": "array", "items": ENTRY},
    },
}


@cache
def entries() -> list[dict[str, str]]:
    """Every address that the schema tells, with its title: one list, which cannot fall behind."""
    told: dict[str, dict[str, Any]] = SchemaGenerator().get_schema(public=True)["paths"]
    return [
        {"adresse": path, "titre": doors["get"]["summary"]}
        for path, doors in told.items()
        if "get" in doors and path != reverse("api")
    ]


class RootView(APIView):
    """What the API answers to, and where it is documented."""

    @extend_schema(
        operation_id="accueil",
        summary="Ce que sert l'API",
        tags=["accueil"],
        responses={200: ANSWER},
    )
    def get(self, request: Request) -> Response:
        """Answer `{titre, documentation, schema, entrees: [{adresse, titre}]}`, whole addresses."""
        check_parameters(request.query_params, ())
        whole = request.build_absolute_uri
        begin = whole("/").rstrip("/")
        return Response(
            {
                "titre": f"API de l'{settings.SITE_NAME}",
                "documentation": whole(reverse("api-docs")),
                "schema": whole(reverse("api-schema")),
                "entrees": [{**entry, "adresse": begin + entry["adresse"]} for entry in entries()],
            }
        )
