"""The gaps that the page of coverage lists, cut as its reader asks, and where all of them are."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from coverage.gaps import cutting
from coverage.gaps.grouping import Gap
from coverage.gaps.queries import bare_gaps
from coverage.report.pages.asked import of_question
from coverage.report.pages.choices import Choice
from coverage.states.question import Question
from coverage.states.words import either
from coverage.turns import ANSWERS
from geo import levels
from geo.codes import names_of
from publishing.files.formats import FORMATS

ROWS = 20


@dataclass(frozen=True)
class GapRow:
    """A gap, or a piece of one."""

    identifier: str
    name: str  # of its most populated commune
    url: str
    unit: str
    communes: int
    population: int
    km2: float
    farthest_km: float | None
    whole: int | None  # its people without the filter, where the filter cuts it


def choices(cut: str) -> list[Choice]:
    """What gaps may be cut at."""
    words = {"": "rien"} | {level.name: level.one for level in levels.CUTS}
    return [Choice(one, said, one == cut) for one, said in words.items()]


def listed(question: Question, cut: str) -> dict[str, Any]:
    """The most populated pieces where a cut is asked, and the files of them all.

    Without a cut none is listed: nearly all that is not covered is then one piece. Raises
    BusyError.
    """
    query = of_question(question)
    if cut:
        query[cutting.NAME] = cut
    context: dict[str, Any] = {
        "cut": levels.LEVELS[cut] if cut else None,
        "cuts_said": f"par {either([level.one for level in levels.CUTS])}",
        "gaps_query": query.urlencode(safe=","),
        "gap_formats": list(FORMATS.values()),
    }
    if not cut:
        return context
    with ANSWERS.taken():
        found = bare_gaps(question, cut)
    shown = found[:ROWS]
    level = levels.LEVELS[cut]
    units = names_of(level, {gap.unit for gap in shown})
    return context | {
        "gap_count": len(found),
        "gaps_inside": any(gap.unit != levels.OUTSIDE for gap in found),
        "gaps_outside": any(gap.unit == levels.OUTSIDE for gap in found),
        "gap_rows": [row(gap, units.get(gap.unit, level.outside)) for gap in shown],
    }


def row(gap: Gap, unit: str) -> GapRow:
    """A line of the table."""
    far = gap.farthest
    return GapRow(
        identifier=gap.identifier,
        name=gap.main.name,
        url=reverse("commune", args=[gap.main.code]),
        unit=unit,
        communes=len(gap.communes),
        population=gap.population,
        km2=gap.km2,
        farthest_km=None if far is None else (far.metres or 0) / 1000,
        whole=gap.entire.population if gap.entire else None,
    )
