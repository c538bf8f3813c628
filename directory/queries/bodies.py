"""The inter-municipal bodies of a department or region, each with how many poles act there.

Whatever is counted by body adds up to the whole: the Métropole du Grand Paris stands as Paris
and its territories (EPT), and an island without EPCI stands as itself.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from directory.models import FootprintCommune
from directory.queries.areas import Area, in_area
from directory.vocabulary import Basis, Status
from geo.models import Commune, Department, Epci, Region
from publishing.ceilings import whole

MOST_BODIES = 1500
MOST_LONE_COMMUNES = 50
MOST_PAIRS = 5_000_000  # of a body and a pole


@dataclass(frozen=True)
class Body:
    """A body in an area, with its communes and people there (it may reach outside).

    `poles` counts active public poles that cover part of it on a basis other than broad.
    """

    place: Epci | Commune
    communes: int
    population: int
    poles: set[int]

    @property
    def lone(self) -> bool:
        """Whether it is a commune that stands for itself."""
        return isinstance(self.place, Commune)


def bodies_of(area: Department | Region) -> list[Body]:
    """The bodies of an area, by name."""
    counts = whole(
        Commune.objects.current()
        .filter(in_area(area))
        .values("ept", "epci")
        .annotate(communes=Count("code"), population=Sum("population"))
        .order_by("ept", "epci"),
        MOST_BODIES,
    )
    rows = list(counts)
    epcis = epcis_by_siren({row["ept"] or row["epci"] for row in rows} - {None})
    poles = poles_by_body(area)
    bodies = []
    for row in rows:
        siren = row["ept"] or row["epci"]
        epci = epcis.get(siren)
        if epci is None:
            bodies += lone_communes(area, row["epci"], poles[row["ept"], row["epci"]])
        else:
            acting = poles[row["ept"], row["epci"]]
            bodies.append(Body(epci, row["communes"], row["population"], acting))
    return sorted(bodies, key=lambda body: (body.place.name_key, body.place.pk))


def epcis_by_siren(sirens: set[str]) -> dict[str, Epci]:
    """The named EPCI and EPT, but for an EPCI that is divided into EPT (Greater Paris)."""
    divided = Commune.objects.filter(epci=OuterRef("pk"), ept__isnull=False)
    found = Epci.objects.filter(~Exists(divided), pk__in=sirens)
    return {epci.pk: epci for epci in found.order_by("siren")}


def poles_by_body(area: Area) -> dict[tuple[str | None, str | None], set[int]]:
    """Active public poles, by EPT and EPCI of the communes they cover more than broadly."""
    pairs = (
        FootprintCommune.objects.filter(
            in_area(area, "commune__"), pole__published=True, pole__status=Status.ACTIVE
        )
        .exclude(basis=Basis.BROAD)
        .order_by("commune__ept", "commune__epci", "pole")
        .values_list("commune__ept", "commune__epci", "pole")
        .distinct()
    )
    poles: dict[tuple[str | None, str | None], set[int]] = defaultdict(set)
    for ept, epci, pole in whole(pairs, MOST_PAIRS):
        poles[ept, epci].add(pole)
    return poles


def lone_communes(area: Department | Region, epci: str | None, poles: set[int]) -> list[Body]:
    """Communes that no EPCI holds, or Paris; each stands for itself."""
    communes = whole(
        Commune.objects.current()
        .filter(in_area(area), epci=epci, ept=None)
        .annotate(covered=Exists(acting_on_commune()))
        .order_by("name_key", "code"),
        MOST_LONE_COMMUNES,
    )
    return [
        Body(commune, 1, commune.population, poles if commune.covered else set())
        for commune in communes
    ]


def acting_on_commune() -> "QuerySet[FootprintCommune]":
    """Active public poles over a commune (an outer reference), broad ones apart."""
    return FootprintCommune.objects.filter(
        commune=OuterRef("pk"), pole__published=True, pole__status=Status.ACTIVE
    ).exclude(basis=Basis.BROAD)
