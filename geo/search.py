"""Finds communes as people write them: name, code, postcode, former name, with a department.

Ranks, best first: code (0), exact name (1), name without its article (2), exact former name (3),
whole first words (4), first letters (5), much alike (6), resembling (7).
Within a rank, population; among those that resemble, letters first. A large commune whose former
or full name is meant (evry, romans) joins the rank of the small ones that it dwarfs.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db import connection

from geo.asking import Query, understand, with_articles, within, without_article
from geo.names import normalise
from geo.slips import SLIPS, slips_between

MAX_RESULTS = 40_000  # every commune: a filter keeps some of them afterwards
MOST_ALIKE = 1000  # names that merely resemble, the nearest: each is weighed letter by letter
EXACT = 1  # the rank of the name itself
ARTICLED = 2  # the last rank of names that are the text, but for an article
FORMER = 3  # the last rank of names that are exactly the text
NAMED = 4  # the last rank of names that hold the text as whole words, from their first one
BEGINS = 5  # the last rank of names that begin with the text
SIMILAR = 6  # the first rank of names that only resemble the text
LARGE = 10_000  # people; and so many times those of the commune that it comes before:
DWARFS = 10
DWARFS_FORMER = 4  # where it was only a former name, or one without its article
CANDIDATES = 40  # names that resemble, among which letters are compared


@dataclass(frozen=True)
class Match:
    """A commune found, and the name or code by which it was."""

    code: str
    name: str
    matched: str  # the former name, the arrondissement or the postcode; "" where it is the name
    kind: str  # "commune", a kind of former commune, "code", "former_code", "postcode", "near"
    rank: int
    similarity: float
    population: int


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
# In the department of the postcode but not of the postcode itself: no better than a beginning.
PLACED_RANK = f"""
CASE WHEN %(postcode)s = '' OR {HERE} THEN {RANK} ELSE greatest({RANK}, 4) END
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
WHOLE = SOURCE.format(rank="1", near="1.0", where="n.key = %(key)s")
ARRONDISSEMENT = SOURCE.format(rank="1", near="1.0", where="n.key = %(arrondissement)s")
CLOSE = f"CASE WHEN {SIMILARITY} >= 0.55 THEN 6 ELSE 7 END"
ALIKE_SOURCE = SOURCE.format(rank=CLOSE, near=CLOSENESS, where=ALIKE)
RESEMBLING = ALIKE_SOURCE.format("%(text)s")
RESEMBLING_HERE = f"{ALIKE_SOURCE.format('%(name)s')} AND {PLACED}"
OF_POSTCODE = """
SELECT c.code, c.name, %(postcode)s, 'postcode', 6, 0.5, c.population
  FROM geo_commune c
  WHERE NOT c.obsolete AND c.postcodes @> ARRAY[%(postcode)s]::varchar[]
"""

BEST_OF_EACH = """
WITH best AS (
  SELECT DISTINCT ON (code) *
  FROM ({branches}) found (code, name, matched, kind, rank, near, people)
  ORDER BY code, rank, kind = 'arrondissement' DESC, kind <> 'commune', near DESC, matched
), beside AS (
  SELECT *, max(people) FILTER (WHERE rank = 1) OVER () AS exact,
         max(people) FILTER (WHERE rank = 2) OVER () AS articled,
         max(people) FILTER (WHERE rank = 3) OVER () AS former
  FROM best
), ranked AS (
  SELECT *, CASE
      WHEN rank NOT BETWEEN 2 AND 4 OR people < %(large)s THEN rank
      WHEN people >= greatest(%(dwarfs)s * exact, %(dwarfs_former)s * greatest(
             CASE WHEN rank > 2 THEN articled END, CASE WHEN rank > 3 THEN former END))
        THEN CASE WHEN exact IS NOT NULL THEN 1 WHEN rank > 2 AND articled IS NOT NULL THEN 2
                  ELSE least(rank, 3) END
      WHEN rank = 4 AND people >= %(dwarfs_former)s * greatest(articled, former) THEN 3
      ELSE rank END AS place
  FROM beside
)
SELECT code, name, matched, kind, place, near, people FROM ranked
ORDER BY place, CASE WHEN place >= 6 THEN near + 0.02 * ln(people + 1) END DESC, people DESC, code
LIMIT %(limit)s
"""

# The area whose name ends the text, the longest first: "Haute-Loire" before "Loire".
AREA_NAMED = r"""
SELECT bare, departments FROM (
  SELECT regexp_replace(name_key, '^(la|le|les|l) ', '') AS bare, ARRAY[code] AS departments
    FROM geo_department WHERE NOT obsolete
  UNION ALL
  SELECT regexp_replace(r.name_key, '^(la|le|les|l) ', ''), array_agg(d.code)
    FROM geo_region r JOIN geo_department d ON d.region_id = r.code
    WHERE NOT r.obsolete GROUP BY r.code) areas
WHERE %(key)s LIKE '%% ' || bare
ORDER BY length(bare) DESC, cardinality(departments) LIMIT 1
"""


