"""Up to three ways to choose sites side by side: what each covers that the others do not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from coverage.sites.plan import EMERGING, EVERY_BODY, PARAMETERS, Plan, keys_of
from coverage.sites.plan import in_order as keys_in_order
from coverage.sites.queries import Answer, proof, sites, solve
from coverage.sites.units import Units
from coverage.siting import compare
from coverage.siting.compare import Comparison
from coverage.siting.merging import Part
from coverage.siting.problem import MOST_SITES
from coverage.states.question import Question
from geo.filters import SUBSTITUTIONS
from publishing.parameters import Parameter
from publishing.problems import ParameterProblem

BEST, CHOSEN = "meilleurs", "choix"
LETTERS = "ABC"
ACCEPTED = (
    f"« {BEST}:{EMERGING}:8 » ou « {BEST}:{EVERY_BODY}:8 » (les 8 meilleurs sites), ou "
    f"« {CHOSEN}: » suivi de clés séparées par des virgules"
)
PARAMETER = Parameter(
    "scenario",
    f"De un à {len(LETTERS)} scénarios, un paramètre chacun : {ACCEPTED}.",
    example=f"{BEST}:{EMERGING}:8",
    repeated=True,
)
SHARED = tuple(one for one in PARAMETERS if one.name in ("territoire", "methode", "poids"))


@dataclass(frozen=True)
class Scenario:
    """A scenario: its letter, what the address says, and the plan that this makes."""

    letter: str
    text: str
    plan: Plan

    @property
    def is_best(self) -> bool:
        """Whether its sites are chosen by the computation."""
        return self.text.startswith(BEST)


@dataclass(frozen=True, eq=False)
class Side:
    """What one scenario comes to. `gained`: newly covered. `alone`: by no other scenario."""

    scenario: Scenario
    answer: Answer
    gained: Part
    alone: Part


@dataclass(frozen=True, eq=False)
class Sides:
    """Scenarios side by side. Parts count people, whatever was weighed to choose the sites."""

    sides: tuple[Side, ...]
    comparison: Comparison

    @property
    def interrupted(self) -> bool:
        """Whether one of them is of a search that time interrupted."""
        return any(side.answer.portfolio.interrupted for side in self.sides)

    @property
    def parts(self) -> list[tuple[str, Part]]:
        """For each set of scenarios, by letters, what these cover and the others do not."""
        return [(letters(some), part) for some, part in self.comparison.parts.items()]

    @cached_property
    def communes(self) -> dict[str, list[str]]:
        """Codes of communes newly covered, by the letters of the scenarios that cover them."""
        codes = np.array(self.sides[0].answer.units.codes, dtype=np.str_)
        membership = self.comparison.membership
        found = {}
        for some in self.comparison.parts:
            mask = sum(1 << number for number in some)
            found[letters(some)] = codes[membership == mask].tolist()
        return found


def letters(numbers: Sequence[int]) -> str:
    """« AB » for the first and the second."""
    return "".join(LETTERS[number] for number in numbers)


def read_scenarios(texts: Sequence[str], plan: Plan) -> list[Scenario]:
    """Scenarios as addresses give them; what they do not say is as in `plan`.

    Raises ParameterProblem.
    """
    if not 1 <= len(texts) <= len(LETTERS):
        raise ParameterProblem(
            "scenario", f"{len(texts)} scénarios", f"de 1 à {len(LETTERS)} scénarios"
        )
    return [
        Scenario(letter, in_order(text), plan_of(text, plan))
        for letter, text in zip(LETTERS, map(str.strip, texts), strict=False)
    ]


def in_order(text: str) -> str:
    """A scenario as answers repeat it: keys by code, in whatever order they were typed."""
    kind, _, rest = text.partition(":")
    return f"{CHOSEN}:{keys_in_order(rest)}" if kind == CHOSEN else text


def shared(plan: Plan) -> dict[str, Any]:
    """What all scenarios have in common, as it stands in an answer."""
    said = plan.public()
    return {parameter.name: said[parameter.name] for parameter in SHARED}


def plan_of(text: str, plan: Plan) -> Plan:
    """The plan of one scenario."""
    kind, _, rest = text.partition(":")
    if kind == BEST:
        candidates, _, count = rest.partition(":")
        whole = count.isascii() and count.isdigit() and len(count) <= 3
        if candidates in (EMERGING, EVERY_BODY) and whole and 1 <= int(count) <= MOST_SITES:
            own = replace(
                plan, candidates=candidates, count=int(count), affordable=False, budget=None
            )
            return own if candidates == plan.candidates else replace(own, forced=(), excluded=())
    elif kind == CHOSEN:
        keys = tuple(sorted(keys_of(rest)))
        if 1 <= len(keys) <= MOST_SITES:
            return replace(
                plan,
                candidates=",".join(keys),
                count=len(keys),
                forced=keys,
                excluded=(),
                affordable=True,
                budget=None,
            )
    raise ParameterProblem("scenario", text, ACCEPTED)


def compared(question: Question, scenarios: Sequence[Scenario]) -> Sides:
    """Solve each scenario and compare them. Raises ParameterProblem."""
    answers: list[Answer] = []
    for scenario in scenarios:
        answers.append(answered(question, scenario, answers[0].units if answers else None))
    return side_by_side(scenarios, answers)


def answered(question: Question, scenario: Scenario, units: Units | None = None) -> Answer:
    """One scenario solved; what it refuses is said of it. `units`: as another answer read them."""
    try:
        return solve(question, scenario.plan, units, with_curve=False)
    except ParameterProblem as problem:
        if problem.parameter in ("candidats", "k", "forcer"):
            of_key = problem.parameter != "k" and not scenario.is_best
            accepted = (
                f"pour « {problem.value} », {problem.accepted}" if of_key else problem.accepted
            )
            raise ParameterProblem("scenario", scenario.text, accepted) from None
        raise


def side_by_side(scenarios: Sequence[Scenario], answers: Sequence[Answer]) -> Sides:
    """Compare answers to one question."""
    units = answers[0].units
    reached = [answer.solved.reached for answer in answers]
    seen = compare.compared(units.people, units.covered, reached)
    return Sides(
        sides=tuple(
            Side(as_read(scenario, answer), answer, seen.covered[number], seen.alone(number))
            for number, (scenario, answer) in enumerate(zip(scenarios, answers, strict=True))
        ),
        comparison=seen,
    )


def as_read(scenario: Scenario, answer: Answer) -> Scenario:
    """A scenario with the codes of today that it was read with."""
    if scenario.is_best:
        return scenario
    return replace(scenario, text=f"{CHOSEN}:{answer.plan.candidates}")


def substitutions(found: Sides) -> dict[str, Any]:
    """Codes of yesterday that scenarios name, each once, as the parameters of an answer say it."""
    moved = {
        place.asked: place.public(PARAMETER.name)
        for side in found.sides
        if not side.scenario.is_best
        for _name, place in side.answer.plan.moved
    }
    return {SUBSTITUTIONS: [moved[asked] for asked in sorted(moved)]} if moved else {}


def public(found: Sides, *, with_communes: bool) -> dict[str, Any]:
    """The body of `/api/scenarios/`, less its parameters."""
    body: dict[str, Any] = {
        "scenarios": [side_row(side) for side in found.sides],
        "ensembles": [
            {"scenarios": list(some), "communes": part.units, "population": part.weight}
            for some, part in found.parts
        ],
        "ensemble": {
            "communes": found.comparison.together.units,
            "population": found.comparison.together.weight,
        },
    }
    return body | ({"communes": found.communes} if with_communes else {})


def side_row(side: Side) -> dict[str, Any]:
    """One scenario of the answer."""
    portfolio = side.answer.portfolio
    return {
        "lettre": side.scenario.letter,
        "scenario": side.scenario.text,
        "communes_gagnees": side.gained.units,
        "population_gagnee": side.gained.weight,
        "communes_seul": side.alone.units,
        "population_seul": side.alone.weight,
        "ponderation": side.answer.weighting.public(),
        "valeur_gagnee": portfolio.value,
        "valeur": portfolio.value,  # its former name
        **proof(portfolio),
        "sites": sites(side.answer),
    }
