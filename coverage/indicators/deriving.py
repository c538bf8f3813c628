"""Derives what areas have from what communes have, and from what is published for areas.

Nothing else writes `AreaValue`, `builtin` aside. By EPCI, an area is what stands for its communes
in totals (`geo.bodies`); what no study area holds is one more area of its level. Means and shares
weigh people by the population of the ground; what is not known weighs nothing, and the share known
is kept.
"""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from django.db import connection

from coverage.indicators.grouping import each
from coverage.indicators.models import Indicator
from coverage.indicators.vocabulary import AreaSource, FileLevel, Kind
from geo.levels import EMPLOYMENT, EPCI

KNOWN = """
known AS MATERIALIZED (
  SELECT c.code, c.body, c.department_id, c.region_id, c.zone, c.population::float8 AS people,
         v.id IS NOT NULL AS has, v.value, coalesce(v.text, '') AS text, v.level AS file
  FROM geo_commune c
  LEFT JOIN coverage_communevalue v ON v.commune_id = c.code AND v.indicator_id = %(code)s
  WHERE NOT c.obsolete
)
"""


def weight(condition: str = "true") -> str:
    """The weight of some communes of an area: where nobody lives, communes stand for people."""
    kept = f"FILTER (WHERE {condition})"
    return (
        f"(CASE WHEN sum(people) > 0 THEN coalesce(sum(people) {kept}, 0) ELSE count(*) {kept} END)"
    )


# Where only villages without inhabitants are known, their plain mean.
MEAN = """coalesce(sum(value * people) FILTER (WHERE has)
                     / nullif(sum(people) FILTER (WHERE has), 0),
                   avg(value) FILTER (WHERE has))"""
PRIORITY = weight("has AND text = ANY(%(priority)s)")
CLASSES = f"""CASE WHEN cardinality(%(priority)s::text[]) = 0 THEN NULL
  WHEN %(absent_is_none)s THEN {PRIORITY} / {weight()}
  ELSE {PRIORITY} / nullif({weight("has")}, 0) END"""

# Of each kind: the value of an area, how many of its communes, how it is known.
METHODS = {
    Kind.NUMBER: (MEAN, "count(*) FILTER (WHERE has)", AreaSource.MEAN),
    Kind.COUNT: (
        "coalesce(sum(value) FILTER (WHERE has), 0)",
        "count(*) FILTER (WHERE has AND (value > 0 OR NOT %(absent_is_none)s))",
        AreaSource.SUM,
    ),
    Kind.CLASS: (
        CLASSES,
        "count(*) FILTER (WHERE has AND (text = ANY(%(priority)s) OR NOT %(absent_is_none)s))",
        AreaSource.SHARE,
    ),
    Kind.LIST: (
        f"{weight('has')}::float8 / {weight()}",
        "count(*) FILTER (WHERE has)",
        AreaSource.SHARE,
    ),
}

# What is published for areas: by EPCI, as loaded; by zone d'emploi, what all its communes carry.
PUBLISHED = f"""
published AS (
  SELECT '{EPCI}' AS level, epci_id::text AS area, value, text,
         CASE WHEN carried THEN '{AreaSource.CARRIED}' ELSE '{AreaSource.PUBLISHED}' END AS basis
  FROM coverage_epcivalue WHERE indicator_id = %(code)s AND NOT %(is_list)s
  UNION ALL
  SELECT '{EMPLOYMENT}', {EMPLOYMENT.key}, min(value), min(text), '{AreaSource.PUBLISHED}'
  FROM known {EMPLOYMENT.joined("known")} WHERE NOT %(is_list)s GROUP BY 2
  HAVING bool_and(has AND file = '{FileLevel.ZONE}')
     AND count(DISTINCT value) <= 1 AND count(DISTINCT text) <= 1
)
"""
COMMON = each(
    """SELECT DISTINCT ON (area) '{level}' AS level, {key} AS area, text FROM known {joined}
    WHERE %(is_class)s AND (has OR %(absent_is_none)s)
    GROUP BY 2, 3 ORDER BY area, sum(people) DESC, count(*) DESC, text""",
    "known",
)
SUMMED = """SELECT '{{level}}' AS level, {{key}} AS area, {value} AS value,
           count(*) FILTER (WHERE has) AS having,
           CASE WHEN %(absent_is_none)s THEN 1 ELSE {known} / {whole} END AS share,
           {communes} AS communes, count(*) AS members
    FROM known {{joined}} GROUP BY 2"""
DERIVE = """
WITH {all_known}, {published},
common AS ({common}),
summed AS ({summed}),
derived AS (
  SELECT level, s.area,
         CASE WHEN p.area IS NULL THEN s.value
              WHEN p.text = '' THEN p.value
              WHEN cardinality(%(priority)s::text[]) > 0
              THEN (p.text = ANY(%(priority)s))::int END AS value,
         CASE WHEN p.area IS NULL THEN coalesce(c.text, '')
              WHEN %(is_class)s THEN p.text ELSE '' END AS text,
         CASE WHEN p.area IS NULL THEN s.share ELSE 1 END AS share,
         CASE WHEN p.area IS NULL THEN s.communes ELSE s.members END AS communes,
         coalesce(p.basis, '{basis}') AS basis
  FROM summed s
  LEFT JOIN common c USING (level, area)
  LEFT JOIN published p USING (level, area)
  WHERE p.area IS NOT NULL
     OR (s.having > 0 OR %(absent_is_none)s) AND (%(aggregated)s OR level = '{epci}')
)
INSERT INTO coverage_areavalue
  (indicator_id, level, code, value, text, people_share, communes, basis)
SELECT %(code)s, level, area, value, text, share, communes, basis FROM derived
WHERE value IS NOT NULL OR text <> ''
"""


def derive(indicator: Indicator) -> int:
    """Write the values of areas of one indicator again; returns how many. In a transaction."""
    value, communes, basis = METHODS[Kind(indicator.kind)]
    summed = SUMMED.format(
        value=value, known=f"{weight('has')}::float8", whole=weight(), communes=communes
    )
    statement = DERIVE.format(
        all_known=KNOWN,
        published=PUBLISHED,
        common=COMMON,
        summed=each(summed, "known"),
        basis=basis.value,
        epci=EPCI,
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM coverage_areavalue WHERE indicator_id = %s", [indicator.code])
        cursor.execute(
            statement,
            {
                "code": indicator.code,
                "priority": indicator.priority_classes,
                "absent_is_none": indicator.absent_is_none,
                "aggregated": indicator.aggregated,
                "is_class": indicator.kind == Kind.CLASS,
                "is_list": indicator.kind == Kind.LIST,
            },
        )
        return int(cursor.rowcount)
