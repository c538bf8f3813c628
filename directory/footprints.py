"""Derive what a pole covers: its communes, its ground and its figures, from what it declares.

Nothing else writes `Footprint` and `FootprintCommune`. Three statements serve any number of
poles, inside the caller's transaction:

1. the *pieces*: every area that a pole declares (or is presumed to cover), with its basis;
2. the communes of those pieces, each once, on the most certain basis that puts it there;
3. the ground: the union of the pieces' own shapes, never of their thousands of communes.

Rules (see `Basis`, most certain first):

- *declared*: the commune is named, or in a named EPCI or EPT, or a drawn shape holds at least
  half of its ground;
- *partial*: the territory is smaller than the commune, or a drawn shape holds 1 to 50 % of it, or
  less where the commune holds much of the shape (see `geo.shapes.shares`);
- *presumed*: nothing is declared, and the commune is in the EPCI of the seat. In Greater Paris
  the EPT stands for the EPCI, and Paris for itself; so does an island that has no EPCI;
- *broad*: the commune is in a named department or region.

A declared commune that has since been absorbed leads to today's commune, of which it is a part.
The basis of a whole footprint is the most certain one among its communes, `none` without any.
"""

# ruff: noqa: S608 - every statement is made of constants; poles are passed as parameters

from collections.abc import Iterable

from django.db import connection, transaction

from directory.models import Footprint, FootprintCommune, Pole, Territory
from directory.vocabulary import Basis, TerritoryLevel
from geo.shapes.shares import COMMON
from tables.statistics import MANY, analyse

# About 100 m: a drawn shape is generalised by itself, having no neighbour to agree with.
DRAWN_TOLERANCE_DEGREES = 0.001

CHOSEN = "(%(ids)s::bigint[] IS NULL OR {column} = ANY(%(ids)s))"

# An obsolete commune leads to today's, of which it is a part.
TODAY = """
  LEFT JOIN LATERAL (
    SELECT former.commune_id FROM geo_formercommune former
    JOIN geo_commune heir ON heir.code = former.commune_id AND NOT heir.obsolete
    WHERE place.obsolete AND former.code = place.code
    ORDER BY former.kind LIMIT 1
  ) today ON true
"""


# What declared territories name, whoever they belong to: `holder` is what `owner` refers to.
# A part of WITH, before `CLAIMS`.
def declared_pieces(table: str, owner: str) -> str:
    """Pieces of areas named by the territories of a table, with the basis that each gives."""
    return f"""
  SELECT t.{owner}, 'commune', coalesce(today.commune_id, place.code),
         CASE WHEN t.level = '{TerritoryLevel.COMMUNE}' AND today.commune_id IS NULL
              THEN '{Basis.DECLARED}' ELSE '{Basis.PARTIAL}' END
  FROM {table} t JOIN geo_commune place ON place.code = t.commune_id {TODAY}
  WHERE {CHOSEN.format(column=f"t.{owner}")}
  UNION
  SELECT t.{owner}, 'epci', t.epci_id, '{Basis.DECLARED}'
  FROM {table} t
  WHERE t.epci_id IS NOT NULL AND {CHOSEN.format(column=f"t.{owner}")}
  UNION
  SELECT t.{owner}, 'department', t.department_id, '{Basis.BROAD}'
  FROM {table} t
  WHERE t.department_id IS NOT NULL AND {CHOSEN.format(column=f"t.{owner}")}
  UNION
  SELECT t.{owner}, 'region', t.region_id, '{Basis.BROAD}'
  FROM {table} t
  WHERE t.region_id IS NOT NULL AND {CHOSEN.format(column=f"t.{owner}")}"""


def drawn_pieces(table: str, owner: str) -> str:
    """What the territories of a table draw, a row a holder."""
    return f"""
drawn(holder, ground) AS (
  SELECT t.{owner}, ST_UnaryUnion(ST_Collect(t.drawn))
  FROM {table} t
  WHERE t.drawn IS NOT NULL AND {CHOSEN.format(column=f"t.{owner}")}
  GROUP BY t.{owner}
)"""


