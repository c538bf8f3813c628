"""The inter-municipal bodies of a department or region, each with how many poles act there.

Whatever is counted by body adds up to the whole: the Métropole du Grand Paris stands as Paris
and its territories (EPT), and an island without EPCI stands as itself.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Sum

from directory.models import FootprintCommune
from directory.vocabulary import Basis, Status
from geo.levels import inside
from geo.models import Commune, DerivedArea, Epci
from publishing.ceilings import whole

MOST_BODIES = 1500
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


def bodies_of(area: DerivedArea) -> list[Body]:
    """The bodies of an area, by name."""
    counts = whole(
        Commune.objects.current()
        .filter(inside(area))
        .values("body")
        .annotate(communes=Count("code"), population=Sum("population"))
        .order_by("body"),
        MOST_BODIES,
    )
    keys = [row["body"] for row in counts]
    places: dict[str, Epci | Commune] = dict(Epci.objects.in_bulk(keys))
    if alone := [key for key in keys if key not in places]:
        places |= Commune.objects.in_bulk(alone)
    poles = poles_by_body(area)
    bodies = [
        Body(places[row["body"]], row["communes"], row["population"], poles[row["body"]])
        for row in counts
    ]
    return sorted(bodies, key=lambda body: (body.place.name_key, body.place.pk))


def poles_by_body(area: DerivedArea) -> dict[str, set[int]]:
    """Active public poles, by body of the communes they cover more than broadly."""
    pairs = (
        FootprintCommune.objects.filter(
            inside(area, "commune__"), pole__published=True, pole__status=Status.ACTIVE
        )
        .exclude(basis=Basis.BROAD)
        .order_by("commune__body", "pole")
        .values_list("commune__body", "pole")
        .distinct()
    )
    poles: dict[str, set[int]] = defaultdict(set)
    for body, pole in whole(pairs, MOST_PAIRS):
        poles[body].add(pole)
    return poles
