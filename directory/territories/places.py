"""The places that pages are about, with what is around them."""

from typing import Any

from geo.levels import Level, within
from geo.models import Commune, Department, DerivedArea, Region
from publishing.ceilings import whole

MOST_COMMUNES = 1500


def commune_of(code: str) -> Commune:
    """A commune in force, by a code that was resolved."""
    known = Commune.objects.current().select_related("department", "region", "epci", "ept")
    return known.get(code=code)


def area_of(level: Level, code: str) -> Any:
    """An area in force, by a code that was resolved, with those it is in."""
    return level.areas().select_related(*level.inside).get(pk=code)


def departments_of(region: Region) -> list[Department]:
    """The departments of a region, by code."""
    return list(Department.objects.current().filter(region=region).order_by("code"))


def communes_of(area: DerivedArea) -> list[Commune]:
    """The communes of an area, by name."""
    light = Commune.objects.current().filter(within(area)).select_related("department", "ept")
    return whole(light.defer("centre", "postcodes").order_by("name_key", "code"), MOST_COMMUNES)
