"""Where the next poles should be: a portfolio of sites that covers the most people."""

from dataclasses import dataclass, replace
from typing import Any

from coverage.sites.candidates import (
    Candidate,
    Placeless,
    candidates_of,
    placeless,
    refused_key,
)
from coverage.sites.plan import EMERGING, PEOPLE, Plan, of_today
from coverage.sites.units import Units, read_units
from coverage.sites.weighting import Weighting, weighting
from coverage.siting.asked import SOLVING, Asked, Solved
from coverage.siting.curve import Point
from coverage.siting.errors import SiteCountError, SitingError
from coverage.siting.inhabitants import Inhabitants
from coverage.siting.result import Portfolio
from coverage.states.question import Question
from coverage.turns import ANSWERS, EXACT_ANSWERS
from publishing.computing.calls import Called
from publishing.problems import ParameterProblem
from publishing.serving import server

MOST_SECONDS = 25.0


@dataclass(frozen=True, eq=False)
class Answer:
    """The candidates, what is weighed, and what was chosen."""

    plan: Plan
    units: Units
    weighting: Weighting
    candidates: list[Candidate]
    solved: Solved
    placeless: tuple[Placeless, ...] = ()  # emerging poles that none could weigh

    @property
    def portfolio(self) -> Portfolio:
        """The sites chosen."""
        return self.solved.portfolio

    @property
    def curve(self) -> tuple[Point, ...]:
        """A point for each number of sites; none where it was not asked for."""
        return self.solved.curve

    @property
    def people(self) -> Inhabitants:
        """What the sites cover in people."""
        return self.solved.people


def solve(
    question: Question, plan: Plan, units: Units | None = None, *, with_curve: bool = True
) -> Answer:
    """Choose the sites, in their turn. Raises ParameterProblem, or BusyError.

    `units`: those of the question where another answer has read them, which weigh ten megabytes.
    """
    with (EXACT_ANSWERS if plan.exactly else ANSWERS).taken(), server().computing(SOLVING) as call:
        # Whoever computes makes ready while the data are read.
        units = units or read_units(question)
        return solved(question, plan, units, call, with_curve=with_curve)


def solved(
    question: Question, plan: Plan, units: Units, call: Called, *, with_curve: bool
) -> Answer:
    """The same, at once; `call` computes."""
    plan = of_today(plan)
    candidates, reach = candidates_of(question, plan, units)
    weights = weighting(units, plan.weight)
    places = {candidate.key: index for index, candidate in enumerate(candidates)}
    excluded = known(plan, "exclure", plan.excluded, places)
    forced = known(plan, "forcer", plan.forced, places)
    for key in sorted({*plan.forced} & {*plan.excluded}):
        accepted = "une clé qui ne soit pas aussi dans `exclure`"
        raise ParameterProblem("forcer", plan.as_typed("forcer", key), accepted)
    plan = replace(plan, count=affordable(plan, len(candidates) - len(excluded)))
    asked = Asked(
        weights=weights.values,
        people=units.people,
        covered=units.covered,
        points=units.points,
        reach=reach,
        radius_km=question.radius_km,
        k=plan.count,
        forced=forced,
        excluded=excluded,
        seconds=MOST_SECONDS if plan.exactly else None,
        with_curve=with_curve,
        weighs_people=weights.code == PEOPLE,
    )
    try:
        found: Solved = call("solve", asked)
    except SitingError as error:
        raise ParameterProblem(error.parameter, refused(plan, error), str(error)) from None
    left_out = placeless() if plan.candidates == EMERGING else ()
    return Answer(plan, units, weights, candidates, found, left_out)


def affordable(plan: Plan, free: int) -> int:
    """How many sites to choose: a budget may pay for more than there are, a number may not."""
    if not free:
        raise ParameterProblem("candidats", plan.candidates, "au moins un candidat possible")
    return min(plan.count, free) if plan.affordable else plan.count


def refused(plan: Plan, error: SitingError) -> str:
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
