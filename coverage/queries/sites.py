"""Where the next poles should be: a portfolio of sites that covers the most people."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from coverage.queries.states import WITH_STATE
from coverage.question import Question
from coverage.siting.curve import Point, curve
from coverage.siting.exact import exact
from coverage.siting.problem import Problem
from coverage.siting.quick import quick
from coverage.siting.radius import within_radius
from coverage.siting.result import Portfolio
from coverage.vocabulary import Basis
from directory.models import FootprintCommune, Pole
from directory.vocabulary import PUBLIC_BASIS
from geo.models import Commune, Epci
from geo.publishing.problems import ParameterProblem

UNITS = """
SELECT state.code, state.name, state.population, state.body, state.rank = ANY(%(ranks)s),
       ST_X(c.centre::geometry), ST_Y(c.centre::geometry)
FROM state JOIN geo_commune c ON c.code = state.code ORDER BY state.code LIMIT 40000
"""
MOST_SECONDS = 25.0


@dataclass(frozen=True)
class Units:
    """The communes of a question, as arrays in the order of their codes."""

    codes: list[str]
    names: list[str]
    people: NDArray[np.int64]
    bodies: NDArray[np.str_]
    covered: NDArray[np.bool_]
    points: NDArray[np.float64]


@dataclass(frozen=True)
class Candidate:
    """A possible site: an EPCI or EPT (or a commune that stands for itself), or a pole."""

    key: str  # what `forcer` and `exclure` name
    name: str
    commune: str | None  # where its seat would be


@dataclass(frozen=True)
class Plan:
    """What is asked of a portfolio."""

    count: int
    candidates: str  # epci, emergents, or codes separated by commas
    by_territory: bool
    exactly: bool
    forced: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The candidates, the portfolio chosen among them, and its curve."""

    candidates: list[Candidate]
    portfolio: Portfolio
    curve: tuple[Point, ...]


def solve(question: Question, plan: Plan) -> Answer:
    """Choose the sites. Raises ParameterProblem, or SitingError which names its parameter."""
    units = read_units(question)
    candidates, matrix = candidates_of(question, plan, units)
    places = {candidate.key: index for index, candidate in enumerate(candidates)}
    problem = Problem(
        weights=units.people,
        coverage=matrix,
        k=plan.count,
        forced=known(plan.forced, places, "forcer"),
        excluded=known(plan.excluded, places, "exclure"),
        covered=units.covered,
    )
    portfolio = exact(problem, MOST_SECONDS) if plan.exactly else quick(problem)
    return Answer(candidates, portfolio, curve(problem))


def known(keys: tuple[str, ...], places: dict[str, int], parameter: str) -> tuple[int, ...]:
    """Indices of candidates by their keys."""
    for key in keys:
        if key not in places:
            raise ParameterProblem(parameter, key, "la clé d'un candidat de cette question")
    return tuple(places[key] for key in keys)


def read_units(question: Question) -> Units:
    """The communes of a question."""
    with connection.cursor() as cursor:
        cursor.execute(WITH_STATE + UNITS, question.sql())
        rows = cursor.fetchall()
    return Units(
        codes=[row[0] for row in rows],
        names=[row[1] for row in rows],
        people=np.array([row[2] for row in rows], dtype=np.int64),
        bodies=np.array([row[3] for row in rows], dtype=np.str_),
        covered=np.array([row[4] for row in rows], dtype=bool),
        points=np.array([row[5:] for row in rows], dtype=np.float64).reshape(-1, 2),
    )


def candidates_of(
    question: Question, plan: Plan, units: Units
) -> tuple[list[Candidate], csr_array]:
    """The candidates of a plan, and which units each covers."""
    if plan.candidates == "emergents":
        return emerging(question, units)
    bodies = bodies_of(units)
    if plan.candidates != "epci":
        bodies = chosen(plan.candidates.split(","), bodies, units)
    if plan.by_territory:
        return bodies, by_body(bodies, units)
    place = {code: index for index, code in enumerate(units.codes)}
    seats = units.points[[place[b.commune] for b in bodies if b.commune]]
    return bodies, within_radius(units.points, seats, question.radius_km)


def bodies_of(units: Units) -> list[Candidate]:
    """Every EPCI or EPT, its seat in its most populated commune."""
    order = np.lexsort((-units.people, units.bodies))
    keys, first = np.unique(units.bodies[order], return_index=True)
    names: dict[str, str] = dict(
        Epci.objects.filter(siren__in=keys.tolist()).values_list("siren", "name")
    )
    main = order[first]
    return [
        Candidate(key, names.get(key, units.names[unit]), units.codes[unit])
        for key, unit in zip(keys.tolist(), main.tolist(), strict=True)
    ]


