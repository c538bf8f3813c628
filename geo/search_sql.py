"""The statements of the search of communes: branches that find names or codes, and their order."""

CODES = """
SELECT c.code, c.name, '' AS matched, 'code' AS kind, 0 AS rank, 1.0 AS near, c.population
  FROM geo_commune c WHERE NOT c.obsolete AND c.code = %(code)s
UNION ALL
SELECT f.commune_id, c.name, f.name, 'former_code', 0, 1.0, c.population
  FROM geo_formercommune f JOIN geo_commune c ON c.code = f.commune_id
  WHERE NOT c.obsolete AND f.code = %(code)s AND f.code <> f.commune_id
UNION ALL
SELECT c.code, c.name, %(code)s, 'postcode', 0, 1.0, c.population
  FROM geo_commune c WHERE NOT c.obsolete AND c.postcodes @> ARRAY[%(code)s]::varchar[]
"""

BEGINNING = """
SELECT c.code, c.name, min(p), 'postcode', 5, 1.0, c.population
  FROM geo_commune c, unnest(c.postcodes) p
  WHERE NOT c.obsolete AND c.department_id = ANY(%(departments)s) AND p LIKE %(beginning)s
  GROUP BY c.code
"""

# 75000, 13000, a Cedex: no commune has this code; the largest of those that begin alike is meant.
NEAR_CODE = """
SELECT * FROM (
  SELECT c.code, c.name, %(code)s, 'near', 6, 1.0, c.population
    FROM geo_commune c, unnest(c.postcodes) p
    WHERE NOT c.obsolete AND c.department_id = ANY(%(departments)s) AND p LIKE %(beginning)s
    ORDER BY c.population DESC LIMIT 1) largest
"""

SOURCE = """
SELECT c.code, c.name, CASE WHEN n.kind = 'commune' THEN '' ELSE n.label END, n.kind,
       {rank}, {near}, c.population
  FROM geo_placename n JOIN geo_commune c ON c.code = n.commune_id
  WHERE NOT c.obsolete AND {where}
"""
RANK = """
CASE WHEN n.key = %(name)s THEN CASE n.kind WHEN 'commune' THEN 1 ELSE 3 END
     WHEN n.key = ANY(%(articled)s) THEN CASE n.kind WHEN 'commune' THEN 2 ELSE 3 END
     WHEN n.kind NOT IN ('commune', 'arrondissement') THEN 7
     WHEN n.key LIKE ANY(%(words)s) THEN 4 ELSE 5 END
"""
HERE = "(c.postcodes @> ARRAY[%(postcode)s]::varchar[] OR c.code = %(postcode)s)"
PLACED = f"""
CASE WHEN %(postcode)s = '' THEN c.department_id = ANY(%(departments)s)
     ELSE {HERE} OR c.department_id = ANY(%(departments)s) END
"""
# In the department of the postcode but not of the postcode itself: after those that bear it.
PLACED_RANK = f"""
CASE WHEN %(postcode)s = '' OR {HERE} THEN {RANK} ELSE greatest({RANK}, 3) END
"""
# A word of the name counts for less than the whole of it: "bordaux" is no "Grun-Bordas".
SIMILARITY = (
    "greatest(similarity(n.key, {0}),"
    " similarity(regexp_replace(n.key, '^(le|la|les|l) ', ''), {0}))"
)
CLOSENESS = f"greatest({SIMILARITY}, 0.7 * word_similarity({{0}}, n.key))"
ALIKE = "(n.key %% {0} OR {0} <%% n.key)"
NAMES = SOURCE.format(rank=RANK, near="1.0", where="({begins})")
PLACED_NAMES = SOURCE.format(rank=PLACED_RANK, near="1.0", where=f"({{begins}}) AND {PLACED}")
# "Romans Isère": Romans-sur-Isère, which is not in the Isère.
SPANNING = SOURCE.format(rank="2", near="1.0", where="n.key LIKE %(spanning)s")
WHOLE = SOURCE.format(rank="1", near="1.0", where="n.key = %(key)s")
ARRONDISSEMENT = SOURCE.format(rank="1", near="1.0", where="n.key = ANY(%(arrondissements)s)")
CLOSE = f"CASE WHEN {SIMILARITY} >= 0.55 THEN 6 ELSE 7 END"
ALIKE_SOURCE = SOURCE.format(rank=CLOSE, near=CLOSENESS, where=ALIKE)
RESEMBLING = ALIKE_SOURCE.format("%(text)s")
RESEMBLING_HERE = f"{ALIKE_SOURCE.format('%(name)s')} AND {PLACED}"
# The town at the end of an address, the longest name first.
TOWN = SOURCE.format(rank="6", near="length(n.key)", where="n.key = ANY(%(towns)s)")
TOWN_HERE = f"{TOWN} AND {HERE}"
OF_POSTCODE = """
SELECT c.code, c.name, %(postcode)s, 'postcode', 6, 0.5, c.population
  FROM geo_commune c
  WHERE NOT c.obsolete AND c.postcodes @> ARRAY[%(postcode)s]::varchar[]
"""

