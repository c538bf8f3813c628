"""What shapes hold: their communes, whole, in part or only brushed, with people and km²."""

# ruff: noqa: S608 - every statement is made of constants; values are passed as parameters

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from geo.shapes.refusals import Refusal
from geo.shapes.shares import COMMON
from publishing.ceilings import within

MOST_COMMUNES = 400_000  # of all the shapes that are weighed together
MOST_SECONDS = 20.0
# A centimetre along fifty kilometres of border: what coordinates do not tell.
SPECK_KM2 = 0.0005
SLOW = "un périmètre plus simple : mesurer celui-ci demande trop de temps"
LIMIT = "SELECT set_config('statement_timeout', %s, true)"
Polygons = Sequence[Any]  # coordinates of a MultiPolygon, in degrees

DRAWN = """
given(holder, ground) AS (
  SELECT holder, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326)
  FROM unnest(%(holders)s::int[], %(shapes)s::text[]) AS one(holder, shape)
),
drawn(holder, ground) AS MATERIALIZED (
  SELECT holder, CASE count(*) WHEN 1 THEN (array_agg(ground))[1] ELSE ST_Union(ground) END
  FROM given GROUP BY holder
)"""
WEIGH = f"""
WITH {DRAWN},{COMMON}
SELECT d.holder, d.m2 / 1e6, w.hold, c.code, c.name, c.population,
       w.share, w.m2 / 1e6
FROM whole d
LEFT JOIN weighed w ON w.holder = d.holder
LEFT JOIN geo_commune c ON c.code = w.commune_id
ORDER BY d.holder, w.share DESC NULLS LAST, c.code LIMIT {MOST_COMMUNES + 1}
"""
# Each shape without the ground of the communes that all of its holder's only brush.
CUT = f"""
WITH {DRAWN},{COMMON},
brushed(holder, ground) AS (
  SELECT w.holder, ST_Union(s.contour)
  FROM weighed w JOIN geo_communeshape s ON s.area_id = w.commune_id
  WHERE w.hold IN ('brushed', 'left') GROUP BY w.holder
)
SELECT one.place, ST_AsGeoJSON(ST_Multi(ST_CollectionExtract(
         coalesce(ST_Difference(ST_SetSRID(ST_GeomFromGeoJSON(one.shape), 4326), b.ground),
                  ST_SetSRID(ST_GeomFromGeoJSON(one.shape), 4326)), 3)), 9)
FROM unnest(%(holders)s::int[], %(shapes)s::text[]) WITH ORDINALITY AS one(holder, shape, place)
LEFT JOIN brushed b ON b.holder = one.holder
ORDER BY one.place LIMIT %(most)s
"""


@dataclass(frozen=True)
class Part:
    """A commune under a shape: its people (all of them), the share of its ground, km² in common."""

    code: str
    name: str
    population: int
    share: float | None  # unknown of a commune without contour
    km2: float


@dataclass
class Weighed:
    """What the shapes of one holder hold together; lists by falling share."""

    km2: float
    whole: list[Part] = field(default_factory=list)
    part: list[Part] = field(default_factory=list)
    brushed: list[Part] = field(default_factory=list)  # counted, unless they are dropped
    left: list[Part] = field(default_factory=list)  # never counted

    @property
    def counted(self) -> list[Part]:
        """The communes of the footprint."""
        return [*self.whole, *self.part, *self.brushed]

    @property
    def population(self) -> int:
        """Persons who live in the communes counted, those held in part included whole."""
        return sum(one.population for one in self.counted)

    @property
    def outside_km2(self) -> float:
        """What is on no commune: at sea, or abroad."""
        if any(one.share is None for one in self.part):
            return 0.0
        held = sum(one.km2 for one in (*self.counted, *self.left))
        return max(0.0, self.km2 - held)


def weigh(shapes: Mapping[int, Sequence[Polygons]]) -> dict[int, Weighed]:
    """What the shapes of each holder hold together, in one statement for all of them.

    Shapes are valid (see `checks`). A holder whose shapes touch no commune has empty lists. Raises
    `Refusal` where that takes too long.
    """
    found: dict[int, Weighed] = {}
    rows = within(asked(WEIGH, laid(shapes)), MOST_COMMUNES, "communes")
    for holder, km2, hold, *facts in rows:
        one = found.setdefault(holder, Weighed(km2))
        if hold and not (hold == "left" and facts[-1] < SPECK_KM2):
            getattr(one, hold).append(Part(*facts))
    return found


def without_brushed(shapes: Sequence[Polygons]) -> list[list[Any]]:
    """Shapes of one holder, each without the communes that all of them together only brush.

    Coordinates of MultiPolygons, to be checked again; of a shape that only brushes, none.
    """
    found = asked(CUT, laid({0: shapes}) | {"most": len(shapes)})
    return [json.loads(text)["coordinates"] for _place, text in found]


def asked(statement: str, params: dict[str, Any]) -> list[Any]:
    """The rows of a statement, which is given up past some seconds: `Refusal` then."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        before = cursor.fetchone()[0]
        cursor.execute(LIMIT, [f"{MOST_SECONDS * 1000:.0f}"])
        try:
            cursor.execute(statement, params)
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceled):
                raise Refusal(SLOW) from error
            raise
        rows = cursor.fetchall()
        cursor.execute(LIMIT, [before])
        return rows


def laid(shapes: Mapping[int, Sequence[Polygons]]) -> dict[str, Any]:
    """Shapes by holder, as two lists that go to the database."""
    flat = [(holder, one) for holder, several in shapes.items() for one in several]
    return {
        "holders": [holder for holder, _one in flat],
        "shapes": [json.dumps({"type": "MultiPolygon", "coordinates": one}) for _h, one in flat],
    }
