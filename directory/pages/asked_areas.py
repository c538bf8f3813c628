"""The departments or regions that filters name: which they are, and what a map frames for them."""

from collections.abc import Iterable

from django.contrib.gis.db.models import Extent
from django.contrib.gis.db.models.functions import Envelope

from directory.record.filters import PoleFilters
from geo.models import Department, Region, Zone

Areas = list[Department] | list[Region]


def areas_asked(filters: PoleFilters) -> Areas:
    """The departments that filters name, else the regions; none for the whole country."""
    if filters.departement:
        return list(Department.objects.filter(pk__in=filters.departement).order_by("code"))
    return list(Region.objects.filter(pk__in=filters.region).order_by("name", "code"))


def frame_of(areas: Areas) -> str:
    """What holds them all: « south,west,north,east », degrees; "" where one map cannot.

    Beside areas of the mainland, those overseas keep to their own small maps.
    """
    shown = [area for area in areas if area.zone == Zone.METRO] or list(areas)
    if not shown or (shown[0].zone == Zone.DROM and len(lands(shown)) > 1):
        return ""
    boxes = type(shown[0]).objects.filter(pk__in=[area.pk for area in shown])
    extent = boxes.aggregate(extent=Extent(Envelope("shape__general")))["extent"]
    if extent is None:
        return ""
    west, south, east, north = extent
    return f"{south:.5f},{west:.5f},{north:.5f},{east:.5f}"


def lands(areas: Iterable[Department | Region]) -> set[str]:
    """The regions of areas; overseas each is an island or a land of its own."""
    return {area.region_id if isinstance(area, Department) else area.code for area in areas}
