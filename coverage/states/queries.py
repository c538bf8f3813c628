"""The basis of every commune for a question: the statement that all others build on."""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection

from coverage.states.question import Question
from coverage.vocabulary import BASIS_OF_RANK, NEAR_RANK, NONE_RANK
from geo.bodies import PUBLIC_NAME
from geo.models import Zone
from publishing.cursors import rows_of

# One row a commune: `rank` is its basis for the question (1 to 6), `metres` the distance from
# its town hall to the nearest counted pole.
STATE = f"""
SELECT c.code, c.name, c.population, coalesce(c.area_km2, 0) AS km2, c.zone,
       c.department_id, c.region_id, c.body,
       least(min(s.rank), CASE WHEN min(s.nearest_m) <= %(metres)s THEN {NEAR_RANK}
                               ELSE {NONE_RANK} END) AS rank,
       min(s.nearest_m) AS metres
FROM geo_commune c
LEFT JOIN coverage_communestate s ON s.commune_id = c.code AND s.status = ANY(%(statuses)s)
WHERE NOT c.obsolete
  AND (%(department)s = '' OR c.department_id = %(department)s)
  AND (%(region)s = '' OR c.region_id = %(region)s)
  AND (%(zone)s = '' OR c.zone = %(zone)s)
GROUP BY c.code
"""

WITH_STATE = f"""
WITH state AS MATERIALIZED ({STATE})
"""

# The poles of a commune on its basis, and the nearest counted pole.
DETAILS = """
SELECT state.code, state.name, state.population, state.rank, state.metres,
       state.department_id, state.region_id, state.zone, state.body,
       ARRAY(SELECT p.slug FROM coverage_communestate s, directory_pole p
             WHERE s.commune_id = state.code AND s.status = ANY(%(statuses)s)
               AND s.rank = state.rank AND p.id = ANY(s.poles) ORDER BY p.slug) AS poles,
       near.slug, near.exact
FROM state LEFT JOIN LATERAL (
  SELECT p.slug, f.exact IS NOT NULL AS exact
  FROM coverage_communestate s JOIN directory_pole p ON p.id = s.nearest_id
  LEFT JOIN directory_footprint f ON f.pole_id = p.id
  WHERE s.commune_id = state.code AND s.status = ANY(%(statuses)s)
  ORDER BY s.nearest_m, p.slug LIMIT 1
) near ON true
ORDER BY state.code LIMIT %(limit)s OFFSET %(offset)s
"""


# To whom no counted pole is near: so many, among as many more as may cover a commune already.
OFFERED, MOST_NAMED = 5, 50
Elsewhere = Callable[[str], list[dict[str, str]]]


@dataclass(frozen=True)
class CommuneAnswer:
    """What a question finds for one commune."""

    code: str
    name: str
    population: int
    rank: int
    metres: float | None
    department: str
    region: str
    zone: str
    body: str
    poles: list[str]
    nearest: str | None
    to_territory: bool | None  # whether the distance is to the territory of `nearest`, or its seat

    @property
    def alone(self) -> bool:
        """Whether it is overseas, and no counted pole stands in its department."""
        return self.zone == Zone.DROM and self.metres is None

    def others(self, elsewhere: Elsewhere) -> list[dict[str, str]]:
        """The poles offered beside those that give the commune its basis."""
        return [one for one in elsewhere(self.region) if one["slug"] not in self.poles][:OFFERED]

    def public(self, elsewhere: Elsewhere | None = None) -> dict[str, Any]:
        """The row of `/api/couverture/`; `elsewhere` gives what is offered to who is alone."""
        near = None
        if self.metres is not None:
            near = {
                "slug": self.nearest,
                "km": round(self.metres / 1000, 1),
                "mesure": "territoire" if self.to_territory else "siege",
            }
        return {
            "code": self.code,
            "nom": self.name,
            PUBLIC_NAME: self.body,
            "population": self.population,
            "base": str(BASIS_OF_RANK[self.rank]),
            "poles": self.poles,
            "plus_proche": near,
            **({"ailleurs": self.others(elsewhere)} if self.alone and elsewhere else {}),
        }


def communes(question: Question, limit: int, offset: int = 0) -> list[CommuneAnswer]:
    """Communes of a question by code, with the poles that give each its basis."""
    with connection.cursor() as cursor:
        params = question.sql() | {"limit": limit, "offset": offset}
        cursor.execute(WITH_STATE + DETAILS, params)
        return [CommuneAnswer(*row) for row in cursor.fetchall()]


def each_commune(question: Question, limit: int, offset: int = 0) -> Iterator[CommuneAnswer]:
    """The same one by one, as they come: thirty thousand at once weigh fifty megabytes."""
    params = question.sql() | {"limit": limit, "offset": offset}
    for row in rows_of(WITH_STATE + DETAILS, params):
        yield CommuneAnswer(*row)


# Of the region first, then overseas, then the rest of the nation.
ELSEWHERE = """
SELECT p.slug, p.name, p.region_id, p.region_id = %(region)s AS here
FROM directory_pole p JOIN geo_region r ON r.code = p.region_id
WHERE p.published AND p.status = ANY(%(statuses)s)
ORDER BY p.region_id = %(region)s DESC, r.zone = 'drom' DESC, p.slug LIMIT %(most)s
"""


def elsewhere_for(question: Question) -> Elsewhere:
    """The counted poles offered to a region overseas, as what they are; asked once a region."""

    @cache
    def of(region: str) -> list[dict[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(ELSEWHERE, question.sql() | {"region": region, "most": MOST_NAMED})
            return [
                {
                    "slug": slug,
                    "nom": name,
                    "code_region": code,
                    "portee": "region" if here else "france",
                }
                for slug, name, code, here in cursor.fetchall()
            ]

    return of
