"""Poles as lists show them: with seat, areas and footprint's figures, never with its geometry."""

from typing import Any

from django.db.models import QuerySet

from directory.models import Pole
from directory.record.fields import SORTED
from directory.record.filters import PoleFilters
from directory.vocabulary import Basis
from geo.names import normalise
from publishing.ceilings import whole

HEAVY = (
    "loaded",
    "note",
    "footprint__contour",
    "footprint__exact",
    "footprint__general",
    "footprint__tile",
)


def for_lists(poles: "QuerySet[Pole, Any]") -> "QuerySet[Pole, Any]":
    """The poles with all that a card or a row shows, in one query.

    The editors' note and the geometries stay in the database.
    """
    return poles.select_related("seat", "department", "region", "footprint").defer(*HEAVY)


def alphabetical(pole: Pole) -> tuple[str, str]:
    """A sorting key for names, as a French reader expects it: accents and case do not count."""
    return normalise(pole.name), pole.slug


# By a public value: what a list may be sorted on.
SORTS = ("region", "nom", *SORTED, "population")
MOST_POLES = 50_000


def poles_sorted(filters: PoleFilters, sort: str) -> list[Pole]:
    """Public poles that meet the filters, sorted on one of `SORTS`.

    By a field of the record: the latest year first, unknown ones last. By population: the most
    people in the communes of the footprint first.
    """
    found = whole(for_lists(filters.apply(Pole.objects.public())).order_by("slug"), MOST_POLES)
    poles = sorted(found, key=alphabetical)
    if sort == "region":
        poles.sort(key=lambda pole: pole.region.name_key)
    elif sort in SORTED:
        poles.sort(key=lambda pole: -(getattr(pole, SORTED[sort].column) or 0))
    elif sort == "population":
        poles.sort(key=lambda pole: -population_of(pole))
    return poles


def population_of(pole: Pole) -> int:
    """People in the communes of a pole's footprint; 0 without one."""
    footprint = getattr(pole, "footprint", None)
    return footprint.population if footprint is not None else 0


def basis_of(pole: Pole) -> Basis:
    """The basis of a pole's footprint."""
    footprint = getattr(pole, "footprint", None)
    return Basis(footprint.basis) if footprint is not None else Basis.NONE