def find_communes(text: str, limit: int = 10) -> list[Match]:
    """Communes that a text may mean, best first, at most `limit`."""
    query = understand(text)
    if not query.key:
        return []
    limit = max(1, min(limit, MAX_RESULTS))
    if query.code or query.beginning:
        return of_codes(query, limit)
    found = run(named(query), query, limit)
    whole = [match for match in found if query.placed and key_of(match) == query.key]
    if whole:
        return whole  # a name that ends with a number is no name with its department
    if query.absent_arrondissement and (query.ordinal or not found):
        found = towns(query, limit) or found
    if found and found[0].rank <= FORMER:
        return found
    if not query.placed and " " in query.key:
        placed = placed_by_name(query)
        if placed:
            query = placed
            found = run(named(query), query, limit) or found
    if (found and found[0].rank <= NAMED) or len(query.name) < 3:
        return found
    found = run([*named(query), *resembling(query)], query, max(min(limit, MOST_ALIKE), CANDIDATES))
    return nearest_first(query, found)[:limit]


def of_codes(query: Query, limit: int) -> list[Match]:
    """The communes of a code; of its beginning; else the largest whose postcode begins alike."""
    branches = ([CODES] if query.code else []) + ([BEGINNING] if query.beginning else [])
    return run(branches, query, limit) or run([NEAR_CODE], query, limit)


def towns(query: Query, limit: int) -> list[Match]:
    """The communes that bear the name of a town, whose arrondissement the text asks for."""
    town = Query(key=query.town, name=query.town)
    return [match for match in run(named(town), town, limit) if match.rank <= ARTICLED]


def named(query: Query) -> list[str]:
    """The branches of names that are, or begin with, the text."""
    names = [query.name, *with_articles(query.name)]
    begins = " OR ".join(f"n.key LIKE %(begins_{rank})s" for rank in range(len(names)))
    source = PLACED_NAMES if query.placed else NAMES
    return [
        source.format(begins=begins),
        *([WHOLE] if query.placed else []),
        *([ARRONDISSEMENT] if query.arrondissement else []),
    ]


def resembling(query: Query) -> list[str]:
    """The branches of names that resemble the text: in the place that it tells, then anywhere."""
    if not query.placed:
        return [RESEMBLING]
    return [RESEMBLING_HERE, RESEMBLING, *([OF_POSTCODE] if query.postcode else [])]


def nearest_first(query: Query, found: list[Match]) -> list[Match]:
    """The same, those that are a slip of the fingers away first among the ones that resemble."""
    name, text = without_article(query.name), without_article(query.told_apart)

    def slips(match: Match) -> int:
        key = without_article(key_of(match))
        whole = slips_between(text, key)
        return whole if name == text else min(whole, slips_between(name, key) + 1)

    known = [match for match in found if match.rank < SIMILAR]
    others = [(slips(match), match) for match in found if match.rank >= SIMILAR]
    near = [(count, replace(match, rank=SIMILAR)) for count, match in others if count <= SLIPS]
    far = [match for count, match in others if count > SLIPS]
    # Python's sort is stable: as near, the order of the statement holds.
    return [*known, *(match for _, match in sorted(near, key=lambda one: one[0])), *far]


def key_of(match: Match) -> str:
    """The key of the name by which a commune was found."""
    by_code = match.kind == "postcode"
    return normalise(match.name if by_code else match.matched or match.name)


def placed_by_name(query: Query) -> Query | None:
    """The query whose text ends with the name of a department or of a region."""
    with connection.cursor() as cursor:
        cursor.execute(AREA_NAMED, {"key": query.key})
        area = cursor.fetchone()
    return within(query, *area) if area else None


def run(branches: list[str], query: Query, limit: int) -> list[Match]:
    """Execute the branches and keep the best reading of each commune."""
    with connection.cursor() as cursor:
        cursor.execute(statement(tuple(branches)), parameters(query) | {"limit": limit})
        return [Match(*row) for row in cursor.fetchall()]


def parameters(query: Query) -> dict[str, Any]:
    """What the statements are told of a query."""
    names = [query.name, *with_articles(query.name)]
    return {
        "code": query.code,
        "key": query.key,
        "name": query.name,
        "text": query.told_apart,
        "articled": names[1:],
        "words": [f"{name} %" for name in names],
        "arrondissement": query.arrondissement,
        "postcode": query.postcode,
        "departments": list(query.departments),
        "beginning": f"{query.beginning or query.code[:3]}%",
        "large": LARGE,
        "dwarfs": DWARFS,
        "dwarfs_former": DWARFS_FORMER,
        **{f"begins_{rank}": f"{name}%" for rank, name in enumerate(names)},
    }


@lru_cache(maxsize=64)
def statement(branches: tuple[str, ...]) -> str:
    """The whole statement around some branches; all are constants of this module."""
    return BEST_OF_EACH.format(branches=" UNION ALL ".join(branches))