BEST_OF_EACH = """
WITH best AS (
  SELECT DISTINCT ON (code) *
  FROM ({branches}) found (code, name, matched, kind, rank, near, people)
  ORDER BY code, rank, kind = 'arrondissement' AND rank < 3 DESC, kind <> 'commune', near DESC,
           matched
), beside AS (
  SELECT *, max(people) FILTER (WHERE rank = 1) OVER () AS exact,
         max(people) FILTER (WHERE rank = 2) OVER () AS articled,
         max(people) FILTER (WHERE rank = 3) OVER () AS former
  FROM best
), ranked AS (
  SELECT *, CASE
      WHEN rank = 2 AND people > exact THEN 1
      WHEN rank NOT IN (3, 4) OR people < %(large)s OR kind NOT IN ('commune', 'renommee') THEN rank
      WHEN exact IS NOT NULL THEN CASE
          WHEN people >= %(dwarfs)s * greatest(exact, articled)
            AND (rank = 3 OR people >= %(dwarfs_former)s * coalesce(former, 0)) THEN 1
          ELSE rank END
      WHEN rank = 3 AND people >= %(dwarfs_former)s * articled THEN 2
      WHEN rank = 4 AND articled IS NULL AND people >= %(dwarfs_former)s * former THEN 3
      ELSE rank END AS place
  FROM beside
)
SELECT code, name, matched, kind, place, near, people FROM ranked
ORDER BY place, CASE WHEN place >= 6 THEN near + 0.02 * ln(people + 1) END DESC, people DESC, code
LIMIT %(limit)s
"""

# The areas whose name ends or begins the text, the longest of each: "Haute-Loire" before "Loire".
AREAS_NAMED = r"""
SELECT bare, departments FROM (
  SELECT DISTINCT ON (ends) bare, departments, ends
  FROM (
    SELECT regexp_replace(name_key, '^(la|le|les|l) ', '') AS bare, ARRAY[code] AS departments
      FROM geo_department WHERE NOT obsolete
    UNION ALL
    SELECT regexp_replace(r.name_key, '^(la|le|les|l) ', ''), array_agg(d.code)
      FROM geo_region r JOIN geo_department d ON d.region_id = r.code
      WHERE NOT r.obsolete GROUP BY r.code
    UNION ALL
    SELECT name, string_to_array(codes, ' ')
      FROM unnest(%(former)s::text[], %(former_departments)s::text[]) former (name, codes)
    UNION ALL
    SELECT other.name, array_agg(d.code)
      FROM unnest(%(others)s::text[], %(regions)s::text[]) other (name, region)
      JOIN geo_department d ON d.region_id = region
      WHERE NOT d.obsolete GROUP BY other.name) areas
  CROSS JOIN LATERAL (VALUES
    (true, %(letters)s LIKE '%% ' || bare),
    (false, %(leading)s LIKE bare || ' %%')) here (ends, holds)
  WHERE holds
  ORDER BY ends, length(bare) DESC, cardinality(departments)) longest
ORDER BY ends DESC
"""
