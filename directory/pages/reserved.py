"""The poles of someone's territory for machines, those not published included."""

from dataclasses import replace
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.rights import reach_of
from accounts.roles import Act
from directory.models import Pole
from directory.record.dataset import POLES
from geo.reach import NOWHERE, Reach
from publishing.doors.files import ByAddress, answer
from publishing.doors.geojson import FeatureList
from publishing.files.formats import format_named
from publishing.files.layers import export_of
from publishing.layer import Field, Layer


def layer_of(reach: Reach) -> Layer:
    """The layer of the poles that a reach holds."""
    return replace(
        POLES,
        name="poles-complets",
        title="Pôles d'un territoire, fiches non publiées comprises",
        description=(
            "Réservé à ceux qui tiennent ou étudient l'annuaire : les pôles de leur territoire, "
            "publiés ou non. Aucune donnée personnelle."
        ),
        queryset=lambda: Pole.objects.within_reach(reach),
        fields=(*POLES.fields, Field("publie", "published", "La fiche est publique.", "boolean")),
        tiles=None,
    )


class Reserved(APIView):
    """A door of machines for those who may see what is not published; 404 for all others."""

    authentication_classes = (SessionAuthentication,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find how far the caller sees, before anything is asked of the database."""
        super().initial(request, *args, **kwargs)
        user = request.user
        self.reach = reach_of(user, Act.SEE_UNPUBLISHED) if user else NOWHERE
        if not self.reach:
            raise Http404

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """No cache keeps what is not for all."""
        found = super().finalize_response(request, response, *args, **kwargs)
        add_never_cache_headers(found)
        return found


@extend_schema(exclude=True)
class WholeDirectory(Reserved, FeatureList):
    """GeoJSON, with the parameters of `/api/poles/`."""

    layer = layer_of(NOWHERE)

    def get(self, request: Request) -> Any:
        """Answer a page of the poles within reach."""
        self.layer = layer_of(self.reach)  # type: ignore[misc]
        return super().get(request)


@extend_schema(exclude=True)
class WholeDirectoryFile(Reserved):
    """A file of every pole within reach, in the formats of all exports."""

    content_negotiation_class = ByAddress

    def get(self, request: Request, form: str) -> HttpResponseBase:
        """Answer the file."""
        export = replace(export_of(layer_of(self.reach)), folder="/api/reserve/")
        return answer(request, export, format_named(form))
