"""EPCI, EPT and the communes that stand for themselves, as a question sees them."""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from dataclasses import dataclass, replace

from django.db import connection

from coverage.states.queries import WITH_STATE
from coverage.states.question import Question
from geo.levels import EPCI
from publishing.ceilings import within

MOST_BODIES = 5000

# A body's distance is the mean of its communes', weighed by people; by communes where nobody lives.
BODIES = f""",
summed AS (
  SELECT body, sum(population) AS people, count(*) AS communes,
         coalesce(sum(population) FILTER (WHERE NOT rank = ANY(%(ranks)s)), 0) AS uncovered,
         count(*) FILTER (WHERE NOT rank = ANY(%(ranks)s)) AS uncovered_communes,
         coalesce(sum(metres * population) / nullif(sum(population), 0), avg(metres)) AS metres,
         (array_agg(department_id ORDER BY population DESC, code))[1] AS department,
         (array_agg(region_id ORDER BY population DESC, code))[1] AS region
  FROM state GROUP BY body
)
SELECT body, {EPCI.named("summed.body")}, people, communes, uncovered, uncovered_communes,
       metres, department, region
FROM summed ORDER BY body LIMIT {MOST_BODIES + 1}
"""


@dataclass(frozen=True)
class Body:
    """An EPCI, an EPT or a commune that stands for itself, as a question sees it."""

    code: str
    name: str
    population: int
    communes: int
    uncovered: int
    uncovered_communes: int
    metres: float | None  # mean of its people to the nearest counted seat
    department: str  # of its most populated commune, wherever the question is asked
    region: str
    entire: "Body | None" = None  # without the filter, where the filter cuts it

    @property
    def url(self) -> str:
        """Its page."""
        return EPCI.url(self.code)

    @property
    def km(self) -> float | None:
        """Kilometres of `metres`."""
        return None if self.metres is None else self.metres / 1000

    @property
    def share(self) -> float | None:
        """The share of its people that nothing covers, 0 to 1; None where nobody lives."""
        return self.uncovered / self.population if self.population else None


def read_bodies(question: Question) -> dict[str, Body]:
    """The bodies of a question by code, each as the question sees it; one query."""
    with connection.cursor() as cursor:
        cursor.execute(WITH_STATE + BODIES, question.sql())
        rows = within(cursor.fetchall(), MOST_BODIES, "EPCI")
    return {
        code: Body(code, name, int(people), communes, int(uncovered), *rest)
        for code, name, people, communes, uncovered, *rest in rows
    }


def parts_of(question: Question, bodies: dict[str, Body]) -> dict[str, Body]:
    """What the filter of a question keeps of bodies read everywhere, the whole beside each part."""
    if not question.filtered:
        return bodies
    return {
        code: replace(
            part,
            department=bodies[code].department,
            region=bodies[code].region,
            entire=bodies[code] if bodies[code].communes > part.communes else None,
        )
        for code, part in read_bodies(question).items()
    }
