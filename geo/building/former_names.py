"""Build data/communes/noms_anciens.csv: names that communes bore or absorbed since 1943.

The history of the code officiel géographique (Insee) is read from one pinned package; each name
of the past is led to the commune that bears its ground today.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from geo.names import normalise

COLUMNS = ("commune", "nom", "nature", "jusqu_a")
RENAMED, ABSORBED = "renommee", "ancienne"
LATER = "9999"
FURTHEST = 40  # steps from a record to today's: more is a loop


class FormerName(NamedTuple):
    """A name of the past and the commune of today that it leads to."""

    commune: str
    name: str
    kind: str
    until: str  # when it was given up, ISO, lastly if it came back; "" where after the history


def former_names(
    history: Iterable[Mapping[str, Any]], current: Mapping[str, str], leads: Mapping[str, str]
) -> list[FormerName]:
    """Every name of the past that differs from today's, once for each commune, by code and name.

    `current` gives the name of each commune of today; `leads`, the commune of a former code.
    """
    records = {str(record["id"]): record for record in history}
    kept: dict[tuple[str, str], FormerName] = {}
    for record in records.values():
        until = str(record.get("dateFin") or "")
        if record["type"] != "COM":
            continue
        commune = today_of(record, records, current, leads)
        key = normalise(str(record["nom"]))
        if not commune or key == normalise(current[commune]):
            continue
        kind = RENAMED if record["code"] == commune else ABSORBED
        known = kept.get((commune, key))
        if known is None or (known.kind, known.until or LATER) < (kind, until or LATER):
            kept[commune, key] = FormerName(commune, str(record["nom"]), kind, until)
    return sorted(kept.values())


def today_of(
    record: Mapping[str, Any],
    records: Mapping[str, Mapping[str, Any]],
    current: Mapping[str, str],
    leads: Mapping[str, str],
) -> str:
    """The code of today's commune, by the record's own code or those of its successors."""
    for step in successors(record, records):
        code = str(step["code"])
        if code in current:
            return code
        if code in leads and leads[code] in current:
            return leads[code]
    return ""


def successors(
    record: Mapping[str, Any], records: Mapping[str, Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """The record, then what followed it: the commune that took it in, or its next state."""
    for _ in range(FURTHEST):
        yield record
        following = record.get("pole") or record.get("successeur")
        if not following or following not in records:
            return
        record = records[following]


def write_names(path: Path, names: Iterable[FormerName]) -> int:
    """Write the table and its source beside it; returns how many names it holds."""
    rows = list(names)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return len(rows)
