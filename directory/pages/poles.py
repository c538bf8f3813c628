"""A pole's page: everything known of it, with its sources."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from accounts.rights import reach_of
from accounts.roles import Act
from directory.definitions import BASES, STATUSES
from directory.lists import basis_of
from directory.models import Pole
from directory.pages.record import covered_by, pole_record
from directory.pages.timeline import events_of
from directory.record.fields import in_order
from directory.steps import directory_step
from directory.territories.covering import nearest_poles
from directory.vocabulary import Basis, Status, TerritoryLevel
from directory.words.poles import identity, territory_of
from web.page import Crumb, Page, absolute

NEAREST = 5
COUNTED_NEAR = (Status.ACTIVE, Status.EMERGING, Status.UNKNOWN)
ADMINISTRATIVE = (
    TerritoryLevel.COMMUNE,
    TerritoryLevel.EPCI,
    TerritoryLevel.DEPARTMENT,
    TerritoryLevel.REGION,
)


@require_safe
def pole(request: HttpRequest, slug: str) -> HttpResponse:
    """Render a public pole, or one not published to who may see it; 404 for any other slug."""
    try:
        record = pole_record(slug)
    except Pole.DoesNotExist:
        # Only here is the session asked for: public pages are the same for all.
        record = unpublished(request, slug)
    basis = basis_of(record)
    sentence = identity(record)
    context: dict[str, Any] = {
        "page": page(record, sentence),
        "pole": record,
        "identity": sentence,
        "basis": BASES[basis],
        "status": STATUSES[Status(record.status)],
        "territory": territory_of(record, basis),
        "ground": covered_by(record) if basis != Basis.NONE else None,
        "events": events_of(record),
        "nearest": nearest_to(record),
        "contact_email": settings.CONTACT_EMAIL,
    }
    response = render(request, "directory/pages/pole.html", context)
    if not record.published:
        add_never_cache_headers(response)
    return response


def unpublished(request: HttpRequest, slug: str) -> Pole:
    """A pole that the public does not see, for those whose territory it is in; 404 otherwise."""
    reach = reach_of(request.user, Act.SEE_UNPUBLISHED)
    try:
        return pole_record(slug, Pole.objects.within_reach(reach) if reach else Pole.objects.none())
    except Pole.DoesNotExist:
        raise Http404(f"Aucun pôle publié ne porte l'identifiant « {slug} ».") from None


def nearest_to(record: Pole) -> list[Pole]:
    """The poles nearest to a pole's seat, those that ended apart; none without a seat."""
    if record.seat is None:
        return []
    return nearest_poles(record.seat, statuses=COUNTED_NEAR, besides=[record.pk], limit=NEAREST)


def page(record: Pole, sentence: str) -> Page:
    """The page's identity: above it, the directory and the region."""
    region = Crumb(record.region.name, record.region.get_absolute_url())
    return Page.under(
        directory_step(),
        region,
        name=record.name,
        summary=record.description or sentence,
        path=record.get_absolute_url(),
        data=(organisation(record),),
        indexed=record.published,
    )


def organisation(record: Pole) -> dict[str, Any]:
    """The pole as a schema.org Organization; only what is known."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": absolute(record.get_absolute_url()),
        **linked(record),
        "url": record.website or absolute(record.get_absolute_url()),
        "address": address(record),
        "areaServed": [
            {"@type": "AdministrativeArea", "name": str(territory)}
            for territory in record.territories.all()
            if territory.level in ADMINISTRATIVE
        ],
    }
    return {key: value for key, value in data.items() if value}


def linked(record: Pole) -> dict[str, Any]:
    """What schema.org has a word for, of the fields of a record."""
    found = {}
    for field in in_order(first=("name", "other_names", "description")):
        if field.linked:
            value = getattr(record, field.column)
            found[field.linked] = str(value) if isinstance(value, int) else value
    return found


def address(record: Pole) -> dict[str, str]:
    """Where the pole is, as a schema.org PostalAddress."""
    place = {
        "@type": "PostalAddress",
        "addressLocality": record.seat.name if record.seat else "",
        "addressRegion": record.region.name,
        "addressCountry": "FR",
    }
    return {key: value for key, value in place.items() if value}
