"""What the address of the page asks: a question of the API, a level, an order, a page."""

from dataclasses import dataclass

from django.http import QueryDict

from coverage.gaps import cutting
from coverage.indicators.models import Indicator
from coverage.report.overview import Places
from coverage.report.pages.isolating import check_places
from coverage.report.pages.table import AREA_COLUMNS, COMMUNE_COLUMNS, DOWN, UP, Column, measured
from coverage.states.question import PARAMETERS, Question
from geo import levels
from geo.levels import Level
from publishing.parameters import read_choice, read_int, refuse_unknown
from web.parameters import is_tracking

LISTS = ("statuts", "bases")
OWN = ("niveau", "indicateur", cutting.NAME, "tri", "ordre", "page")
MOST_PAGES = 1000


@dataclass(frozen=True)
class Asked:
    """All that the page is asked."""

    question: Question
    level: Level
    indicator: Indicator | None
    cut: str
    column: Column
    order: str
    page: int
    query: QueryDict

    @property
    def columns(self) -> tuple[Column, ...]:
        """Those of the table."""
        return columns_of(self.level, self.indicator)


def columns_of(level: Level, indicator: Indicator | None) -> tuple[Column, ...]:
    """The columns of a level, with that of an indicator after the people."""
    columns = COMMUNE_COLUMNS if level is levels.COMMUNE else AREA_COLUMNS
    return (*columns[:2], measured(indicator, level), *columns[2:]) if indicator else columns


def read(params: QueryDict, known: Places) -> Asked:
    """Read the address of the page. Raises ParameterProblem on the first refused value."""
    query = tidied(params)
    refuse_unknown(query, [*(p.name for p in PARAMETERS), *OWN])
    question = Question.read(query)
    check_places(question, known)
    names = [level.name for level in levels.GROUND]
    level = levels.LEVELS[read_choice(query, "niveau", levels.DEPARTMENT.name, names)]
    code = read_choice(query, "indicateur", "", ("", *known.indicators))
    indicator = known.indicators.get(code)
    columns = columns_of(level, indicator)
    by_name = {column.name: column for column in columns}
    chosen = by_name[read_choice(query, "tri", columns[0].name, by_name)]
    return Asked(
        question=question,
        level=level,
        indicator=indicator,
        cut=cutting.read_cut(query),
        column=chosen,
        order=read_choice(query, "ordre", chosen.first, (UP, DOWN)),
        page=read_int(query, "page", 1, (1, MOST_PAGES)),
        query=query,
    )


def tidied(params: QueryDict) -> QueryDict:
    """The address as the API writes it: a form repeats `bases`, the API separates by commas."""
    query = QueryDict(mutable=True)
    for name in params:
        if is_tracking(name):
            continue
        value = ",".join(map(str, params.getlist(name) if name in LISTS else [params[name]]))
        if value or name not in (*(p.name for p in PARAMETERS), *OWN):
            query[name] = value
    return query


def of_api(asked: Asked) -> QueryDict:
    """The same question, whole, as an address of `/api/couverture/`."""
    query = of_question(asked.question)
    query["niveau"] = asked.level.name
    if asked.cut and asked.level in cutting.WITH_GAPS:
        query[cutting.NAME] = asked.cut
    return query


def of_question(question: Question) -> QueryDict:
    """A question, whole, as the API takes it."""
    query = QueryDict(mutable=True)
    for name, value in question.public().items():
        if isinstance(value, list):
            query[name] = ",".join(value)
        elif value is not None:
            query[name] = f"{value:g}" if isinstance(value, float) else value
    return query
