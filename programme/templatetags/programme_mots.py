"""What pages ask of the programme: the cell of a place, the place and the age of a request."""

from datetime import timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.templatetags.atlas import figure
from programme.cells import cells_of
from programme.request_models import PATIENCE, ServiceRequest
from programme.vocabulary import State

register = template.Library()
register.simple_tag(cells_of, name="regional_cells")


@register.filter
def place_of(request: ServiceRequest) -> str:
    """The pole or the commune of a request, in words."""
    parts = [str(request.pole)] if request.pole else []
    if request.commune:
        parts.append(f"{request.commune.name} ({request.commune.department_id})")
    return ", ".join(parts) or _("pôle retiré de l'annuaire")


@register.filter
def age(request: ServiceRequest) -> str:
    """For how long a request has been there."""
    days = (timezone.now() - request.created_at) // timedelta(days=1)
    if not days:
        return _("aujourd'hui")
    return ngettext("%(days)s jour", "%(days)s jours", days) % {"days": figure(days)}


@register.filter
def is_late(request: ServiceRequest) -> bool:
    """Whether nobody has answered for too long."""
    waits = timezone.now() - request.created_at
    return request.state == State.RECEIVED and waits > PATIENCE
