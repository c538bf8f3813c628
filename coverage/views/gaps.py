"""The gaps that the page of coverage lists, cut as its reader asks, and where all of them are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from coverage import cutting
from coverage.gaps import Cut, Gap
from coverage.queries.gaps import bare_gaps
from coverage.queries.overview import Places
from coverage.question import Question
from coverage.turns import ANSWERS
from coverage.views.asked import of_question
from coverage.views.choices import Choice
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


def choices(cut: Cut) -> list[Choice]:
    """What gaps may be cut at."""
    words = {Cut.NONE: "rien", Cut.DEPARTMENT: "département", Cut.REGION: "région"}
    return [Choice(str(one), said, one is cut) for one, said in words.items()]


def listed(question: Question, cut: Cut, known: Places) -> dict[str, Any]:
    """The most populated pieces where a cut is asked, and the files of them all.

    Without a cut none is listed: nearly all that is not covered is then one piece. Raises
    BusyError.
    """
    query = of_question(question)
    if cut:
        query[cutting.NAME] = str(cut)
    context: dict[str, Any] = {
        "cut": str(cut),
        "gaps_query": query.urlencode(safe=","),
        "gap_formats": list(FORMATS),
    }
    if not cut:
        return context
    with ANSWERS.taken():
        found = bare_gaps(question, cut)
    units: Mapping[str, Any] = known.departments if cut is Cut.DEPARTMENT else known.regions
    return context | {
        "gap_count": len(found),
        "gap_rows": [row(gap, units) for gap in found[:ROWS]],
    }


def row(gap: Gap, units: Mapping[str, Any]) -> GapRow:
    """A line of the table."""
    far = gap.farthest
    return GapRow(
        identifier=gap.identifier,
        name=gap.main.name,
        url=reverse("commune", args=[gap.main.code]),
        unit=units[gap.unit].name,
        communes=len(gap.communes),
        population=gap.population,
        km2=gap.km2,
        farthest_km=None if far is None else (far.metres or 0) / 1000,
        whole=gap.entire.population if gap.entire else None,
    )
