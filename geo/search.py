"""Finds communes as people write them: name, code, postcode, former name, with a department.

Ranks, best first: exact code or postcode, exact name, prefix or exact former name, similarity;
within a rank, population (within similarity, its tenth first).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from geo.names import normalise

MAX_LENGTH = 120
MAX_RESULTS = 1000
SIMILAR = 3  # the rank of names that only resemble the text

CODE = re.compile(r"^(\d{2}|2[ab])\d{3}$")
DEPARTMENT_HINT = re.compile(r"^(?P<name>.*\S)\s+\(?(?P<department>\d{2}|2[ab]|97[1-6])$")


@dataclass(frozen=True)
class Query:
    """A search text, understood: every reading that it allows."""

    key: str
    name: str  # the key without its department
    department: str
    code: str


@dataclass(frozen=True)
class Match:
    """A commune found, and the name or code by which it was."""

    code: str
    name: str
    matched: str  # the former name, the arrondissement or the postcode; "" where it is the name
    kind: str  # "code", "postcode", "commune", or a kind of former commune
    rank: int  # 0 code, 1 exact name, 2 prefix or former name, 3 similar
    similarity: float


def understand(text: str) -> Query:
    """Read a search text. The department may stand behind the name: "saint-etienne 76"."""
    key = normalise(text[:MAX_LENGTH].replace("\x00", " "))
    hint = DEPARTMENT_HINT.match(key)
    return Query(
        key=key,
        name=hint["name"] if hint else key,
        department=hint["department"].upper() if hint else "",
        code=key.replace(" ", "").upper() if CODE.match(key.replace(" ", "")) else "",
    )


# Each branch is served by one index; the similar ones are asked for only when the rest is short.
EXACT_AND_PREFIX = """
SELECT c.code, c.name, '' AS matched, 'code' AS kind, 0 AS rank, 1.0 AS near, c.population
  FROM geo_commune c WHERE NOT c.obsolete AND c.code = %(code)s
UNION ALL
SELECT f.commune_id, c.name, f.name, f.kind, 0, 1.0, c.population
  FROM geo_formercommune f JOIN geo_commune c ON c.code = f.commune_id
  WHERE f.code = %(code)s AND f.code <> f.commune_id
UNION ALL
SELECT c.code, c.name, %(code)s, 'postcode', 0, 1.0, c.population
  FROM geo_commune c WHERE NOT c.obsolete AND c.postcodes @> ARRAY[%(code)s]::varchar[]
UNION ALL
SELECT c.code, c.name, CASE WHEN n.kind = 'commune' THEN '' ELSE n.label END, n.kind,
       CASE WHEN n.key IN (%(key)s, %(name)s) THEN CASE n.kind WHEN 'commune' THEN 1 ELSE 2 END
            WHEN n.kind IN ('commune', 'arrondissement') THEN 2 ELSE 3 END,
       CASE WHEN n.key LIKE %(word_prefix)s THEN 1.0 ELSE 0.9 END, c.population
  FROM geo_placename n JOIN geo_commune c ON c.code = n.commune_id
  WHERE NOT c.obsolete AND %(key)s <> '' AND (
    n.key LIKE %(key_prefix)s
    OR (%(department)s <> '' AND c.department_id = %(department)s AND n.key LIKE %(name_prefix)s))
"""

RESEMBLING = """
SELECT c.code, c.name, CASE WHEN n.kind = 'commune' THEN '' ELSE n.label END, n.kind, 3,
       greatest(similarity(n.key, %(name)s), 0.9 * word_similarity(%(name)s, n.key)), c.population
  FROM geo_placename n JOIN geo_commune c ON c.code = n.commune_id
  WHERE NOT c.obsolete AND (n.key %% %(name)s OR %(name)s <%% n.key)
    AND (%(department)s = '' OR c.department_id = %(department)s)
"""

BEST_OF_EACH = """
SELECT code, name, matched, kind, rank, near FROM (
  SELECT DISTINCT ON (code) *
  FROM ({branches}) found (code, name, matched, kind, rank, near, people)
  ORDER BY code, rank, kind <> 'commune', near DESC, matched
) best
ORDER BY rank, CASE WHEN rank = 3 THEN round(near::numeric, 1) END DESC, people DESC, code
LIMIT %(limit)s
"""


def find_communes(text: str, limit: int = 10) -> list[Match]:
    """Communes that a text may mean, best first, at most `limit` (1 to 1000)."""
    query = understand(text)
    if not query.key:
        return []
    limit = max(1, min(limit, MAX_RESULTS))
    found = run(EXACT_AND_PREFIX, query, limit)
    if len(found) < limit and not query.code and len(query.name) > 2:
        found = run(f"{EXACT_AND_PREFIX} UNION ALL {RESEMBLING}", query, limit)
    return found


def run(branches: str, query: Query, limit: int) -> list[Match]:
    """Execute the branches and keep the best reading of each commune."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement(branches),
            {
                "code": query.code,
                "key": query.key,
                "name": query.name,
                "department": query.department,
                "key_prefix": f"{query.key}%",
                "word_prefix": f"{query.key} %",
                "name_prefix": f"{query.name}%",
                "limit": limit,
            },
        )
        return [Match(*row) for row in cursor.fetchall()]


@lru_cache(maxsize=2)
def statement(branches: str) -> str:
    """The whole statement around some branches; both are constants of this module."""
    return BEST_OF_EACH.format(branches=branches)
