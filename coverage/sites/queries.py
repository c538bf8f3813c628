"""Where the next poles should be: a portfolio of sites that covers the most people."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from coverage.sites.candidates import (
    Candidate,
    Placeless,
    candidates_of,
    placeless,
    refused_key,
)
from coverage.sites.inhabitants import Inhabitants, inhabitants
from coverage.sites.plan import EMERGING, PEOPLE, Plan, of_today
from coverage.sites.units import Units, read_units
from coverage.sites.weighting import Weighting, weighting
from coverage.siting.curve import Point, curve, reaching
from coverage.siting.errors import SiteCountError, SitingError
from coverage.siting.exact import exact
from coverage.siting.problem import SitingProblem
from coverage.siting.quick import quick
from coverage.siting.result import Portfolio
from coverage.states.question import Question
from coverage.turns import ANSWERS, EXACT_ANSWERS
from publishing.problems import ParameterProblem

MOST_SECONDS = 25.0


@dataclass(frozen=True, eq=False)
class Answer:
    """The candidates, what is weighed, the portfolio chosen, its curve, and the problem solved."""

    plan: Plan
    units: Units
    weighting: Weighting
    candidates: list[Candidate]
    problem: SitingProblem
    portfolio: Portfolio
    curve: tuple[Point, ...]
    placeless: tuple[Placeless, ...] = ()  # emerging poles that none could weigh

    @cached_property
    def people(self) -> Inhabitants:
        """What the sites cover in people."""
        before = [point.site for point in self.curve[:-1] if point.site is not None]
        found = inhabitants(self.problem, self.units.people, self.portfolio.sites, before)
        if self.weighting.code == PEOPLE:  # the curve never falls: its totals are not counted anew
            return replace(found, curve=tuple(int(point.total) for point in self.curve))
        return found


def solve(question: Question, plan: Plan, *, with_curve: bool = True) -> Answer:
    """Choose the sites, in their turn. Raises ParameterProblem, or BusyError."""
    with (EXACT_ANSWERS if plan.exactly else ANSWERS).taken():
        return solved(question, plan, with_curve=with_curve)


def solved(question: Question, plan: Plan, *, with_curve: bool) -> Answer:
    """The same, at once."""
    plan, units = of_today(plan), read_units(question)
    candidates, matrix = candidates_of(question, plan, units)
    weights = weighting(units, plan.weight)
    places = {candidate.key: index for index, candidate in enumerate(candidates)}
    excluded = known(plan, "exclure", plan.excluded, places)
    forced = known(plan, "forcer", plan.forced, places)
    for key in sorted({*plan.forced} & {*plan.excluded}):
        accepted = "une clé qui ne soit pas aussi dans `exclure`"
        raise ParameterProblem("forcer", plan.as_typed("forcer", key), accepted)
    plan = replace(plan, count=affordable(plan, len(candidates) - len(excluded)))
    try:
        problem = SitingProblem(
            weights=weights.values,
            coverage=matrix,
            k=plan.count,
            forced=forced,
            excluded=excluded,
            covered=units.covered,
        )
    except SitingError as error:
        raise ParameterProblem(error.parameter, asked(plan, error), str(error)) from None
    portfolio = exact(problem, MOST_SECONDS) if plan.exactly else quick(problem)
    points = reaching(curve(problem), portfolio) if with_curve else ()
    left_out = placeless() if plan.candidates == EMERGING else ()
    return Answer(plan, units, weights, candidates, problem, portfolio, points, left_out)


def affordable(plan: Plan, free: int) -> int:
    """How many sites to choose: a budget may pay for more than there are, a number may not."""
    if not free:
        raise ParameterProblem("candidats", plan.candidates, "au moins un candidat possible")
    return min(plan.count, free) if plan.affordable else plan.count


def asked(plan: Plan, error: SitingError) -> str:
    """The value of the parameter that an error names."""
    if isinstance(error, SiteCountError):
        return str(plan.count)
    value = plan.public().get(error.parameter, "")
    return ",".join(value) if isinstance(value, list) else str(value)


def known(
    plan: Plan, parameter: str, keys: tuple[str, ...], places: dict[str, int]
) -> tuple[int, ...]:
    """Indices of candidates by their keys."""
    for key in keys:
        if key not in places:
            raise refused_key(plan, parameter, key, "la clé d'un candidat de cette question")
    return tuple(places[key] for key in keys)


def about(answer: Answer) -> dict[str, Any]:
    """What is said of the sites together, with its proof."""
    portfolio = answer.portfolio
    return {
        "demandes": answer.plan.count,
        "payes": answer.plan.budget and answer.plan.budget.pays,
        "choisis": len(portfolio.choices),
        "candidats": len(answer.candidates),
        "sans_lieu": [pole.key for pole in answer.placeless],
        "ponderation": answer.weighting.public(),
        "population_gagnee": answer.people.gained,
        "valeur_gagnee": portfolio.value,
        **proof(portfolio),
        "methode": portfolio.method,
        "source": portfolio.source,
        "population_deja_couverte": answer.people.in_place,
        "valeur_deja_couverte": portfolio.in_place.weight,
        "population_hors_de_portee": answer.people.out_of_reach,
        "valeur_hors_de_portee": portfolio.out_of_reach.weight,
    }


def proof(portfolio: Portfolio) -> dict[str, Any]:
    """How good a portfolio is known to be, and whether it is one that can be found again."""
    return {
        "borne": portfolio.bound,
        "ecart": portfolio.told_gap,
        "preuve": str(portfolio.status),
        "prouve": portfolio.proven,
        "interrompu": portfolio.interrupted,
        "limite_s": portfolio.limit,
    }


def points(answer: Answer) -> list[dict[str, Any]]:
    """The curve; its last point is the answer."""
    return [
        {
            "sites": point.count,
            "cle": None if point.site is None else answer.candidates[point.site].key,
            "population_gagnee": people,
            "valeur_gagnee": point.total,
            "borne": point.bound,
            "apres_echanges": point.exchanged,
        }
        for point, people in zip(answer.curve, answer.people.curve, strict=True)
    ]


def sites(answer: Answer) -> list[dict[str, Any]]:
    """The sites chosen, in order of what each adds; `population_…`: people, whatever is weighed."""
    counted = zip(answer.portfolio.choices, answer.people.gains, answer.people.totals, strict=True)
    return [
        {
            "rang": place,
            "cle": answer.candidates[choice.site].key,
            "nom": answer.candidates[choice.site].name,
            "code_insee": answer.candidates[choice.site].commune,
            "population_gagnee": gained,
            "population_cumulee": total,
            "valeur_gagnee": choice.gain,
            "valeur_cumulee": choice.total,
            "force": choice.forced,
        }
        for place, (choice, gained, total) in enumerate(counted, 1)
    ]
