"""From a code in an address to the place it means today."""

from dataclasses import dataclass

from geo.models import Commune, Department, Epci, FormerCommune, Region


@dataclass(frozen=True)
class Moved:
    """A code that is no commune today, and the commune it leads to."""

    former: FormerCommune
    commune: Commune


def commune_by_code(code: str) -> Commune | Moved | None:
    """Today's commune, or what became of a former one, or None for an unknown code."""
    known = Commune.objects.current().select_related("department", "region", "epci", "ept")
    commune = known.filter(code=code).first()
    if commune is not None:
        return commune
    former = (
        FormerCommune.objects.filter(code=code, commune__obsolete=False)
        .select_related("commune")
        .defer("contour")
        .order_by("kind", "commune")
        .first()
    )
    return None if former is None else Moved(former, former.commune)


def epci_by_siren(siren: str) -> Epci | None:
    """An EPCI or EPT in force."""
    areas = Epci.objects.current().select_related("department", "region")
    return areas.filter(siren=siren).first()


def department_by_code(code: str) -> Department | None:
    """A department."""
    return Department.objects.current().select_related("region").filter(code=code).first()


def region_by_code(code: str) -> Region | None:
    """A region."""
    return Region.objects.current().filter(code=code).first()


def departments_of(region: Region) -> list[Department]:
    """The departments of a region, by code."""
    return list(Department.objects.current().filter(region=region).order_by("code"))


MOST_COMMUNES_OF_A_BODY = 300


def communes_of_body(epci: Epci) -> list[Commune]:
    """The communes of an EPCI or EPT, by name."""
    inside = Commune.objects.current().filter(epci=epci) | Commune.objects.current().filter(
        ept=epci
    )
    light = inside.select_related("department", "ept").defer("centre", "postcodes")
    return list(light.order_by("name_key", "code")[:MOST_COMMUNES_OF_A_BODY])
