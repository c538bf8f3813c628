"""Tiles where features crowd: those of a few pixels become one point that counts them.

A tile that would weigh too much is divided into cells. A cell of several features gives one
point, with their number and how many there are of each kind; a feature alone in its cell stays as
it is, or its point where even those are too heavy. Nothing is lost: `nombre` is on every feature,
and its sum is the number of features that meet the square of the tile.
"""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections.abc import Sequence

from publishing.layer import COUNT, Field, Grouping

MOST_BYTES = 180_000  # estimated; what is written then stays under 300 kB
CELL = 128  # of the 4096 units of a tile: 8 pixels of 256, 16 of 512


def thinned(rows: str, grouping: Grouping, fields: Sequence[Field]) -> str:
    """The statement of a tile's features, from that of its rows.

    Rows have `mvt_id`, `mvt_geometry` (NULL where the shape is less than a pixel), `mvt_point`
    (in units of the tile) and the columns named by `fields`.
    """
    names = [f'"{field.name}"' for field in fields]
    weight = " + ".join(f"coalesce(octet_length({name}::text), 0)" for name in names)
    return f"""
WITH seen AS MATERIALIZED ({rows}),
weighed AS (
  SELECT *, coalesce(mvt_geometry, mvt_point) AS shape,
         30 + {weight} + 4 * coalesce(ST_NPoints(mvt_geometry), 1) AS weight,
         floor(ST_X(mvt_point) / {CELL}) AS cell_x, floor(ST_Y(mvt_point) / {CELL}) AS cell_y
  FROM seen
),
counted AS (
  SELECT *, sum(weight) OVER () > {MOST_BYTES} AS crowded,
         count(*) OVER (PARTITION BY cell_x, cell_y) AS together
  FROM weighed
),
alone AS (
  SELECT *, sum(weight) OVER () > {MOST_BYTES} AS heavy
  FROM counted WHERE NOT crowded OR together = 1
),
kinds AS (
  SELECT cell_x, cell_y, coalesce("{grouping.of}", '') AS kind, count(*) AS many,
         sum(ST_X(mvt_point)) AS x, sum(ST_Y(mvt_point)) AS y, min(mvt_id) AS id
  FROM counted WHERE crowded AND together > 1 GROUP BY 1, 2, 3
)
SELECT {", ".join(names)}, 1 AS {COUNT.name}, NULL::text AS "{grouping.name}",
       CASE WHEN heavy THEN mvt_point ELSE shape END AS mvt_geometry, mvt_id
FROM alone
UNION ALL
SELECT {", ".join(["NULL"] * len(names))}, sum(many)::int,
       string_agg(kind || ':' || many, ',' ORDER BY kind),
       ST_Point(round(sum(x) / sum(many)), round(sum(y) / sum(many))), min(id)
FROM kinds GROUP BY cell_x, cell_y
"""