PIECES = f"""
piece(holder, kind, code, basis) AS ({declared_pieces("directory_territory", "pole_id")}
  UNION
  SELECT p.id, CASE WHEN seat.body = seat.code THEN 'commune' ELSE 'epci' END, seat.body,
         '{Basis.PRESUMED}'
  FROM directory_pole p
  JOIN geo_commune place ON place.code = p.seat_id {TODAY}
  JOIN geo_commune seat ON seat.code = coalesce(today.commune_id, place.code)
  WHERE p.presume_seat_epci AND {CHOSEN.format(column="p.id")}
    AND NOT EXISTS (SELECT FROM directory_territory t WHERE t.pole_id = p.id)
),{drawn_pieces("directory_territory", "pole_id")}"""

# The communes of pieces and drawn shapes, each claimed on a basis; then the surest claim of each.
CLAIMS = f"""
named(holder, commune_id, basis) AS (
  SELECT p.holder, c.code, p.basis FROM piece p
  JOIN geo_commune c ON p.kind = 'commune' AND c.code = p.code WHERE NOT c.obsolete
  UNION ALL
  SELECT p.holder, c.code, p.basis FROM piece p
  JOIN geo_commune c ON p.kind = 'epci' AND c.epci_id = p.code WHERE NOT c.obsolete
  UNION ALL
  SELECT p.holder, c.code, p.basis FROM piece p
  JOIN geo_commune c ON p.kind = 'epci' AND c.ept_id = p.code WHERE NOT c.obsolete
  UNION ALL
  SELECT p.holder, c.code, p.basis FROM piece p
  JOIN geo_commune c ON p.kind = 'department' AND c.department_id = p.code WHERE NOT c.obsolete
  UNION ALL
  SELECT p.holder, c.code, p.basis FROM piece p
  JOIN geo_commune c ON p.kind = 'region' AND c.region_id = p.code WHERE NOT c.obsolete
),
{COMMON},
held(holder, commune_id, basis, share) AS (
  SELECT holder, commune_id,
         CASE hold WHEN 'whole' THEN '{Basis.DECLARED}' ELSE '{Basis.PARTIAL}' END, share
  FROM weighed WHERE hold <> 'left'
),
claim(holder, commune_id, basis, share, named) AS (
  SELECT holder, commune_id, basis, NULL::float8, true FROM named
  UNION ALL
  SELECT holder, commune_id, basis, share, false FROM held
)"""
SUREST = f"""
SELECT DISTINCT ON (holder, commune_id) holder, commune_id, basis, share
FROM claim
-- A commune named whole has no share; a part is better known with one than without.
ORDER BY holder, commune_id, array_position(%(order)s::text[], basis),
         CASE WHEN basis = '{Basis.DECLARED}' THEN NOT named END, share DESC NULLS LAST
"""

COMMUNES = f"""
WITH {PIECES},
{CLAIMS}
INSERT INTO directory_footprintcommune (pole_id, commune_id, basis, share)
{SUREST}
"""


# The ground of pieces and drawn shapes, a row a holder. `exact` is what is not broad.
def shapes_of(kind: str, table: str) -> str:
    """The shapes of the pieces of one kind."""
    return f"""
  SELECT p.holder, s.contour, s.general, s.tile_medium,
         p.basis <> '{Basis.BROAD}'
  FROM piece p JOIN {table} s ON p.kind = '{kind}' AND s.area_id = p.code
  UNION ALL"""


GROUND = f"""
shape(holder, contour, general, tile, exact) AS ({shapes_of("commune", "geo_communeshape")}
{shapes_of("epci", "geo_epcishape")}
{shapes_of("department", "geo_departmentshape")}
{shapes_of("region", "geo_regionshape")}
  SELECT holder, ground, simple, ST_Transform(simple, 3857), true
  FROM drawn CROSS JOIN LATERAL (
    SELECT ST_SimplifyPreserveTopology(ground, {DRAWN_TOLERANCE_DEGREES}) AS simple) lighter
),
ground AS (
  SELECT holder, ST_Union(contour) AS contour, ST_Union(general) AS general,
         ST_Union(tile) AS tile, bool_and(exact) AS exact
  FROM shape GROUP BY holder
)"""

