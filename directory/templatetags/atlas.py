"""What templates may ask: sections of the site, vintages, public words, French figures."""

import datetime
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django import template
from django.db import DatabaseError
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Pole
from directory.queries.listing import basis_of
from directory.vocabulary import PUBLIC_BASIS, PUBLIC_STATUS, Basis, Status, Theme
from publishing.ceilings import whole
from publishing.models import Vintage

register = template.Library()

NARROW_SPACE = "\u202f"

# The menu, in its order: name of the address, label. One that has no page yet is not shown.
SECTIONS = (
    ("carte", gettext_lazy("Carte")),
    ("annuaire", gettext_lazy("Annuaire")),
    ("couverture", gettext_lazy("Couverture")),
    ("priorites", gettext_lazy("Priorités")),
    ("programme", gettext_lazy("Programme")),
    ("donnees", gettext_lazy("Données")),
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
    vintages: list[Vintage] = whole(Vintage.objects.order_by("name"), 10)
    try:
        return list(vintages)
    except DatabaseError:
        return []


@register.filter
def public_status(status: str) -> str:
    """The public value of a stored status."""
    return PUBLIC_STATUS[Status(status)]


@register.filter
def public_basis(pole: Pole) -> str:
    """The public value of the basis of a pole's footprint; "aucune" where it has none."""
    return PUBLIC_BASIS[basis_of(pole)]


@register.filter
def basis_sentence(pole: Pole) -> str:
    """What the footprint of a pole rests on, in words."""
    return {
        Basis.DECLARED: _("Territoire déclaré."),
        Basis.PARTIAL: _("Territoire déclaré : une partie de commune."),
        Basis.PRESUMED: _("Territoire présumé : l'intercommunalité du siège."),
        Basis.BROAD: _("Territoire large : département ou région."),
        Basis.NONE: _("Aucun territoire déclaré."),
    }[basis_of(pole)]


@register.filter
def theme_label(theme: str) -> str:
    """The label of a theme."""
    return str(Theme(theme).label)


@register.filter
def day(date: datetime.date) -> str:
    """A day as French writes it: the first of a month is an ordinal."""
    return ("1er " if date.day == 1 else f"{date.day} ") + date_format(date, "F Y")


@register.simple_tag
def today() -> datetime.date:
    """The day on which a page is made, in France."""
    return timezone.localdate()


@register.filter
def coordinate(degrees: float) -> str:
    """Degrees for a machine: a point, five decimals (about a metre)."""
    return f"{degrees:.5f}"


@register.filter
def figure(value: float | None, decimals: int = 0) -> str:
    """A number as French writes it: narrow no-break spaces, decimal comma."""
    if value is None:
        return "–"
    # number_format cuts decimals; a reader expects them rounded.
    text = number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True)
    return text.replace("\u00a0", NARROW_SPACE).replace(" ", NARROW_SPACE)


@dataclass(frozen=True)
class Mark:
    """Where a map marks a pole: its seat, or a point of its territory where that is not known."""

    lat: float
    lon: float
    inside: bool


@register.filter
def ordinal(rank: int) -> str:
    """« 1er », « 23e »."""
    return "1er" if rank == 1 else f"{figure(rank)}e"


@register.filter
def mark(pole: Pole) -> Mark | None:
    """The mark of a pole; None for one that has neither seat nor territory."""
    if pole.seat is not None:
        return Mark(pole.seat.centre.y, pole.seat.centre.x, inside=False)
    footprint = getattr(pole, "footprint", None)  # none is derived yet, for one just made
    inside = footprint.inside if footprint else None
    return Mark(inside.y, inside.x, inside=True) if inside else None


@register.filter
def kilometres(value: float) -> str:
    """A distance for a reader: one decimal under 10 km, none beyond; none within a commune."""
    if value < 0.05:
        return _("même commune")
    return f"{figure(value, 1 if value < 10 else 0)}{NARROW_SPACE}km"
