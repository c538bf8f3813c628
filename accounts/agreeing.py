"""Whether the mandates are those of the list that the database keeps of them, line by line."""

from typing import Any

from django.db import connection

from accounts.models import Mandate, MandateEvent
from publishing.ceilings import Part

MOST = 200  # faults told; the rest are counted

# The last line of each mandate, and whether each line can follow the one before it: a mandate is
# given once, changed into something else, suspended and restored as it is, withdrawn at the end.
# Who gave it is left out: that key is emptied with their account, which is no act on the mandate.
FAULTS = """
WITH lines AS (
  SELECT pgh_id, pgh_obj_id AS mandate, pgh_label AS label,
         jsonb_build_array(person_id, role, region_id, department_id, pole_id, until) AS held
  FROM accounts_mandateevent
), followed AS (
  SELECT *, lag(label) OVER one AS label_before, lag(held) OVER one AS held_before,
         lead(pgh_id) OVER one IS NULL AS is_last
  FROM lines WINDOW one AS (PARTITION BY mandate ORDER BY pgh_id)
), broken AS (
  SELECT mandate, min(pgh_id) AS line FROM followed
  WHERE CASE
    WHEN label IN ('given', 'known') THEN label_before IS NOT NULL
    WHEN label_before IS NULL OR label_before = 'withdrawn' THEN true
    WHEN label = 'changed' THEN held = held_before
    ELSE held <> held_before
  END
  GROUP BY mandate
), rows AS (
  SELECT id, jsonb_build_array(person_id, role, region_id, department_id, pole_id, until) AS held
  FROM accounts_mandate
), compared AS (
  SELECT coalesce(rows.id, last.mandate) AS mandate, CASE
    WHEN last.mandate IS NULL THEN 'unlisted'
    WHEN rows.id IS NULL AND last.label <> 'withdrawn' THEN 'gone'
    WHEN last.label = 'withdrawn' AND rows.id IS NOT NULL THEN 'back'
    WHEN rows.held <> last.held THEN 'other'
    END AS fault, last.pgh_id AS line
  FROM rows FULL JOIN (SELECT * FROM followed WHERE is_last) AS last ON last.mandate = rows.id
), found AS (
  SELECT mandate, fault, line FROM compared WHERE fault IS NOT NULL
  UNION ALL SELECT mandate, 'broken', line FROM broken
)
SELECT mandate, fault, line, count(*) OVER () FROM found ORDER BY mandate, fault LIMIT %s
"""
SAID = {
    "unlisted": "n'est pas dans la liste des mandats : il a été écrit sans elle.",
    "gone": "est tenu selon la liste des mandats, et n'existe plus : il a été effacé sans elle.",
    "back": "est retiré selon la liste des mandats, et existe.",
    "other": "n'est pas ce qu'en dit la dernière ligne de la liste (n° {line}).",
    "broken": "a dans la liste une ligne qui ne peut pas suivre celle d'avant (n° {line}).",
}


def faults() -> Part[str]:
    """What differs, in French, one sentence each: `MOST` at most, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(FAULTS, [MOST])
        found = cursor.fetchall()
    said = [
        f"Le mandat n° {mandate}{told(mandate, line)} {SAID[fault].format(line=line)}"
        for mandate, fault, line, _total in found
    ]
    return Part(said, found[0][3] if found else 0)


def told(mandate: int, line: int | None) -> str:
    """The role and its ground, and whose it is, as the row says it, or else the list."""
    one: Any = Mandate.objects.filter(pk=mandate).first()
    if one is not None:
        return f", {one}, de {one.person.email or one.person_id},"
    event: Any = MandateEvent.objects.filter(pk=line).first()
    if event is None:
        return ""
    return f", {event.said}, de {event.holder.email if event.holder else 'compte effacé'},"
