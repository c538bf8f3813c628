"""Which regional cell stands for a place, and the national one where none is known."""

from dataclasses import dataclass

from django.db.models import Q

from geo.levels import inside
from geo.models import Commune, Department, DerivedArea, Region
from programme.models import Partner
from programme.models.contacts import RegionalContact
from programme.vocabulary import CELLS, ContactKind, Kind
from publishing.ceilings import whole

MOST = 5000


@dataclass(frozen=True)
class RegionCells:
    """The cells known of one region: none, most often one."""

    region: Region
    cells: list[Partner]
    contacts: list[RegionalContact]

    @property
    def contact(self) -> bool:
        """Whether the contacts of the region name a regional cell in use."""
        return any(one.kind == ContactKind.CELL and one.in_use for one in self.contacts)

    @property
    def state(self) -> str:
        """What the map paints: « connue », « creation » or « inconnue »."""
        kinds = {cell.kind for cell in self.cells}
        if Kind.REGIONAL_CELL in kinds or self.contact:
            return "connue"
        return "creation" if kinds else "inconnue"


@dataclass(frozen=True)
class Cells:
    """The cells of the regions of a place, and the national one."""

    regions: list[RegionCells]
    national: Partner | None


def cells_in(regions: list[Region], contacts: list[RegionalContact]) -> Cells:
    """The cells of some regions, in two lists and one query, beside their contacts."""
    wanted = Q(kind__in=CELLS, regions__overlap=[region.code for region in regions])
    found = whole(Partner.objects.filter(wanted | Q(kind=Kind.NATIONAL_CELL)), MOST)
    cells = [partner for partner in found if partner.kind in CELLS]
    return Cells(
        [
            RegionCells(
                one,
                [c for c in cells if one.code in c.regions],
                [c for c in contacts if c.region_id == one.code],
            )
            for one in regions
        ],
        next((partner for partner in found if partner.kind == Kind.NATIONAL_CELL), None),
    )


def regions_of(area: Commune | DerivedArea) -> list[Region]:
    """The regions of a place; those of its communes for one that may straddle two."""
    if isinstance(area, Region):
        return [area]
    if isinstance(area, Commune | Department):
        return [area.region]
    members = Commune.objects.current().filter(inside(area))
    return whole(
        Region.objects.filter(pk__in=members.values("region")).order_by("name_key", "code"), MOST
    )
