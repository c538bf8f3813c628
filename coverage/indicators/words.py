"""Values of indicators in French: figures with their unit, shares, classes, bounds of a class."""

import re

from coverage.indicators.classing import Step
from coverage.indicators.models import Indicator
from coverage.indicators.territories import Held
from coverage.indicators.vocabulary import Kind
from geo.levels import COMMUNE, Level
from web.figures import figure
from web.french import plural

NO_BREAK = "\u00a0"
FIRST_PLURAL = re.compile(r"^([^\W\d_]{2,})s\b")
MOST_NAMED = 3
LEAST_WHOLE = 1000  # from there on, a decimal says nothing


def is_share(one: Indicator) -> bool:
    """Whether the values of bodies are shares of people."""
    return one.kind in (Kind.CLASS, Kind.LIST)


def unit_shown(one: Indicator, level: Level) -> str:
    """The unit of figures of a level, "" for words; a share is a percentage of people."""
    if not is_share(one):
        return one.unit
    return "" if level is COMMUNE else "% des habitants"


def amount(one: Indicator, value: float) -> str:
    """A figure without its unit."""
    if is_share(one):
        # Nobody and everybody are told from nearly so.
        if value in (0, 1):
            return figure(100 * value)
        return figure(min(max(100 * value, 0.1), 99.9), 1)
    whole = value == int(value) and one.unit != "%"
    return figure(value, 0 if whole or abs(value) >= LEAST_WHOLE else 1)


def with_unit(one: Indicator, level: Level, value: float) -> str:
    """A figure and its unit: « 22 040 € par an », « 1 quartier »."""
    unit = unit_shown(one, level)
    if abs(value) < 2:  # in French, the plural begins at two
        unit = FIRST_PLURAL.sub(r"\1", unit)
    return f"{amount(one, value)}{NO_BREAK}{unit}".rstrip()


def value_said(one: Indicator, level: Level, held: Held) -> str:
    """What a territory has, unit included; a word for a class or a list of communes."""
    if level is COMMUNE and one.kind == Kind.LIST:
        said = "oui" if held.value else "non"
        return f"{said} ({held.text})" if held.text else said
    if held.value is None or (level is COMMUNE and one.kind == Kind.CLASS):
        return held.text or outside()
    return with_unit(one, level, held.value)


def outside() -> str:
    """A commune that a list of classes does not name."""
    return "hors de la liste"


def step_said(one: Indicator, level: Level, step: Step) -> str:
    """The bounds of a class, or the words of a category."""
    if step.high is None or step.low is None:
        names = [text or outside() for text in step.texts]
        if len(names) <= MOST_NAMED:
            return ", ".join(names)
        words = plural("%(count)s autre classe", "%(count)s autres classes", len(names))
        return words % {"count": len(names)}
    if level is COMMUNE and one.kind == Kind.LIST:
        return "oui" if step.high else "non"
    low, high = amount(one, step.low), amount(one, step.high)
    return low if low == high else f"{low} à {high}"


def sentence(one: Indicator, level: Level, held: Held | None) -> str:
    """« Taux de pauvreté : 14,2 % (2021). », and on whom it rests where not on all."""
    if held is None:
        return f"{one.label} : aucune valeur connue ici ({one.vintage})."
    said = f"{one.label} : {value_said(one, level, held)} ({one.vintage})."
    if held.cut:
        said = f"{said} C'est la valeur du territoire entier."
    if held.people_share > 0.995:
        return said
    part = f"Connu pour {figure(100 * held.people_share)} % des habitants."
    return f"{said} {part}"


def outside_sentence(one: Indicator, level: Level, held: Held | None) -> str:
    """The same of what no area of a level holds: never that of one place, but of all together."""
    if held is None:
        return f"{one.label} : pas de valeur ici, hors {level.one} ({one.vintage})."
    said = sentence(one, level, held)
    return f"{said} C'est celle de toutes les communes du pays hors {level.one}, ensemble."
