"""The ground of applications: their communes with what covers these today, their contours.

Derived as the footprints of poles are, from what is declared, in one statement for all of a call.
"""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections.abc import Collection
from typing import Any

from django.db import connection

from calls.gains.adding import Patch
from coverage.states.queries import WITH_STATE
from coverage.states.question import Question
from coverage.vocabulary import RANKS, CoverageBasis
from directory.footprints import CLAIMS, GROUND, SUREST, declared_pieces, drawn_pieces
from directory.vocabulary import PUBLIC_BASIS, Basis
from publishing.ceilings import within

MOST_CONTOURS = 5000
MOST_COMMUNES = 2_000_000  # a hundred applications that each hold the whole nation are no more
TERRITORIES = ("calls_applicationterritory", "application_id")
PIECES = (
    f"piece(holder, kind, code, basis) AS ({declared_pieces(*TERRITORIES)}),"
    f"{drawn_pieces(*TERRITORIES)}"
)
ORDER = [basis.value for basis in Basis if basis is not Basis.NONE]
RANK = " ".join(
    f"WHEN '{stored}' THEN {RANKS[CoverageBasis(public)]}"
    for stored, public in PUBLIC_BASIS.items()
    if CoverageBasis(public) in RANKS
)
# A commune is counted where the territory holds it on a basis that the question counts.
PATCHES = f"""{WITH_STATE},
{PIECES},
{CLAIMS},
surest AS ({SUREST})
SELECT s.holder, s.commune_id, CASE s.basis {RANK} END, state.rank, state.population,
       state.km2, state.region_id, state.metres
FROM surest s JOIN state ON state.code = s.commune_id
ORDER BY s.holder, s.commune_id LIMIT {MOST_COMMUNES + 1}
"""
CONTOURS = f"""
WITH {PIECES},
{GROUND}
SELECT holder, ST_AsGeoJSON(ST_ForcePolygonCCW(
         ST_Multi(ST_CollectionExtract(ST_MakeValid(general), 3))), 5)
FROM ground ORDER BY holder LIMIT {MOST_CONTOURS + 1}
"""
AREAS = f"""
WITH {PIECES},
{CLAIMS},
surest AS ({SUREST}),
people AS (
  SELECT s.commune_id, s.basis, c.population, c.department_id, c.region_id, c.name
  FROM surest s JOIN geo_commune c ON c.code = s.commune_id
),
seat AS (
  SELECT region_id, department_id, commune_id FROM people WHERE basis <> '{Basis.BROAD}'
  ORDER BY population DESC, commune_id LIMIT 1
),
widest AS (
  SELECT region_id, department_id, NULL FROM people
  GROUP BY region_id, department_id
  ORDER BY sum(sum(population)) OVER (PARTITION BY region_id) DESC, region_id,
           sum(population) DESC, department_id LIMIT 1
)
SELECT * FROM seat
UNION ALL SELECT * FROM widest WHERE NOT EXISTS (SELECT FROM seat)
"""


def patches(application_ids: Collection[int], question: Question) -> list[Patch]:
    """Every commune of these applications, with what covers it today."""
    params = question.sql() | {"ids": sorted(application_ids), "order": ORDER}
    with connection.cursor() as cursor:
        cursor.execute(PATCHES, params)
        return [Patch(*row) for row in within(cursor.fetchall(), MOST_COMMUNES, "communes")]


def contours(application_ids: Collection[int]) -> dict[int, str]:
    """Contours by application, as GeoJSON texts, generalised as the map draws them."""
    with connection.cursor() as cursor:
        cursor.execute(CONTOURS, {"ids": sorted(application_ids), "order": ORDER})
        return dict(within(cursor.fetchall(), MOST_CONTOURS, "contours"))


def main_place(application_id: int) -> tuple[str | None, str | None, str | None]:
    """The commune of a territory where most people live, its department and its region.

    The commune is one that the territory names, alone or in its EPCI; a department or a region
    named whole says nothing of a seat: then only the region and the department with most people.
    """
    params: dict[str, Any] = {"ids": [application_id], "order": ORDER}
    with connection.cursor() as cursor:
        cursor.execute(AREAS, params)
        found: tuple[str | None, str | None, str | None] | None = cursor.fetchone()
    return found or (None, None, None)
