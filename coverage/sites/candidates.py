"""The possible sites of a plan, and which communes each would cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from django.urls import reverse

from coverage.sites.plan import EMERGING, EVERY_BODY, Plan, keys_of
from coverage.sites.units import Units, seats_of
from coverage.siting.reach import Reach
from coverage.states.question import Question
from coverage.states.standing import within
from coverage.vocabulary import CoverageBasis
from directory.models import FootprintCommune, Pole
from directory.vocabulary import PUBLIC_BASIS
from geo import levels
from geo.codes import hint_for, in_force
from geo.models import Epci
from publishing.ceilings import whole
from publishing.problems import ParameterProblem

ACCEPTED = "epci, emergents, ou des SIREN, codes Insee et pôles émergents de la question"
NOWHERE = (
    "un candidat que l'on sait placer : ni le siège ni le territoire de ce pôle n'est connu, et ce "
    "qu'il ajouterait ne peut pas être compté"
)
MOST_KEYS = 2000  # written in one address
MOST_POLES = 50_000


@dataclass(frozen=True)
class Candidate:
    """A possible site: an EPCI or EPT (or a commune that stands for itself), a commune, a pole."""

    key: str  # what `forcer` and `exclure` name
    name: str
    commune: str | None  # where its seat is, or would be, kept by the filter or not
    place: str = ""  # the name of that commune
    point: tuple[float, float] | None = None  # its centre: longitude, latitude
    pole: bool = False

    @property
    def url(self) -> str:
        """Its page."""
        if self.pole:
            return reverse("pole", args=[self.key])
        return levels.EPCI.url(self.key)


Covering = tuple[list[Candidate], Reach]


@dataclass(frozen=True)
class Placeless:
    """An emerging pole of which neither seat nor territory is known: no site can be judged."""

    key: str
    name: str


def candidates_of(question: Question, plan: Plan, units: Units) -> Covering:
    """The candidates of a plan by key, and which units (rows) each (column) covers.

    Of equals the first is chosen: the lowest Insee code, SIREN or slug, as texts.
    Raises ParameterProblem for a key that is no candidate of this question.
    """
    if plan.candidates == EMERGING:
        return poles_of(question, units, None, in_kind=plan.by_territory)
    bodies = bodies_of(units)
    cover = partial(by_body, units=units) if plan.by_territory else by_radius
    if plan.candidates == EVERY_BODY:
        return bodies, cover(bodies)
    keys = keys_of(plan.candidates)
    if len(keys) > MOST_KEYS:
        raise ParameterProblem("candidats", f"{len(keys)} clés", f"{MOST_KEYS} clés au plus")
    places, poles = placed(keys, bodies, units)
    of_poles, reach = poles_of(question, units, poles, in_kind=plan.by_territory)
    unknown = set(poles) - {pole.key for pole in of_poles}
    if unknown:
        raise refused_key(plan, "candidats", min(unknown), ACCEPTED)
    return by_key(places + of_poles, cover(places).then(reach))


def refused_key(plan: Plan, parameter: str, key: str, accepted: str) -> ParameterProblem:
    """A key that is no candidate: named as it was typed, with what was perhaps meant."""
    asked = plan.as_typed(parameter, key)
    if any(pole.key == key for pole in placeless()):
        raise ParameterProblem(parameter, asked, NOWHERE)
    known = asked != key or key in in_force(levels.COMMUNE, [key])  # only outside of the question
    hint = "" if known else hint_for(levels.COMMUNE, asked)
    return ParameterProblem(parameter, asked, f"{accepted} ; {hint}" if hint else accepted)


def placeless() -> tuple[Placeless, ...]:
    """Emerging poles that are no candidates, since nothing tells where they stand; by slug."""
    poles = Pole.objects.public().emerging().placeless().order_by("slug")
    return tuple(Placeless(*one) for one in whole(poles.values_list("slug", "name"), MOST_POLES))


def by_key(candidates: list[Candidate], reach: Reach) -> Covering:
    """The same, in the order of keys."""
    order = sorted(range(len(candidates)), key=lambda place: candidates[place].key)
    return [candidates[place] for place in order], reach.in_order(order)


def bodies_of(units: Units) -> list[Candidate]:
    """Every EPCI or EPT of the question, its seat in its most populated commune, kept or not."""
    keys = np.unique(units.bodies).tolist()
    named = Epci.objects.filter(siren__in=keys).order_by("siren").values_list("siren", "name")
    names: dict[str, str] = dict(whole(named, len(keys)))
    return [
        Candidate(body, names.get(body, place), code, place, (longitude, latitude))
        for body, code, place, longitude, latitude in seats_of(keys)
    ]


def placed(
    keys: Sequence[str], bodies: list[Candidate], units: Units
) -> tuple[list[Candidate], list[str]]:
    """Keys parted: places (SIREN of an EPCI or EPT, code of a commune), and the rest."""
    known = {body.key: body for body in bodies}
    index = {code: unit for unit, code in enumerate(units.codes)}
    places, rest = [], []
    for key in keys:
        if key in known:
            places.append(known[key])
        elif key in index:
            name = units.names[index[key]]
            longitude, latitude = units.points[index[key]].tolist()
            places.append(Candidate(key, name, key, name, (longitude, latitude)))
        else:
            rest.append(key)
    return places, rest


def by_radius(bodies: list[Candidate]) -> Reach:
    """Units whose centre is within the radius of the seat of each candidate."""
    seats = np.array([body.point for body in bodies], dtype=np.float64).reshape(-1, 2)
    return Reach(len(bodies), seats=seats, seated=np.arange(len(bodies)))


def by_body(bodies: list[Candidate], units: Units) -> Reach:
    """Units covered by the territory of each candidate; a commune named alone covers itself."""
    columns = {body.key: index for index, body in enumerate(bodies)}
    pairs = [
        (unit, columns[key])
        for unit, (body, code) in enumerate(zip(units.bodies.tolist(), units.codes, strict=True))
        for key in {body, code}
        if key in columns
    ]
    return reach_of(pairs, len(bodies))


def poles_of(
    question: Question, units: Units, slugs: Sequence[str] | None, *, in_kind: bool
) -> Covering:
    """Emerging poles that stand somewhere, all or some: their footprint, and what is near them.

    `in_kind`: their footprint alone, or the radius of their seat without one.
    """
    asked = Pole.objects.public().emerging().order_by("slug")
    if slugs is not None:
        asked = asked.filter(slug__in=slugs)
    seat = ("seat", "seat__name", "seat__centre")
    nowhere = Pole.objects.placeless().values("pk")
    poles = whole(
        asked.exclude(pk__in=nowhere).values_list("id", "slug", "name", *seat), MOST_POLES
    )
    columns = {pole: index for index, (pole, *_) in enumerate(poles)}
    place = {code: index for index, code in enumerate(units.codes)}
    held = FootprintCommune.objects.filter(pole__in=columns).order_by("pole", "commune")
    counted = held.filter(basis__in=stored_bases(question))
    pairs = set(whole(counted.values_list("pole_id", "commune_id"), 5_000_000))
    grounded = set(held.values_list("pole", flat=True)) if in_kind else set()
    pairs |= within(columns.keys() - grounded, question.radius_km)
    found = [(place[code], columns[pole]) for pole, code in sorted(pairs) if code in place]
    candidates = [
        Candidate(slug, name, code, place or "", centre and centre.coords, pole=True)
        for _, slug, name, code, place, centre in poles
    ]
    return by_key(candidates, reach_of(found, len(poles)))


def stored_bases(question: Question) -> list[str]:
    """The bases of footprints that a question counts."""
    return [
        str(stored)
        for stored, public in PUBLIC_BASIS.items()
        if CoverageBasis(public) in question.bases
    ]


def reach_of(pairs: list[tuple[int, int]], candidates: int) -> Reach:
    """What is known pair by pair."""
    return Reach(candidates, np.array(pairs, dtype=np.int64).reshape(-1, 2))
