"""The places that pages are about, with what is around them."""

from typing import Any

from geo.levels import LEVELS, Level, inside
from geo.models import Commune, Department, DerivedArea, StudyArea
from publishing.ceilings import whole

MOST_COMMUNES = 1500


def commune_of(code: str) -> Commune:
    """A commune in force, by a code that was resolved."""
    known = Commune.objects.current().select_related("department", "region", "epci", "ept")
    return known.get(code=code)


def area_of(level: Level, code: str) -> Any:
    """An area in force, by a code that was resolved, with those it is in."""
    return level.coded([code]).select_related(*level.inside).get()


def departments_of(area: DerivedArea) -> list[Department]:
    """The departments in which an area has communes, by code."""
    here = Commune.objects.current().filter(inside(area)).values("department")
    return list(
        Department.objects.current().filter(pk__in=here).select_related("region").order_by("code")
    )


def namesake_outside(area: StudyArea) -> Commune | None:
    """The commune whose code is that of an area that does not hold it."""
    known = Commune.objects.current().filter(pk=area.code).exclude(inside(area))
    return known.order_by("pk").first()


def studied_around(commune: Commune) -> list[StudyArea]:
    """The study areas of a commune, in the order of their levels."""
    found = StudyArea.objects.current().filter(members__commune=commune)
    places = list(LEVELS)
    return sorted(found.order_by("key"), key=lambda area: places.index(area.level))


def communes_of(area: DerivedArea) -> list[Commune]:
    """The communes of an area, by name."""
    light = Commune.objects.current().filter(inside(area)).select_related("department", "ept")
    return whole(light.defer("centre", "postcodes").order_by("name_key", "code"), MOST_COMMUNES)