FOOTPRINTS = f"""
WITH {PIECES},
{GROUND},
beside_broad AS (
  SELECT shape.holder, ST_Union(shape.contour) AS contour
  FROM shape JOIN ground ON ground.holder = shape.holder AND NOT ground.exact
  WHERE shape.exact GROUP BY shape.holder
),
figures AS (
  SELECT f.pole_id, min(array_position(%(order)s::text[], f.basis)) AS place,
         count(*) AS communes_count, sum(c.population) AS population, sum(c.area_km2) AS area_km2,
         bool_or(f.basis = '{Basis.PARTIAL}' AND f.share IS NULL) AS blurred
  FROM directory_footprintcommune f JOIN geo_commune c ON c.code = f.commune_id
  WHERE {CHOSEN.format(column="f.pole_id")}
  GROUP BY f.pole_id
)
INSERT INTO directory_footprint
  (pole_id, basis, contour, exact, inside, general, tile, communes_count, population, area_km2)
SELECT p.id, coalesce((%(order)s::text[])[figures.place], '{Basis.NONE}'),
       ST_Multi(ST_CollectionExtract(ST_MakeValid(ground.contour), 3)),
       ST_Multi(ST_CollectionExtract(ST_MakeValid(
         CASE WHEN ground.exact THEN ground.contour ELSE beside_broad.contour END), 3)),
       ST_PointOnSurface(ground.contour),
       ST_Multi(ST_CollectionExtract(ST_MakeValid(ground.general), 3)),
       ST_Multi(ST_CollectionExtract(ST_MakeValid(ground.tile), 3)),
       coalesce(figures.communes_count, 0), coalesce(figures.population, 0),
       CASE WHEN figures.blurred THEN NULL
            WHEN drawn.holder IS NULL THEN figures.area_km2
            ELSE ST_Area(ground.contour::geography) / 1e6 END
FROM directory_pole p
LEFT JOIN ground ON ground.holder = p.id
LEFT JOIN beside_broad ON beside_broad.holder = p.id
LEFT JOIN figures ON figures.pole_id = p.id
LEFT JOIN drawn ON drawn.holder = p.id
WHERE {CHOSEN.format(column="p.id")}
"""

# Whoever derives a pole waits for whoever is deriving it, in one order for all.
HOLD = f"""
SELECT p.id FROM directory_pole p WHERE {CHOSEN.format(column="p.id")} ORDER BY p.id FOR UPDATE
"""
CLEAR = [
    f"DELETE FROM {table} t WHERE {CHOSEN.format(column='t.pole_id')}"
    for table in ("directory_footprintcommune", "directory_footprint")
]


def derive_footprints(pole_ids: Iterable[int] | None = None) -> int:
    """Derive again the footprints of some poles (all by default); return how many.

    To be called inside the transaction that changed the poles, their territories or the
    ground. Writes, for each pole, one `Footprint` (also where it covers nothing) and one
    `FootprintCommune` per commune.

    `population` (persons) is the sum over the *whole* communes of the footprint, those held in
    part included: nothing finer is known for a neighbourhood. `area_km2` (km²) is the territory's
    own, NULL where a part of it is smaller than a commune and not drawn.
    `contour`, `exact` and `general` are in EPSG:4326, `tile` in EPSG:3857: valid MultiPolygons,
    or NULL where no ground is known. A territory smaller than its commune has the commune's
    contour, unless it is drawn. `inside` is a point of `contour`; `exact` is that without what is
    named by department or region.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "derive_footprints is part of the transaction that changed the poles"
        )
    ids = None if pole_ids is None else sorted(set(pole_ids))
    order = [basis.value for basis in Basis if basis is not Basis.NONE]
    with connection.cursor() as cursor:
        for statement in (HOLD, *CLEAR, COMMUNES):
            cursor.execute(statement, {"ids": ids, "order": order})
        communes = cursor.rowcount
        cursor.execute(FOOTPRINTS, {"ids": ids, "order": order})
        poles = cursor.rowcount
    if communes > MANY:
        analyse(Pole, Territory, Footprint, FootprintCommune)
    return poles
