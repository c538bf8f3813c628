"""Derives what bodies have from what communes and EPCI have. Nothing else writes `BodyValue`.

A body is what stands for its communes in totals by EPCI (`geo.bodies`). Means and shares weigh
people by the population of the ground; what is not known weighs nothing, and the share known is
kept.
"""

from django.db import connection

from coverage.indicators.models import Indicator
from coverage.indicators.vocabulary import BodySource, Kind

MEMBERS = """
member AS MATERIALIZED (
  SELECT code, population AS people, area_km2 AS km2, body FROM geo_commune WHERE NOT obsolete
)
"""

# Where nobody lives, communes stand for people.
KNOWN = """
known AS (
  SELECT m.code, m.body,
         (CASE WHEN sum(m.people) OVER all_of > 0 THEN m.people ELSE 1 END)::float8 AS weight,
         v.id IS NOT NULL AS has, v.value, coalesce(v.text, '') AS text
  FROM member m
  LEFT JOIN coverage_communevalue v ON v.commune_id = m.code AND v.indicator_id = %(code)s
  WINDOW all_of AS (PARTITION BY m.body)
)
"""

WEIGHT = "sum(weight)"
WEIGHT_KNOWN = "sum(weight) FILTER (WHERE has)"
# Where only villages without inhabitants are known, their plain mean.
MEAN = f"""coalesce(sum(value * weight) FILTER (WHERE has) / nullif({WEIGHT_KNOWN}, 0),
                    avg(value) FILTER (WHERE has))"""
PRIORITY = "coalesce(sum(weight) FILTER (WHERE has AND text = ANY(%(priority)s)), 0)"
CLASSES = f"""CASE WHEN cardinality(%(priority)s::text[]) = 0 THEN NULL
  WHEN %(absent_is_none)s THEN {PRIORITY} / {WEIGHT}
  ELSE {PRIORITY} / nullif({WEIGHT_KNOWN}, 0) END"""

# Of each kind: the value of a body, how many of its communes, how it is known.
METHODS = {
    Kind.NUMBER: (MEAN, "count(*) FILTER (WHERE has)", BodySource.MEAN),
    Kind.COUNT: (
        "coalesce(sum(value) FILTER (WHERE has), 0)",
        "count(*) FILTER (WHERE has AND (value > 0 OR NOT %(absent_is_none)s))",
        BodySource.SUM,
    ),
    Kind.CLASS: (
        CLASSES,
        "count(*) FILTER (WHERE has AND (text = ANY(%(priority)s) OR NOT %(absent_is_none)s))",
        BodySource.SHARE,
    ),
    Kind.LIST: (
        f"coalesce({WEIGHT_KNOWN}, 0) / {WEIGHT}",
        "count(*) FILTER (WHERE has)",
        BodySource.SHARE,
    ),
}

DERIVE = """
WITH {members}, {known},
common AS (
  SELECT DISTINCT ON (body) body, text FROM known
  WHERE %(is_class)s AND (has OR %(absent_is_none)s)
  GROUP BY body, text ORDER BY body, sum(weight) DESC, text
),
summed AS (
  SELECT body, {value} AS value, count(*) FILTER (WHERE has) AS having,
         CASE WHEN %(absent_is_none)s THEN 1
              ELSE coalesce({known_weight}, 0) / {weight} END AS share,
         {communes} AS communes, count(*) AS members
  FROM known GROUP BY body
),
derived AS (
  SELECT s.body,
         CASE WHEN p.id IS NULL THEN s.value
              WHEN p.text = '' THEN p.value
              WHEN cardinality(%(priority)s::text[]) > 0
              THEN (p.text = ANY(%(priority)s))::int END AS value,
         CASE WHEN p.id IS NULL THEN coalesce(c.text, '')
              WHEN %(is_class)s THEN p.text ELSE '' END AS text,
         CASE WHEN p.id IS NULL THEN s.share ELSE 1 END AS share,
         CASE WHEN p.id IS NULL THEN s.communes ELSE s.members END AS communes,
         CASE WHEN p.id IS NULL THEN '{basis}' WHEN p.carried THEN '{carried}'
              ELSE '{published}' END AS basis
  FROM summed s
  LEFT JOIN common c ON c.body = s.body
  LEFT JOIN coverage_epcivalue p ON p.epci_id = s.body AND p.indicator_id = %(code)s
                                 AND NOT %(is_list)s
  WHERE s.having > 0 OR %(absent_is_none)s OR p.id IS NOT NULL
)
INSERT INTO coverage_bodyvalue
  (indicator_id, body, value, text, people_share, communes, basis)
SELECT %(code)s, body, value, text, share, communes, basis FROM derived
WHERE value IS NOT NULL OR text <> ''
"""


def derive(indicator: Indicator) -> int:
    """Write the values of bodies of one indicator again; returns how many. In a transaction."""
    value, communes, basis = METHODS[Kind(indicator.kind)]
    statement = DERIVE.format(
        members=MEMBERS,
        known=KNOWN,
        value=value,
        weight=WEIGHT,
        known_weight=WEIGHT_KNOWN,
        communes=communes,
        basis=basis.value,
        carried=BodySource.CARRIED.value,
        published=BodySource.PUBLISHED.value,
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM coverage_bodyvalue WHERE indicator_id = %s", [indicator.code])
        cursor.execute(
            statement,
            {
                "code": indicator.code,
                "priority": indicator.priority_classes,
                "absent_is_none": indicator.absent_is_none,
                "is_class": indicator.kind == Kind.CLASS,
                "is_list": indicator.kind == Kind.LIST,
            },
        )
        return int(cursor.rowcount)
