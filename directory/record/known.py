"""Codes that a record may name: what the database knows of each, and why one is none."""

from collections.abc import Collection
from dataclasses import dataclass, field

from directory.vocabulary import TerritoryLevel
from geo import levels
from geo.codes import accepted_among, lost_zero
from geo.models import Commune, Department, Epci, FormerCommune, Region
from publishing.ceilings import whole

MOST_COMMUNES, MOST_AREAS = 100_000, 5_000  # past communes with those of today


@dataclass(frozen=True)
class CommuneFacts:
    """What the checks of a record ask about a commune."""

    name: str
    department: str
    region: str
    epci: str | None
    ept: str | None
    obsolete: bool = False

    @property
    def presumed_epci(self) -> str | None:
        """The SIREN that a file may give for « the EPCI of the seat »: the EPT comes first."""
        return self.ept or self.epci


@dataclass
class KnownCodes:
    """What the database knows of the codes at hand."""

    communes: dict[str, CommuneFacts] = field(default_factory=dict)
    former: dict[str, tuple[str, str]] = field(default_factory=dict)  # code → today's code, name
    epcis: dict[str, str] = field(default_factory=dict)
    departments: dict[str, tuple[str, str]] = field(default_factory=dict)  # → name, region
    regions: dict[str, str] = field(default_factory=dict)
    empty: bool = False  # no commune at all: the ground is not loaded


def known_codes() -> KnownCodes:
    """Everything current. 35,000 communes without geometry: some 0.2 s and 20 MB."""
    return read(None)


def known_among(codes: Collection[str]) -> KnownCodes:
    """What a few codes are, and would be with the zero that they may have lost."""
    return read({*codes, *(f"0{code}" for code in codes if code.isdigit())})


def read(codes: Collection[str] | None) -> KnownCodes:
    """The ground of some codes, whatever their level, or of all."""
    only = {} if codes is None else {"pk__in": codes}
    former = {} if codes is None else {"code__in": codes}
    ground = KnownCodes()
    fields = ("code", "name", "department_id", "region_id", "epci_id", "ept_id", "obsolete")
    communes = Commune.objects.filter(**only).order_by("code").values_list(*fields)
    for code, *facts in whole(communes, MOST_COMMUNES):
        ground.communes[code] = CommuneFacts(*facts)
    ground.empty = not ground.communes
    rows = FormerCommune.objects.filter(**former).order_by("code")
    names = rows.values_list("code", "commune_id", "commune__name")
    ground.former = {code: (today, name) for code, today, name in whole(names, MOST_COMMUNES)}
    epcis = Epci.objects.current().filter(**only).order_by("siren").values_list("siren", "name")
    ground.epcis = dict(whole(epcis, MOST_AREAS))
    departments = Department.objects.current().filter(**only).order_by("code")
    named = departments.values_list("code", "name", "region_id")
    ground.departments = {code: (name, region) for code, name, region in whole(named, MOST_AREAS)}
    regions = Region.objects.current().filter(**only).order_by("code").values_list("code", "name")
    ground.regions = dict(whole(regions, MOST_AREAS))
    return ground


def commune_fault(code: str, ground: KnownCodes) -> str | None:
    """Why a code is no commune of today."""
    known = ground.communes.get(code)
    if known and not known.obsolete:
        return None
    if code in ground.former:
        today, name = ground.former[code]
        return f"{today} ({name}), la commune d'aujourd'hui"
    if known:
        return "une commune en vigueur (celle-ci n'existe plus)"
    whole = ground.communes.get(lost_zero(levels.COMMUNE, code))
    names = {lost_zero(levels.COMMUNE, code): whole.name} if whole and not whole.obsolete else {}
    return accepted_among(levels.COMMUNE, code, names)


def epci_fault(siren: str, ground: KnownCodes) -> str | None:
    """Why a SIREN is no EPCI or EPT of today."""
    known = siren in ground.epcis
    return None if known else levels.EPCI.form.accepted


def department_fault(code: str, ground: KnownCodes) -> str | None:
    """Why a code is no department."""
    names = {known: name for known, (name, _region) in ground.departments.items()}
    return None if code in names else accepted_among(levels.DEPARTMENT, code, names)


def region_fault(code: str, ground: KnownCodes) -> str | None:
    """Why a code is no region."""
    known = code in ground.regions
    return None if known else accepted_among(levels.REGION, code, ground.regions)


FAULT_OF_LEVEL = {
    TerritoryLevel.COMMUNE: commune_fault,
    TerritoryLevel.PART: commune_fault,
    TerritoryLevel.EPCI: epci_fault,
    TerritoryLevel.DEPARTMENT: department_fault,
    TerritoryLevel.REGION: region_fault,
}
