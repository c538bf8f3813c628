"""The gaps of a question: areas of communes that nothing covers, far from every counted seat."""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections import defaultdict
from collections.abc import Sequence
from sys import intern
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Q

from coverage.gaps.grouping import Gap, GapCommune, by_body, by_commune, group, kept, pieces
from coverage.states.queries import WITH_STATE
from coverage.states.question import Question
from directory.models import FootprintCommune, Pole
from geo.levels import LEVELS
from geo.models import Adjacency, Department, Epci
from publishing.ceilings import whole, within
from publishing.cursors import rows_of

MOST_COMMUNES, MOST_POLES = 40_000, 50_000
MOST_PIECES = 5_000_000  # communes of footprints, borders of communes

AT_ONCE = 2000  # rows of a reading
TOGETHER = 512  # communes whose neighbours come with the first of them

# The uncovered communes by code, and on one of every `TOGETHER` the neighbours of these among
# themselves, by places in that order: as bytes, since a hundred thousand pairs of codes would
# weigh ten times more, and take longer than all the rest; not all on one row, for a connection
# keeps for good the room of the largest row that it ever received, and each thread has one.
# One statement: communes and neighbours are of one state of the data.
UNCOVERED = f"""
, uncovered AS MATERIALIZED (
  SELECT code, name, population, km2, zone, department_id, body, metres, {{unit}} AS unit
  FROM state {{joined}}
  WHERE NOT rank = ANY(%(ranks)s) AND (metres IS NULL OR metres > %(metres)s)
  ORDER BY code LIMIT {MOST_COMMUNES + 1}
),
placed AS MATERIALIZED (SELECT code, row_number() OVER (ORDER BY code) - 1 AS place FROM uncovered),
pairs AS (
  SELECT a.place / {TOGETHER} * {TOGETHER} AS place,
         string_agg(int8send(a.place) || int8send(b.place), '') AS places
  FROM geo_adjacency n
  JOIN placed a ON a.code = n.commune_id
  JOIN placed b ON b.code = n.neighbour_id
  GROUP BY 1
)
SELECT uncovered.*, pairs.places
FROM uncovered JOIN placed USING (code) LEFT JOIN pairs USING (place) ORDER BY place
"""
# Ground of a scale (`general` or `contour`), united for each gap.
GROUND = """
WITH piece AS (
  SELECT * FROM unnest(%(gaps)s::int[], %(levels)s::text[], %(codes)s::text[])
    AS p(gap, level, code)
),
ground AS (
  SELECT gap, {scale} AS shape FROM piece JOIN geo_departmentshape s
    ON level = 'department' AND s.area_id = code
  UNION ALL
  SELECT gap, {scale} FROM piece JOIN geo_epcishape s ON level = 'epci' AND s.area_id = code
  UNION ALL
  SELECT gap, {scale} FROM piece JOIN geo_communeshape s
    ON level = 'commune' AND s.area_id = code
)
SELECT gap, {written} FROM ground GROUP BY gap ORDER BY gap
"""


def gaps(question: Question, cut: str = "") -> list[Gap]:
    """Every gap, the most populated first, with the emerging poles inside and beside."""
    return with_emerging(bare_gaps(question, cut))


def bare_gaps(question: Question, cut: str) -> list[Gap]:
    """The same gaps, less their emerging poles.

    Gaps are those of the country, whose names stay; a filter keeps parts of them.
    """
    found = gaps_everywhere(question.everywhere, cut)
    if not question.filtered:
        return found
    with connection.cursor() as cursor:
        cursor.execute(WITH_STATE + "SELECT code FROM state ORDER BY code", question.sql())
        codes = {code for (code,) in cursor.fetchall()}
    return kept(found, codes)


def gaps_everywhere(question: Question, cut: str) -> list[Gap]:
    """The gaps of the whole country; one query."""
    communes, pairs = [], []
    unit, joined = (LEVELS[cut].key, LEVELS[cut].joined("state")) if cut else ("''", "")
    statement = WITH_STATE + UNCOVERED.format(unit=unit, joined=joined)
    for *row, places in rows_of(statement, question.sql(), AT_ONCE):
        communes.append(commune_of(row))
        pairs.append(places or b"")
    edges = np.frombuffer(b"".join(pairs), dtype=">i8").reshape(-1, 2)
    within(communes, MOST_COMMUNES, "communes")
    return group(communes, edges.astype(np.int64), cut)


def gap_of_communes(question: Question, cut: str) -> dict[str, str]:
    """The identifier of its gap for each commune that is in one, by code."""
    return by_commune(bare_gaps(question, cut))


def gaps_of_bodies(question: Question, cut: str) -> dict[str, list[str]]:
    """Identifiers of the gaps of each EPCI, EPT or commune without one; its main gap first."""
    return by_body(bare_gaps(question, cut))


def commune_of(row: Sequence[Any]) -> GapCommune:
    """A row; its zone, units and body are those of thousands of others, and kept once."""
    code, name, population, km2, zone, department, body, metres, unit = row
    areas = intern(zone), intern(department), intern(body)
    return GapCommune(code, name, population, km2, *areas, metres, intern(unit))


def with_emerging(found: list[Gap]) -> list[Gap]:
    """Tell each gap the emerging poles whose seat or territory is in it, or borders on it."""
    places: dict[str, set[str]] = defaultdict(set)
    emerging = Pole.objects.public().emerging()
    seats = emerging.filter(seat__isnull=False).order_by("slug").values_list("slug", "seat_id")
    held = FootprintCommune.objects.filter(pole__in=emerging).order_by("pole", "commune")
    for slug, code in [
        *whole(seats, MOST_POLES),
        *whole(held.values_list("pole__slug", "commune_id"), MOST_PIECES),
    ]:
        places[code].add(slug)
    gap_of = {c.code: gap for gap in found for c in gap.communes}
    for code, slugs in places.items():
        if code in gap_of:
            gap_of[code].inside |= slugs
    around = Adjacency.objects.filter(Q(commune__in=places) | Q(neighbour__in=places))
    for first, second in whole(
        around.order_by("id").values_list("commune_id", "neighbour_id"), MOST_PIECES
    ):
        for here, there in ((first, second), (second, first)):
            if here in places and there in gap_of:
                gap_of[there].beside |= places[here]
    return found


def ground(found: list[Gap], scale: str, written: str) -> list[Any]:
    """The ground of each gap in the same order, None where no contour is known.

    `scale` is a column of shapes, `written` how SQL writes a geometry put in its braces.
    """
    sizes: dict[tuple[str, str], int] = {}
    for level, areas in (("department", Department.objects), ("epci", Epci.objects)):
        rows: Any = areas.current().values_list("pk", "communes_count")
        sizes |= {(level, code): count for code, count in rows}
    parts = pieces(found, sizes)
    params: dict[str, Any] = {
        "gaps": [part.gap for part in parts],
        "levels": [part.level for part in parts],
        "codes": [part.code for part in parts],
    }
    statement = GROUND.format(scale=scale, written=written.format("ST_Multi(ST_Union(shape))"))
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        grounds = dict(cursor.fetchall())
    return [grounds.get(number) for number in range(len(found))]
