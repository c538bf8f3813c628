"""Where the poles stand: what distances to them are measured to, and in which part of France.

The distance of a commune to a pole starts at its town hall, and ends at the pole's exact territory
(declared, drawn, partial, presumed), or at its seat where it has none such. Nothing is measured
across an ocean: mainland France and Corsica are one part, each overseas department is another.
"""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from directory.vocabulary import EXACT_BASES

EXACT = [str(basis) for basis in EXACT_BASES]
PART = "CASE WHEN c.zone = 'drom' THEN c.department_id ELSE 'metro' END"
COMMUNES = f"""
SELECT c.code, ST_X(c.centre::geometry), ST_Y(c.centre::geometry), {PART}
FROM geo_commune c WHERE NOT c.obsolete ORDER BY c.code
"""
STANDING = f"""
SELECT p.id, p.slug, p.status, coalesce(f.exact, seat.centre::geometry) AS shape,
       CASE WHEN f.exact IS NULL
            THEN (SELECT ARRAY[{PART}] FROM geo_commune c WHERE c.code = p.seat_id)
            ELSE ARRAY(SELECT DISTINCT {PART} FROM directory_footprintcommune h
                       JOIN geo_commune c ON c.code = h.commune_id
                       WHERE h.pole_id = p.id AND h.basis = ANY(%(exact)s)) END AS parts
FROM directory_pole p
LEFT JOIN directory_footprint f ON f.pole_id = p.id
LEFT JOIN geo_commune seat ON seat.code = p.seat_id
WHERE p.published AND (f.exact IS NOT NULL OR p.seat_id IS NOT NULL)
"""
GROUNDS = f"""
SELECT id, ST_AsBinary(shape), parts FROM ({STANDING}) pole
WHERE status = %(status)s ORDER BY slug
"""
HELD = """
SELECT DISTINCT ON (h.commune_id) h.commune_id, p.id
FROM directory_footprintcommune h JOIN directory_pole p ON p.id = h.pole_id
WHERE p.published AND p.status = %(status)s AND h.basis = ANY(%(exact)s)
ORDER BY h.commune_id, p.slug
"""
WITHIN = f"""
SELECT pole.id, c.code FROM ({STANDING}) pole
JOIN geo_commune c ON NOT c.obsolete AND ST_DWithin(c.centre, pole.shape::geography, %(metres)s)
  AND {PART} = ANY(pole.parts)
WHERE pole.id = ANY(%(ids)s) ORDER BY pole.id, c.code
"""


@dataclass(frozen=True)
class Communes:
    """Those in force, by code: their town halls, and the part of France in which each lies."""

    codes: NDArray[np.str_]
    points: NDArray[np.float64]  # (n, 2) degrees
    parts: NDArray[np.str_]  # "metro", or the code of an overseas department


@dataclass(frozen=True)
class Standing:
    """What distances to a pole are measured to, and the parts of France where that lies."""

    pole: int
    shape: shapely.Geometry
    parts: frozenset[str]


def read_communes() -> Communes:
    """The communes in force, as numbers: 35,000 geometry objects would take seconds."""
    with connection.cursor() as cursor:
        cursor.execute(COMMUNES)
        rows = cursor.fetchall()
    points = np.array([row[1:3] for row in rows], dtype=np.float64).reshape(-1, 2)
    return Communes(np.array([r[0] for r in rows]), points, np.array([r[3] for r in rows]))


def read_grounds(status: str) -> list[Standing]:
    """What distances to the published poles of a status are measured to, by slug."""
    with connection.cursor() as cursor:
        cursor.execute(GROUNDS, {"status": status, "exact": EXACT})
        return [
            Standing(pole, shapely.from_wkb(bytes(shape)), frozenset(parts))
            for pole, shape, parts in cursor
        ]


def read_held(status: str) -> dict[str, int]:
    """The communes that poles of a status hold on an exact basis, each with the first by slug."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"status": status, "exact": EXACT})
        return dict(cursor.fetchall())


def within(pole_ids: Collection[int], radius_km: float) -> set[tuple[int, str]]:
    """Pairs of a pole and a commune no farther from it than a radius."""
    with connection.cursor() as cursor:
        metres = radius_km * 1000
        cursor.execute(WITHIN, {"ids": list(pole_ids), "exact": EXACT, "metres": metres})
        return set(cursor.fetchall())
