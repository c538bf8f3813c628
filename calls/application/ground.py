"""The territory of an application: its pieces, and the regions and departments they touch."""

# ruff: noqa: S608 - every statement is made of constants; values are passed as parameters

from operator import attrgetter
from typing import Any

from django.db import connection

from calls.models import Application, ApplicationTerritory
from directory.record.pieces import Record, piece_of, placed
from publishing.ceilings import within

# A drawn shape is in a department from one hundredth of the shape on: less only brushes it.
SLIVER = 0.01
MOST_PIECES = 5000

AREAS = f"""
WITH piece AS (
  SELECT level, commune_id, epci_id, department_id, region_id, drawn
  FROM calls_applicationterritory WHERE application_id = %(application)s
),
named(department_id) AS (
  SELECT coalesce(heir.department_id, place.department_id)
  FROM piece JOIN geo_commune place ON place.code = piece.commune_id
  LEFT JOIN LATERAL (
    SELECT today.department_id FROM geo_formercommune former
    JOIN geo_commune today ON today.code = former.commune_id AND NOT today.obsolete
    WHERE place.obsolete AND former.code = place.code ORDER BY former.kind LIMIT 1
  ) heir ON true
  UNION
  SELECT c.department_id FROM piece JOIN geo_commune c
    ON piece.epci_id IN (c.epci_id, c.ept_id) WHERE NOT c.obsolete
  UNION
  SELECT department_id FROM piece WHERE department_id IS NOT NULL
  UNION
  SELECT d.code FROM piece JOIN geo_department d ON d.region_id = piece.region_id
  UNION
  SELECT s.area_id FROM piece
  JOIN geo_departmentshape s ON ST_Intersects(s.contour, piece.drawn)
  WHERE ST_Area(ST_Intersection(s.contour, piece.drawn)) >= {SLIVER} * ST_Area(piece.drawn)
)
SELECT array_agg(DISTINCT d.region_id ORDER BY d.region_id),
       array_agg(DISTINCT d.code ORDER BY d.code)
FROM named JOIN geo_department d ON d.code = named.department_id
"""


def derive_areas(application_id: int) -> tuple[list[str], list[str]]:
    """Codes of the regions and departments that the pieces of an application touch."""
    with connection.cursor() as cursor:
        cursor.execute(AREAS, {"application": application_id})
        regions, departments = cursor.fetchone()
    return regions or [], departments or []


def pieces_of(application: Application) -> list[Record]:
    """The territory as `directory.record.picker.TerritoriesField` gives and takes it."""
    found = within(list(application.territories.all()), MOST_PIECES, "morceaux de territoire")
    return [piece_of(row) for row in sorted(found, key=attrgetter("pk"))]


def replace_territories(application: Application, pieces: list[dict[str, Any]]) -> None:
    """The territory becomes these pieces, in this order."""
    application.territories.all().delete()
    ApplicationTerritory.objects.bulk_create(
        placed(ApplicationTerritory(application=application), piece) for piece in pieces
    )
