"""`/api/contacts/`: who to turn to in each region, as public pages name them."""

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from geo.codes import Level
from geo.filters import read_code
from geo.models import Region
from programme.contacts.reading import contacts_of, public
from programme.vocabulary import ContactKind
from publishing.doors.geojson import links
from publishing.doors.openapi import documented
from publishing.features import dump
from publishing.parameters import Parameter, check_parameters, read_choice, read_int

JSON = "application/json"
DEFAULT_LIMIT, MOST_LIMIT = 100, 1000
PARAMETERS = (
    Parameter("region", "Code de région."),
    Parameter("nature", "Nature de l'organisme.", accepted=tuple(ContactKind.values)),
    Parameter("limit", f"Contacts servis ({DEFAULT_LIMIT} ; {MOST_LIMIT} au plus).", "integer"),
    Parameter("offset", "Contacts passés avant le premier.", "integer"),
)


class ContactView(APIView):
    """Bodies by region."""

    @extend_schema(
        operation_id="contacts",
        summary="Contacts publics des régions",
        description=(
            "Des institutions, jamais des personnes, relevées dans des pages publiques avec leur "
            "source et leur date. Une région sans ligne : aucun contact trouvé, ce qui ne veut pas "
            "dire qu'il n'y en a pas ; `regions_sans_contact` en donne la liste. `joignable` est "
            "faux quand la source dit que l'organisme ne peut plus servir de contact."
        ),
        tags=["programme"],
        parameters=[documented(parameter) for parameter in PARAMETERS],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> HttpResponse:
        """Answer a page of contacts, and the regions that have none."""
        params = request.query_params
        check_parameters(params, PARAMETERS)
        region = read_code(params, "region", Level.REGION)
        kind = read_choice(params, "nature", "", ("", *ContactKind.values))
        limit = read_int(params, "limit", DEFAULT_LIMIT, (1, MOST_LIMIT))
        offset = read_int(params, "offset", 0, (0, 100_000))
        asked = Region.objects.current().order_by("code")
        codes = [region] if region else list(asked.values_list("code", flat=True))
        every = contacts_of(codes)
        found = [one for one in every if not kind or one.kind == kind]
        page = found[offset : offset + limit]
        usable = {one.region_id for one in every if one.in_use}
        body = {
            "parametres": {"region": region or None, "nature": kind or None},
            "numberMatched": len(found),
            "numberReturned": len(page),
            "links": links(request, offset, limit, len(found), JSON),
            "regions_sans_contact": [code for code in codes if code not in usable],
            "resultats": [public(one) for one in page],
        }
        return HttpResponse(dump(body), content_type=JSON)


urlpatterns = [path("api/contacts/", ContactView.as_view(), name="api-contacts")]
