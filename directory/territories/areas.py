"""Which poles act in an area made of communes, and what they cover of it."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Case, Count, IntegerField, Max, Min, Q, Sum, Value, When

from directory.lists import alphabetical, for_lists
from directory.models import CitedEpci, FootprintCommune, Pole
from directory.territories.covering import BASIS_ORDER, STATUS_ORDER
from directory.vocabulary import Basis, Status
from geo.levels import DEPARTMENT, REGION, inside, level_of
from geo.models import Commune, DerivedArea, Epci
from publishing.ceilings import whole

MOST_POLES, MOST_COMMUNES = 50_000, 6000
HOME = (DEPARTMENT, REGION)  # the record of a pole names its own


@dataclass(frozen=True)
class Presence:
    """A pole in an area: its most certain basis there, and the whole communes it covers there."""

    pole: Pole
    basis: Basis
    communes: int
    population: int


@dataclass(frozen=True)
class Held:
    """The communes of an area that have a basis as their most certain one."""

    basis: Basis
    communes: int
    population: int


@dataclass(frozen=True)
class AreaFigures:
    """The communes of an area in force: how many, how many people, of which years."""

    communes: int
    population: int
    first_year: int | None
    last_year: int | None


def figures_of(area: DerivedArea) -> AreaFigures:
    """Sums over the communes of an area."""
    sums = (
        Commune.objects.current()
        .filter(inside(area))
        .aggregate(
            communes=Count("code"),
            population=Sum("population", default=0),
            first_year=Min("population_year"),
            last_year=Max("population_year"),
        )
    )
    return AreaFigures(**sums)


def poles_of_area(area: DerivedArea) -> list[Presence]:
    """Public poles whose footprint holds communes of an area: by status, basis, then name."""
    rows = whole(
        FootprintCommune.objects.filter(inside(area, "commune__"), pole__published=True)
        .values("pole_id", "basis")
        .annotate(communes=Count("commune"), population=Sum("commune__population"))
        .order_by("pole_id", "basis"),
        MOST_POLES * len(Basis),
    )
    ids = {row["pole_id"] for row in rows}
    poles = {p.pk: p for p in for_lists(Pole.objects.filter(pk__in=ids).order_by("slug"))}
    found = []
    for pole_id, group in groupby(rows, key=lambda row: row["pole_id"]):
        pieces = list(group)
        best = min((Basis(piece["basis"]) for piece in pieces), key=BASIS_ORDER.__getitem__)
        communes = sum(piece["communes"] for piece in pieces)
        population = sum(piece["population"] for piece in pieces)
        found.append(Presence(poles[pole_id], best, communes, population))
    return sorted(found, key=presence_order)


def presence_order(presence: Presence) -> tuple[int, int, tuple[str, str]]:
    """Status, then basis, then name."""
    status = STATUS_ORDER[Status(presence.pole.status)]
    return status, BASIS_ORDER[presence.basis], alphabetical(presence.pole)


def count_attached(area: DerivedArea) -> int:
    """How many public poles have their seat in an area, or their record where no seat is known."""
    return Pole.objects.public().filter(inside(area)).count()


def poles_based_in(area: DerivedArea, besides: set[int]) -> list[Pole]:
    """Public poles tied to an area by their seat or their record alone, without ground in it."""
    tied = inside(area, "seat__")
    if level_of(area) in HOME:
        tied |= inside(area)
    poles = for_lists(Pole.objects.public().filter(tied).exclude(pk__in=besides))
    found = sorted(whole(poles.order_by("slug"), MOST_POLES), key=alphabetical)
    return sorted(found, key=lambda pole: STATUS_ORDER[Status(pole.status)])


def poles_citing(epci: Epci, besides: set[int]) -> list[Pole]:
    """Public poles whose sources cite an EPCI as a partner, and that have no ground in it."""
    cited = CitedEpci.objects.filter(epci=epci).values("pole")
    poles = for_lists(Pole.objects.public().filter(pk__in=cited).exclude(pk__in=besides))
    return sorted(whole(poles.order_by("slug"), MOST_POLES), key=alphabetical)


def held_by_active_poles(area: DerivedArea) -> list[Held]:
    """The communes of an area by the most certain basis of the active public poles over them.

    The last one, `Basis.NONE`, counts the communes that no active pole covers.
    """
    places = Case(
        *(
            When(footprint_poles__basis=basis, then=Value(place))
            for basis, place in BASIS_ORDER.items()
        ),
        output_field=IntegerField(),
    )
    counted = Q(footprint_poles__pole__published=True, footprint_poles__pole__status=Status.ACTIVE)
    best = whole(
        Commune.objects.current()
        .filter(inside(area))
        .annotate(place=Min(places, filter=counted))
        .order_by("code")
        .values_list("place", "population"),
        MOST_COMMUNES,
    )
    communes, population = dict.fromkeys(Basis, 0), dict.fromkeys(Basis, 0)
    by_place = {place: basis for basis, place in BASIS_ORDER.items()}
    for place, people in best:
        basis = Basis.NONE if place is None else by_place[place]
        communes[basis] += 1
        population[basis] += people
    return [Held(basis, communes[basis], population[basis]) for basis in Basis]
