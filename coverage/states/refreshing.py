"""Derives what each commune has of the poles. Nothing else writes `CommuneState`.

What should be is compared with what is, inside the transaction of the change that called for it:
a reader sees the state before, or the state after, never half of it. A change of some poles
derives again only the statuses that they have, or had.
"""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np
from django.db import connection, transaction
from psycopg import sql

from coverage.models import CommuneState
from coverage.states.same import SAME_M
from coverage.states.standing import read_communes, read_grounds, read_held
from coverage.vocabulary import COUNTABLE, RANKS, CoverageBasis
from directory.models import Pole
from directory.vocabulary import PUBLIC_BASIS
from publishing.computing.calls import Called
from publishing.serving import server
from tables.staging import copy_rows
from tables.statistics import MANY, analyse

LOCK = 20_260_102  # one refresh at a time: two would each compare with the state before the other
RANK = " ".join(
    f"WHEN '{stored}' THEN {RANKS[CoverageBasis(public)]}"
    for stored, public in PUBLIC_BASIS.items()
    if CoverageBasis(public) in RANKS
)
NEAREST = ("commune_id", "status", "nearest_id", "nearest_m")
STAGE = """
CREATE TEMPORARY TABLE coverage_nearest (
  commune_id varchar(5), status varchar(8), nearest_id bigint, nearest_m float8
) ON COMMIT DROP
"""

# A table of its own, with statistics: as a subquery it would be taken for a few rows.
BASED = f"""
CREATE TEMPORARY TABLE coverage_based ON COMMIT DROP AS
WITH held AS (
  SELECT f.commune_id, p.status, p.id AS pole_id, CASE f.basis {RANK} END AS rank
  FROM directory_footprintcommune f JOIN directory_pole p ON p.id = f.pole_id
  WHERE p.published AND p.status = ANY(%(statuses)s)
),
ranked AS (
  SELECT held.*, min(rank) OVER (PARTITION BY commune_id, status) AS best FROM held
)
SELECT commune_id, status, rank, array_agg(pole_id ORDER BY pole_id) AS poles
FROM ranked WHERE rank = best GROUP BY 1, 2, 3
"""

STORE = """
INSERT INTO coverage_communestate AS state
  (commune_id, status, rank, poles, nearest_id, nearest_m)
SELECT n.commune_id, n.status, b.rank, coalesce(b.poles, '{}'), n.nearest_id, n.nearest_m
FROM coverage_nearest n LEFT JOIN coverage_based b USING (commune_id, status)
ON CONFLICT (commune_id, status) DO UPDATE
SET rank = EXCLUDED.rank, poles = EXCLUDED.poles,
    nearest_id = EXCLUDED.nearest_id, nearest_m = EXCLUDED.nearest_m
WHERE (state.rank, state.poles, state.nearest_id, state.nearest_m)
   IS DISTINCT FROM (EXCLUDED.rank, EXCLUDED.poles, EXCLUDED.nearest_id, EXCLUDED.nearest_m)
"""

DROP_OBSOLETE = """
DELETE FROM coverage_communestate s USING geo_commune c
WHERE c.code = s.commune_id AND c.obsolete
"""


def refresh(pole_ids: Collection[int] | None = None) -> int:
    """Derive every row, or those that a change of some poles may touch.

    Returns how many rows changed. An empty collection, as after a deletion, means every row.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        statuses = statuses_of(pole_ids) if pole_ids else [str(s) for s in COUNTABLE]
        cursor.execute(STAGE)
        columns = sql.SQL(", ").join(map(sql.Identifier, NEAREST))
        with server().computing("coverage.states.nearest") as call:
            rows = list(nearest_rows(statuses, call))  # no query runs on a connection that copies
        copy_rows(sql.Identifier("coverage_nearest"), columns, rows)
        cursor.execute(BASED, {"statuses": statuses})
        cursor.execute("ANALYZE coverage_nearest, coverage_based")
        cursor.execute(STORE)
        changed: int = cursor.rowcount
        cursor.execute(DROP_OBSOLETE)
        cursor.execute("DROP TABLE coverage_nearest, coverage_based")
    if changed > MANY:
        analyse(CommuneState)
    return changed


def statuses_of(pole_ids: Collection[int]) -> list[str]:
    """The counted statuses that these poles have, and those under which they are kept."""
    now = Pole.objects.filter(id__in=pole_ids).values_list("status", flat=True)
    ids = list(pole_ids)
    kept = CommuneState.objects.filter(poles__overlap=ids) | CommuneState.objects.filter(
        nearest_id__in=ids
    )
    before = kept.order_by().values_list("status", flat=True).distinct()
    return sorted({*now.distinct().order_by(), *before} & {str(s) for s in COUNTABLE})


def nearest_rows(statuses: Collection[str], call: Called) -> Iterator[tuple[Any, ...]]:
    """Rows of `NEAREST`: for every commune in force and each status, the nearest pole.

    `call` computes: see `coverage.states.nearest`.

    Never across an ocean: mainland France and Corsica have the poles that stand there, an
    overseas department those that stand in it.
    """
    communes = read_communes()
    for status in statuses:
        grounds, held = read_grounds(status), read_held(status)
        for part in np.unique(communes.parts):
            here = communes.parts == part
            codes, points = communes.codes[here].tolist(), communes.points[here]
            standing = [ground for ground in grounds if part in ground.parts]
            if not standing:
                yield from ((code, status, None, None) for code in codes)
                continue
            chosen, metres = call("nearest", points, [ground.shape for ground in standing])
            places = {ground.pole: place for place, ground in enumerate(standing)}
            for code, index, metre in zip(codes, chosen.tolist(), metres.tolist(), strict=True):
                place = places.get(held.get(code, 0))
                if place is None:
                    yield code, status, standing[index].pole, metre
                else:  # at no distance, as is a pole whose seat is the town hall itself
                    first = min(place, index) if metre <= SAME_M else place
                    yield code, status, standing[first].pole, 0.0
