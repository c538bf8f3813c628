"""Communes, people and ground by basis, summed to the areas of each level and to the nation."""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from coverage.states.queries import WITH_STATE
from coverage.states.question import Question
from coverage.vocabulary import BASIS_OF_RANK, CoverageBasis
from directory.vocabulary import Status
from geo import levels
from geo.levels import Level
from publishing.ceilings import within

MOST_ROWS = 20_000

# An emerging pole is in an area where its seat is, or a commune of its footprint, broad or not.
TOTALS = f""",
total AS (
  SELECT {{key}} AS key, rank, count(*) AS communes, sum(population) AS people, sum(km2) AS km2,
         max(metres) AS farthest
  FROM state {{joined}} GROUP BY 1, 2
),
emerging AS MATERIALIZED (
  SELECT id, slug, seat_id FROM directory_pole
  WHERE published AND status = '{Status.EMERGING}'
),
place AS (
  SELECT slug, seat_id AS code FROM emerging
  UNION
  SELECT e.slug, f.commune_id FROM emerging e
  JOIN directory_footprintcommune f ON f.pole_id = e.id
),
there AS (
  SELECT {{key}} AS key, array_agg(DISTINCT slug ORDER BY slug) AS slugs
  FROM place JOIN state USING (code) {{joined}} GROUP BY 1
)
SELECT key, ({{name}}) AS name, rank, communes, people, km2, farthest,
       coalesce(slugs, '{{{{}}}}')
FROM total LEFT JOIN there USING (key) ORDER BY key, rank LIMIT {MOST_ROWS + 1}
"""


@dataclass
class Totals:
    """Communes, people and km² of a part of an area."""

    communes: int = 0
    population: int = 0
    km2: float = 0.0

    def add(self, communes: int, population: int, km2: float) -> None:
        """Add a part."""
        self.communes += communes
        self.population += population
        self.km2 += km2

    def share_of(self, whole: "Totals") -> float | None:
        """The share of the people of a whole, 0 to 1; None where nobody lives."""
        return round(self.population / whole.population, 4) if whole.population else None

    def public(self) -> dict[str, Any]:
        """As the API says it."""
        return {
            "communes": self.communes,
            "population": self.population,
            "km2": round(self.km2, 2),
        }


@dataclass
class AreaAnswer:
    """What a question finds for one area."""

    code: str
    name: str
    bases: dict[CoverageBasis, Totals] = field(default_factory=lambda: defaultdict(Totals))
    farthest_m: float | None = None
    emerging: set[str] = field(default_factory=set)  # slugs of the emerging poles that are there
    entire: "AreaAnswer | None" = None  # the area without the filter, where the filter cuts it

    @property
    def total(self) -> Totals:
        """The whole of the area."""
        return summed(list(self.bases.values()))

    def covered(self, question: Question) -> Totals:
        """What the question counts as covered."""
        return summed([self.bases[b] for b in question.bases if b in self.bases])

    def uncovered(self, question: Question) -> Totals:
        """The rest: what the question does not count as covered."""
        return summed([part for b, part in self.bases.items() if b not in question.bases])

    def public(self, question: Question) -> dict[str, Any]:
        """The row of `/api/couverture/`: what the filter keeps of the area, and the whole of it."""
        entire = self.entire and self.entire.figures(question)
        return {
            "code": self.code,
            "nom": self.name,
            **self.figures(question),
            "coupe": self.entire is not None,
            "entier": entire,
        }

    def figures(self, question: Question) -> dict[str, Any]:
        """Communes, people and km², in all, by basis, covered or not."""
        total, covered, left = self.total, self.covered(question), self.uncovered(question)
        return {
            **total.public(),
            "bases": {str(b): f.public() for b in CoverageBasis if (f := self.bases.get(b))},
            "communes_couvertes": covered.communes,
            "population_couverte": covered.population,
            "part_couverte": covered.share_of(total),
            "communes_non_couvertes": left.communes,
            "population_non_couverte": left.population,
            "part_non_couverte": left.share_of(total),
            "poles_emergents": sorted(self.emerging),
            "distance_max_km": None if self.farthest_m is None else round(self.farthest_m / 1e3, 1),
        }


def summed(parts: list[Totals]) -> Totals:
    """The sum of figures."""
    total = Totals()
    for part in parts:
        total.add(part.communes, part.population, part.km2)
    return total


def rollup(question: Question, level: Level) -> list[AreaAnswer]:
    """Every area of a level, by code. For France, one row a zone (`metro`, `drom`)."""
    statement = WITH_STATE + TOTALS.format(
        key=level.key, joined=level.joined("state"), name=level.named("total.key")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, question.sql())
        rows = within(cursor.fetchall(), MOST_ROWS, "territoires")
    areas: dict[str, AreaAnswer] = {}
    for key, name, rank, communes, people, km2, farthest, emerging in rows:
        area = areas.setdefault(key, AreaAnswer(key, name, emerging=set(emerging)))
        area.bases[BASIS_OF_RANK[rank]].add(communes, int(people), float(km2))
        if farthest is not None:
            area.farthest_m = max(farthest, area.farthest_m or 0.0)
    found = list(areas.values())
    if question.filtered and level is not levels.DEPARTMENT:  # every filter is made of departments
        set_beside(found, rollup(question.everywhere, level))
    return found


def set_beside(parts: list[AreaAnswer], areas: list[AreaAnswer]) -> None:
    """Give each part of an area the whole of it, where they differ."""
    by_code = {area.code: area for area in areas}
    for part in parts:
        entire = by_code[part.code]
        if entire.total.communes > part.total.communes:
            part.entire = entire


def merged(areas: list[AreaAnswer], code: str, name: str) -> AreaAnswer:
    """Several areas as one."""
    whole = AreaAnswer(code, name)
    for area in areas:
        for basis, part in area.bases.items():
            whole.bases[basis].add(part.communes, part.population, part.km2)
        if area.farthest_m is not None:
            whole.farthest_m = max(area.farthest_m, whole.farthest_m or 0.0)
        whole.emerging |= area.emerging
    return whole
