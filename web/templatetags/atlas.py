"""What every template may ask: sections of the site, vintages, French figures."""

import datetime
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django import template
from django.db import DatabaseError
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from publishing.models import Vintage
from publishing.vintages import vintages
from web.figures import coordinate, day, figure, kilometres, ordinal

register = template.Library()
for written in (figure, ordinal, kilometres, day, coordinate):
    register.filter(written)

# The menu, in its order: name of the address, label. One that has no page yet is not shown.
SECTIONS = (
    ("carte", "Carte"),
    ("annuaire", "Annuaire"),
    ("couverture", "Couverture"),
    ("priorites", "Priorités"),
    ("programme", "Programme"),
    ("donnees", "Données"),
)
# Pages of a section that stand at addresses of their own.
UNDER = {"programme": ("appels", "services", "agenda", "partenaires", "demandes")}


@dataclass(frozen=True)
class Section:
    """One entry of the menu."""

    label: str
    url: str
    here: bool
    current: bool


@register.simple_tag(takes_context=True)
def site_sections(context: Context) -> list[Section]:
    """Entries of the menu whose page exists; `current` where the reader is in that section."""
    request = context.get("request")
    path = request.path if request is not None else ""
    sections = []
    for name, label in SECTIONS:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        within = url != "/" and path.startswith((url, *addresses(UNDER.get(name, ()))))
        sections.append(Section(str(label), url, here=path == url, current=path == url or within))
    return sections


def addresses(names: Iterable[str]) -> list[str]:
    """The addresses of pages, those that exist."""
    found = []
    for name in names:
        with suppress(NoReverseMatch):
            found.append(reverse(name))
    return found


@register.simple_tag
def loaded_vintages() -> list[Vintage]:
    """The vintages that stand in the database; none when it does not answer (error pages)."""
    try:
        return vintages()
    except DatabaseError:
        return []


@register.simple_tag
def today() -> datetime.date:
    """The day on which a page is made, in France."""
    return timezone.localdate()
