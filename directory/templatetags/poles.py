"""What templates ask of a pole: public words, the mark of the map, definitions on paper."""

from dataclasses import dataclass

from django import template

from directory.definitions import BASES, STATUSES, Definition
from directory.lists import basis_of
from directory.models import Pole
from directory.record.fields import LISTED
from directory.vocabulary import PUBLIC_BASIS, PUBLIC_STATUS, Basis, Status, Theme

register = template.Library()


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
        Basis.DECLARED: "Territoire déclaré.",
        Basis.PARTIAL: "Territoire déclaré : une partie de commune.",
        Basis.PRESUMED: "Territoire présumé : l'intercommunalité du siège.",
        Basis.BROAD: "Territoire large : département ou région.",
        Basis.NONE: "Aucun territoire déclaré.",
    }[basis_of(pole)]


@register.filter
def place(pole: Pole) -> str:
    """Where a pole is: the commune of its seat and its department, else what is known of it."""
    if pole.seat is None:
        return (pole.department or pole.region).name
    department = pole.department.name if pole.department else pole.seat.name
    return pole.seat.name if department == pole.seat.name else f"{pole.seat.name}, {department}"


@register.simple_tag
def listed_headings() -> list[str]:
    """The headings of what tables of poles show of their records."""
    return [field.listed for field in LISTED]


@register.filter
def listed(pole: Pole) -> list[tuple[str, str]]:
    """What tables show of a pole: heading and value, "" where it is not known."""
    return [(field.listed, str(getattr(pole, field.column) or "")) for field in LISTED]


@register.filter
def theme_label(theme: str) -> str:
    """The label of a theme."""
    return str(Theme(theme).label)


@dataclass(frozen=True)
class Mark:
    """Where a map marks a pole: its seat, or a point of its territory where that is not known."""

    lat: float
    lon: float
    inside: bool


@register.filter
def mark(pole: Pole) -> Mark | None:
    """The mark of a pole; None for one that has neither seat nor territory."""
    if pole.seat is not None:
        return Mark(pole.seat.centre.y, pole.seat.centre.x, inside=False)
    footprint = getattr(pole, "footprint", None)  # none is derived yet, for one just made
    inside = footprint.inside if footprint else None
    return Mark(inside.y, inside.x, inside=True) if inside else None


@register.simple_tag
def paper_definitions() -> dict[str, list[Definition]]:
    """The words that a page of a territory rests on: a sheet of paper has no link to follow."""
    return {"bases": list(BASES.values()), "statuses": list(STATUSES.values())}
