"""What pages ask of the programme: the cell of a place, the place and the age of a request."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone

from geo.models import Commune, Department, Epci, Region
from programme.cells import Cells, cells_in, regions_of
from programme.contacts.reading import contacts_of
from programme.models.contacts import RegionalContact
from programme.models.requests import PATIENCE, ServiceRequest
from programme.vocabulary import ContactKind, RequestState
from web.figures import day, figure
from web.french import plural

register = template.Library()


@register.simple_tag
def regional_cells(area: Commune | Epci | Department | Region) -> Cells:
    """Who to turn to in each region of a place: its cells and its contacts."""
    regions = regions_of(area)
    return cells_in(regions, contacts_of([region.pk for region in regions]))


@register.simple_tag
def regional_contacts(region: Region) -> list[RegionalContact]:
    """Who to turn to in a region."""
    return contacts_of([region.pk])


@register.filter
def purpose(contact: RegionalContact) -> str:
    """What the body does."""
    return ContactKind(contact.kind).purpose


@register.filter
def place_of(request: ServiceRequest) -> str:
    """The pole or the commune of a request, in words."""
    parts = [str(request.pole)] if request.pole else []
    if request.commune:
        parts.append(f"{request.commune.name} ({request.commune.department_id})")
    return ", ".join(parts) or "pôle retiré de l'annuaire"


@register.filter
def moment(when: datetime) -> str:
    """A day and an hour of Paris: « 1er mars 2026 à 9 h 05 »."""
    local = timezone.localtime(when)
    return "{day} à {hour} h {minute}".format(
        day=day(local),
        hour=local.hour,
        minute=f"{local.minute:02}",
    )


@register.filter
def local_day(when: datetime) -> str:
    """A day of Paris."""
    return day(timezone.localtime(when))


@register.filter
def age(request: ServiceRequest) -> str:
    """For how long a request has been there."""
    days = (timezone.now() - request.created_at) // timedelta(days=1)
    if not days:
        return "moins d'un jour"
    return plural("%(days)s jour", "%(days)s jours", days) % {"days": figure(days)}


@register.filter
def is_late(request: ServiceRequest) -> bool:
    """Whether nobody has answered for too long."""
    waits = timezone.now() - request.created_at
    return request.state == RequestState.RECEIVED and waits > PATIENCE
