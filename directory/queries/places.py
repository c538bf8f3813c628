"""The places that pages are about, with what is around them."""

from geo.models import Commune, Department, Epci, Region
from publishing.ceilings import whole


def commune_of(code: str) -> Commune:
    """A commune in force, by a code that was resolved."""
    known = Commune.objects.current().select_related("department", "region", "epci", "ept")
    return known.get(code=code)


def epci_of(siren: str) -> Epci:
    """An EPCI or EPT in force."""
    return Epci.objects.current().select_related("department", "region").get(siren=siren)


def department_of(code: str) -> Department:
    """A department."""
    return Department.objects.current().select_related("region").get(code=code)


def region_of(code: str) -> Region:
    """A region."""
    return Region.objects.current().get(code=code)


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
    return whole(light.order_by("name_key", "code"), MOST_COMMUNES_OF_A_BODY)
