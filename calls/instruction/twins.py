"""The same SIRET in several applications of a call: as lead or as member, told to who instructs."""

from dataclasses import dataclass

from django.db import connection

from calls.instruction.reading import Reader, within
from calls.states import State
from publishing.ceilings import whole
from publishing.ceilings import within as none_cut

MOST = 1000
SAME_SIRET = """
WITH used AS (
  SELECT id AS application, lead_siret AS siret FROM calls_application
  WHERE call_id = %(call)s AND lead_siret <> '' AND state <> ALL(%(left_out)s)
  UNION
  SELECT m.application_id, m.siret FROM calls_member m
  JOIN calls_application a ON a.id = m.application_id
  WHERE a.call_id = %(call)s AND m.siret <> '' AND a.state <> ALL(%(left_out)s)
)
SELECT one.application, one.siret, array_agg(other.application ORDER BY other.application)
FROM used one JOIN used other ON other.siret = one.siret AND other.application <> one.application
GROUP BY one.application, one.siret
ORDER BY one.application, one.siret
LIMIT %(most)s
"""
LEFT_OUT = [State.DRAFT.value, State.WITHDRAWN.value, State.INELIGIBLE.value]


@dataclass(frozen=True)
class Twin:
    """A SIRET of an application that others of the call have too."""

    siret: str
    numbers: list[str]  # of the others that the reader may read
    elsewhere: int  # how many the reader may not read


def twins_of(call_id: int, reader: Reader) -> dict[int, list[Twin]]:
    """The SIRET that are in several applications of a call, by key of application."""
    with connection.cursor() as cursor:
        cursor.execute(SAME_SIRET, {"call": call_id, "left_out": LEFT_OUT, "most": MOST + 1})
        rows = none_cut(cursor.fetchall(), MOST, "SIRET")
    if not rows:
        return {}
    others = {key for _one, _siret, keys in rows for key in keys}
    seen = within(reader).filter(pk__in=others).order_by("pk").values_list("pk", "number")
    numbers = dict(whole(seen, MOST))
    found: dict[int, list[Twin]] = {}
    for one, siret, keys in rows:
        known = [numbers[key] for key in keys if key in numbers]
        found.setdefault(one, []).append(Twin(siret, known, len(keys) - len(known)))
    return found
