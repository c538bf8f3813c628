"""How much of each commune a shape holds, and what follows: SQL that footprints and previews share.

Parts of WITH, after `drawn(holder, ground)`: valid polygons in degrees, a row a holder.

| hold | the commune… |
|---|---|
| `whole` | has half of its ground in the shape at least: it counts as declared |
| `part` | has less, but 5 % of its ground, or 5 % of the shape; or has most of the shape |
| `brushed` | has 1 to 5 % of its ground there, and less than 5 % of the shape: counts as a part |
| `left` | has less than 1 %: two drawings of one border differ by as much, so it does not count |

Shares are of geodesic areas. A shape is cut into small pieces first: to cross 100,000 vertices
with each of a thousand communes would take minutes.
"""

# ruff: noqa: S608 - made of constants

HALF = 0.5
BRUSH = 0.05  # under this share of the commune and of the shape, it is only brushed
SLIVER = 0.01  # under this one, it is left
MOST_POINTS = 256  # of a piece

COMMON = f"""
cut(holder, piece) AS MATERIALIZED (SELECT holder, ST_Subdivide(ground, {MOST_POINTS}) FROM drawn),
whole(holder, m2) AS MATERIALIZED (
  SELECT holder, sum(ST_Area(piece::geography)) FROM cut GROUP BY holder
),
crossed(holder, commune_id, m2) AS MATERIALIZED (  -- no area where the commune is all inside
  SELECT cut.holder, s.area_id,
         CASE WHEN NOT ST_Covers(cut.piece, s.contour) THEN
           ST_Area(ST_CollectionExtract(ST_Intersection(s.contour, cut.piece), 3)::geography) END
  FROM cut JOIN geo_communeshape s ON ST_Intersects(s.contour, cut.piece)
),
common(holder, commune_id, m2, own) AS MATERIALIZED (
  SELECT part.holder, c.code, CASE WHEN part.inside THEN own.m2 ELSE part.m2 END, own.m2
  FROM (SELECT holder, commune_id, sum(m2) AS m2, bool_or(m2 IS NULL) AS inside
        FROM crossed GROUP BY holder, commune_id) part
  JOIN geo_commune c ON c.code = part.commune_id AND NOT c.obsolete
  JOIN geo_communeshape s ON s.area_id = c.code
  CROSS JOIN LATERAL (SELECT ST_Area(s.contour::geography) AS m2) own
),
shared(holder, commune_id, m2, share, of_shape, place) AS (
  SELECT common.holder, commune_id, common.m2, common.m2 / nullif(own, 0),
         common.m2 / nullif(whole.m2, 0),
         row_number() OVER (PARTITION BY common.holder ORDER BY common.m2 DESC, commune_id)
  FROM common JOIN whole ON whole.holder = common.holder
  WHERE common.m2 > 0
),
weighed(holder, commune_id, m2, share, hold) AS (
  SELECT holder, commune_id, m2, share,
         CASE WHEN share >= {HALF} THEN 'whole'
              WHEN share >= {BRUSH} OR of_shape >= {BRUSH} OR place = 1 THEN 'part'
              WHEN share >= {SLIVER} THEN 'brushed'
              ELSE 'left' END
  FROM shared
  UNION ALL  -- a commune without contour is known by its centre alone
  SELECT d.holder, c.code, 0, NULL, 'part'
  FROM drawn d JOIN geo_commune c ON ST_Covers(d.ground, c.centre::geometry)
  WHERE NOT c.obsolete AND NOT EXISTS (SELECT FROM geo_communeshape s WHERE s.area_id = c.code)
)"""
