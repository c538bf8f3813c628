"""The indicator that the page shows beside coverage: its classes, its legend, its column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.http import urlencode

from coverage.indicators.classing import Step, categories, quantiles
from coverage.indicators.models import Indicator
from coverage.indicators.territories import Area, Held, Territories, territories
from coverage.indicators.vocabulary import Kind
from coverage.indicators.words import (
    amount,
    is_share,
    outside_sentence,
    sentence,
    step_said,
    unit_shown,
    value_said,
)
from coverage.states.question import Question
from geo.levels import COMMUNE, OUTSIDE, Level
from publishing.stamps import current
from web.figures import figure
from web.french import plural

FAMILIES = ("ground", "indicators")


@dataclass(frozen=True)
class Classes:
    """The classes of an indicator at a level, over the whole country."""

    steps: tuple[Step, ...]
    missing: int


@dataclass(frozen=True)
class LegendStep:
    """A class as the legend and the map show it."""

    tint: int
    bounds: str
    count: int
    counted: str
    high: float | None
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """What the table says of a territory, and what sorts it (None: no value)."""

    text: str
    order: float | None


NO_CELL = Cell("–", None)


@dataclass(frozen=True)
class Measure:
    """An indicator painted at a level."""

    one: Indicator
    level: Level
    query: str  # what asks the API, and files, for these territories
    unit: str
    by_text: bool
    steps: list[LegendStep]
    missing: int
    missing_counted: str
    cells: dict[str, Cell]

    @property
    def in_words(self) -> bool:
        """Whether the cells of the table are words."""
        return self.by_text or (is_share(self.one) and self.level is COMMUNE)

    @property
    def for_map(self) -> dict[str, Any]:
        """What the map needs to paint: the field to read and the classes in order."""
        steps = [
            {"teinte": step.tint} | ({"textes": step.texts} if self.by_text else {"max": step.high})
            for step in self.steps
        ]
        return {
            "code": self.one.code,
            "champ": "texte" if self.by_text else "valeur",
            "classes": steps,
        }


def measure(one: Indicator, level: Level, question: Question) -> Measure:
    """The indicator, with the territories of a question.

    Classes are those of the whole country, whatever is shown: a colour has one meaning. Counts
    are of what is shown.
    """
    area = area_of(question)
    classes = classes_of(one, level)
    by_text = reads_texts(one, level)
    if area == Area() and level is COMMUNE:
        held: list[Held] = []  # a table of every commune is not shown
        steps, missing = list(classes.steps), classes.missing
    else:
        found = territories(one, level, area)
        held, missing = found.held, len(found.of_areas.missing)
        steps = counted(classes.steps, found.of_areas.held)
    return Measure(
        one=one,
        level=level,
        query=query_of(level, area),
        unit=unit_shown(one, level),
        by_text=by_text,
        steps=[
            LegendStep(
                tint=step.tint,
                bounds=step_said(one, level, step),
                count=step.count,
                counted=counted_said(level, step.count),
                high=step.high,
                texts=step.texts,
            )
            for step in steps
        ],
        missing=missing,
        missing_counted=counted_said(level, missing),
        cells={row.code: cell_of(one, level, row, classes.steps) for row in held},
    )


def reads_texts(one: Indicator, level: Level) -> bool:
    """Whether classes are painted as such: of communes, or where none of them is a priority."""
    return one.kind == Kind.CLASS and (level is COMMUNE or not one.priority_classes)


def classes_of(one: Indicator, level: Level) -> Classes:
    """The classes of the whole country: worked out once for each state of the data."""
    return kept(one.code, level, current(FAMILIES), one.loaded_at)


@lru_cache(maxsize=128)
def kept(code: str, level: Level, _stamp: str, _loaded_at: datetime) -> Classes:
    """Classes for one state of the data."""
    return worked_out(Indicator.objects.get(pk=code), level)


def worked_out(one: Indicator, level: Level) -> Classes:
    """Classes from every territory."""
    found: Territories = territories(one, level).of_areas
    if reads_texts(one, level):
        texts = (held.text for held in found.held)
        steps = categories(texts, one.classes, one.priority_classes)
    else:
        steps = quantiles(held.value for held in found.held if held.value is not None)
    return Classes(tuple(steps), len(found.missing))


def step_of(steps: Sequence[Step], held: Held) -> int | None:
    """The place of the class of a territory."""
    value = None if held.value is None else round(held.value, 4)
    return next((n for n, step in enumerate(steps) if step.holds(value, held.text)), None)


def counted(steps: Sequence[Step], held: list[Held]) -> list[Step]:
    """The same classes, with how many of some territories each holds."""
    places = [step_of(steps, row) for row in held]
    return [
        Step(step.low, step.high, step.texts, step.tint, places.count(n))
        for n, step in enumerate(steps)
    ]


def cell_of(one: Indicator, level: Level, held: Held, steps: Sequence[Step]) -> Cell:
    """The cell of a territory: a figure alone, the unit being in the heading; or words."""
    if reads_texts(one, level):
        place = step_of(steps, held)
        return Cell(value_said(one, level, held), None if place is None else float(place))
    if held.value is None or (is_share(one) and level is COMMUNE):
        return Cell(value_said(one, level, held), held.value)
    return Cell(amount(one, held.value), held.value)


def area_of(question: Question) -> Area:
    """Where a question is asked."""
    return Area(question.region, question.department, question.zone)


def query_of(level: Level, area: Area) -> str:
    """A level and a place, as `/api/indicateurs/<code>/` takes them."""
    places = {"departement": area.department, "region": area.region, "zone": area.zone}
    chosen = {name: value for name, value in places.items() if value}
    return urlencode({"niveau": level.name, **chosen})


def counted_said(level: Level, count: int) -> str:
    """« 6 974 communes », « 253 EPCI et EPT », « 1 zone d'emploi »."""
    return f"{figure(count)} {plural(level.one, level.many, count or 1)}"


def said_of(one: Indicator, level: Level, code: str, question: Question) -> str:
    """The sentence of one territory; what no area of a level holds has no value of a place."""
    area = area_of(question)
    if code == OUTSIDE:
        held = territories(one, level, replace(area, only=code)).held
        return outside_sentence(one, level, held[0] if held else None)
    here = territories(one, level, replace(area, only=code)).held
    found = here or territories(one, level, Area(only=code)).held
    return sentence(one, level, found[0] if found else None)
