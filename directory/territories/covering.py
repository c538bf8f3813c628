"""Which poles cover a commune, on which basis, by which declared territory; which are nearest."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Prefetch, When

from directory.lists import HEAVY, alphabetical, for_lists
from directory.models import FootprintCommune, Pole, Territory
from directory.vocabulary import Basis, Status, TerritoryLevel
from geo.models import Commune, Zone
from publishing.ceilings import whole

BASIS_ORDER = {basis: place for place, basis in enumerate(Basis)}
STATUS_ORDER = {status: place for place, status in enumerate(Status)}

MOST_POLES_ON_A_COMMUNE = 50_000


@dataclass(frozen=True)
class Covering:
    """A pole over a commune: on which basis, and which of its territories holds the commune."""

    pole: Pole
    basis: Basis
    share: float | None
    territory: Territory | None


def poles_covering(commune: Commune) -> list[Covering]:
    """Public poles whose footprint holds a commune: by status, basis, then name."""
    territories = Territory.objects.select_related(
        "commune", "epci", "department", "region"
    ).order_by("pole", "level", "id")
    rows = whole(
        FootprintCommune.objects.filter(commune=commune, pole__published=True)
        .select_related("pole__seat", "pole__department", "pole__region", "pole__footprint")
        .defer(*(f"pole__{field}" for field in HEAVY))
        .prefetch_related(Prefetch("pole__territories", territories.defer("drawn")))
        .order_by("pole__name", "pole__slug"),
        MOST_POLES_ON_A_COMMUNE,
    )
    found = [
        Covering(row.pole, Basis(row.basis), row.share, holding(row.pole, commune, row.basis))
        for row in rows
    ]
    return sorted(
        found,
        key=lambda c: (
            STATUS_ORDER[Status(c.pole.status)],
            BASIS_ORDER[c.basis],
            alphabetical(c.pole),
        ),
    )


def holding(pole: Pole, commune: Commune, basis: str) -> Territory | None:
    """The declared territory that puts a commune in a pole's footprint on a given basis."""
    return next(
        (t for t in pole.territories.all() if holds(t, commune) and basis_of(t, commune) == basis),
        None,
    ) or next((t for t in pole.territories.all() if t.level == TerritoryLevel.DRAWN), None)


def holds(territory: Territory, commune: Commune) -> bool:
    """Whether a territory, drawn ones apart, names a commune or an area it is in."""
    return commune.code == territory.commune_id or (
        territory.epci_id in {commune.epci_id, commune.ept_id} - {None}
        or territory.department_id == commune.department_id
        or territory.region_id == commune.region_id
    )


def basis_of(territory: Territory, commune: Commune) -> Basis:
    """The basis on which a territory that names a commune, or an area it is in, covers it."""
    if territory.level in (TerritoryLevel.DEPARTMENT, TerritoryLevel.REGION):
        return Basis.BROAD
    return Basis.PARTIAL if territory.level == TerritoryLevel.PART else Basis.DECLARED


def nearest_poles(
    commune: Commune, *, statuses: Collection[Status], besides: Collection[int] = (), limit: int = 5
) -> list[Pole]:
    """Public poles, nearest to a commune first, and none across an ocean (see `nearest_to`)."""
    counted = Pole.objects.public().filter(status__in=statuses).exclude(pk__in=besides)
    return list(for_lists(counted.across_no_ocean(commune).nearest_to(commune.centre))[:limit])


def poles_elsewhere(
    commune: Commune, *, statuses: Collection[Status], limit: int = 5
) -> list[tuple[Pole, bool]]:
    """For a commune overseas whose department has no pole: others, and whether of its region.

    Those of its region first, then those overseas, by name; no distance is said of them.
    """
    counted = Pole.objects.public().filter(status__in=statuses)
    beside = Case(
        When(region=commune.region_id, then=0), When(region__zone=Zone.DROM, then=1), default=2
    )
    found = for_lists(counted.alias(beside=beside).order_by("beside", "name", "slug"))[:limit]
    return [(pole, pole.region_id == commune.region_id) for pole in found]
