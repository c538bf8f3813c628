"""What is weighed when sites are chosen: people, or people as an indicator sees them.

`population` weighs inhabitants. An indicator weighs, in each commune,
- of a list or of classes: the inhabitants of the communes listed, or of the priority classes;
- of a count: the count;
- of a number: the inhabitants times the place (0 to 1, mean ranks) of the commune's value among
  those known, 1 being the most of a priority. A commune without a value takes that of its EPCI;
  where nothing is known, the middle place (0.5): neither the first nor the last.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coverage.indicators.models import Indicator
from coverage.indicators.queries import commune_values, indicator_by_body
from coverage.indicators.vocabulary import Direction, Kind
from coverage.scores.scoring import percentiles
from coverage.sites.plan import PEOPLE
from coverage.sites.units import Units
from publishing.ceilings import whole
from publishing.problems import ParameterProblem

MIDDLE = 0.5


@dataclass(frozen=True, eq=False)
class Weighting:
    """Weights (n,), whole and ≥ 0, and what they are. `unknown` people are in no known commune."""

    values: NDArray[np.int64]
    code: str
    label: str
    unit: str
    vintage: str = ""
    source: str = ""
    unknown_people: int = 0

    def public(self) -> dict[str, Any]:
        """As the API says it."""
        return {
            "code": self.code,
            "libelle": self.label,
            "unite": self.unit,
            "millesime": self.vintage or None,
            "source": self.source or None,
            "population_sans_valeur": self.unknown_people,
        }


def choices() -> list[Indicator]:
    """Indicators that can be weighed: those of which it is said which way priority goes."""
    loaded = Indicator.objects.exclude(direction=Direction.NONE).exclude(code=PEOPLE)
    return whole(loaded.order_by("code"), 500)


def weighting(units: Units, code: str) -> Weighting:
    """The weights of the units. Raises ParameterProblem for an unknown indicator."""
    if code == PEOPLE:
        return Weighting(units.people, code, "Population municipale", "habitants")
    known = {one.code: one for one in choices()}
    if code not in known:
        raise ParameterProblem("poids", code, ", ".join([PEOPLE, *known]))
    one = known[code]
    if one.kind == Kind.NUMBER:
        return of_number(units, one)
    values = commune_values(code)
    if one.kind == Kind.COUNT:
        counts = [round(values.get(c, (0, ""))[0] or 0) for c in units.codes]
        unit, weights = one.unit, np.array(counts, dtype=np.int64)
    else:
        inside = [c in values and counted(one, values[c][1]) for c in units.codes]
        unit, weights = "habitants", np.where(np.array(inside, dtype=bool), units.people, 0)
    unknown = np.array([not one.absent_is_none and c not in values for c in units.codes])
    return made(one, weights, unit, int(units.people[unknown].sum()))


def counted(one: Indicator, text: str) -> bool:
    """Whether a commune that has this text is a priority."""
    return one.kind == Kind.LIST or text in one.priority_classes


def of_number(units: Units, one: Indicator) -> Weighting:
    """People times the place of their commune."""
    values = commune_values(one.code)
    bodies = indicator_by_body([one.code])[one.code]
    raw = np.full(len(units.codes), np.nan)
    for index, (code, body) in enumerate(zip(units.codes, units.bodies.tolist(), strict=True)):
        mine = values[code][0] if code in values else None
        if mine is None and body in bodies:
            mine = bodies[body].value
        if mine is not None:
            raw[index] = mine
    places = percentiles(raw if one.direction == Direction.HIGH else -raw)
    unknown = np.isnan(places)
    weights = np.rint(units.people * np.where(unknown, MIDDLE, places)).astype(np.int64)
    return made(one, weights, "habitants pondérés", int(units.people[unknown].sum()))


def made(one: Indicator, weights: NDArray[np.int64], unit: str, unknown: int) -> Weighting:
    """Weights and what an indicator says of itself."""
    return Weighting(weights, one.code, one.label, unit, one.vintage, one.source, unknown)