def chosen(keys: list[str], bodies: list[Candidate], units: Units) -> list[Candidate]:
    """Candidates named one by one: SIREN of an EPCI or EPT, or code of a commune."""
    by_key = {body.key: body for body in bodies}
    names = dict(zip(units.codes, units.names, strict=True))
    found = []
    for key in dict.fromkeys(key.strip().upper() for key in keys if key.strip()):
        if key in by_key:
            found.append(by_key[key])
        elif key in names:
            found.append(Candidate(key, names[key], key))
        else:
            raise ParameterProblem(
                "candidats", key, "epci, emergents, ou des SIREN et codes Insee de la question"
            )
    return found


def by_body(bodies: list[Candidate], units: Units) -> csr_array:
    """Units covered by the territory of each candidate; a commune named alone covers itself."""
    columns = {body.key: index for index, body in enumerate(bodies)}
    pairs = [
        (unit, columns[key])
        for unit, (body, code) in enumerate(zip(units.bodies.tolist(), units.codes, strict=True))
        for key in {body, code}
        if key in columns
    ]
    return matrix_of(pairs, len(units.codes), len(bodies))


def emerging(question: Question, units: Units) -> tuple[list[Candidate], csr_array]:
    """Emerging poles: their footprint, or the radius of their seat where they have none."""
    poles = list(
        Pole.objects.public().emerging().order_by("slug").values_list("id", "slug", "name", "seat")
    )
    place = {code: index for index, code in enumerate(units.codes)}
    columns = {pole: index for index, (pole, *_) in enumerate(poles)}
    held = FootprintCommune.objects.filter(pole__in=columns).order_by("pole", "commune")
    held = held.filter(basis__in=stored_bases(question))
    pairs = [
        (place[code], columns[pole])
        for pole, code in held.values_list("pole_id", "commune_id")
        if code in place
    ]
    with_ground = set(
        FootprintCommune.objects.filter(pole__in=columns).order_by().values_list("pole", flat=True)
    )
    alone = [(pole, seat) for pole, _, _, seat in poles if seat and pole not in with_ground]
    if alone:
        points = Commune.objects.in_bulk([seat for _, seat in alone])
        seats = np.array([(points[s].centre.x, points[s].centre.y) for _, s in alone])
        rows, found = within_radius(units.points, seats, question.radius_km).nonzero()
        pairs += [(int(u), columns[alone[c][0]]) for u, c in zip(rows, found, strict=True)]
    candidates = [Candidate(slug, name, seat) for _, slug, name, seat in poles]
    return candidates, matrix_of(pairs, len(units.codes), len(poles))


def stored_bases(question: Question) -> list[str]:
    """The bases of footprints that a question counts."""
    return [
        str(stored) for stored, public in PUBLIC_BASIS.items() if Basis(public) in question.bases
    ]


def matrix_of(pairs: list[tuple[int, int]], units: int, candidates: int) -> csr_array:
    """A boolean matrix from its pairs."""
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    ones = np.ones(len(rows), dtype=bool)
    return coo_array((ones, (rows, columns)), shape=(units, candidates)).tocsr()


def public(answer: Answer, plan: Plan) -> dict[str, Any]:
    """The body of `/api/sites/`."""
    portfolio = answer.portfolio
    sites = [
        {
            "rang": place,
            "cle": answer.candidates[choice.site].key,
            "nom": answer.candidates[choice.site].name,
            "code_insee": answer.candidates[choice.site].commune,
            "population_gagnee": choice.gain,
            "population_cumulee": choice.total,
            "force": choice.forced,
        }
        for place, choice in enumerate(portfolio.choices, 1)
    ]
    return {
        "demandes": plan.count,
        "candidats": len(answer.candidates),
        "population_gagnee": portfolio.value,
        "borne": portfolio.bound,
        "ecart": round(portfolio.gap, 5),
        "preuve": str(portfolio.status),
        "methode": portfolio.method,
        "source": portfolio.source,
        "population_deja_couverte": portfolio.in_place.weight,
        "population_hors_de_portee": portfolio.out_of_reach.weight,
        "sites": sites,
        "courbe": [
            {
                "sites": point.count,
                "cle": answer.candidates[point.site].key,
                "population_gagnee": point.total,
                "borne": point.bound,
            }
            for point in answer.curve
        ],
    }
