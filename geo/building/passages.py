"""Which code of today each code of yesterday leads to: communes since 1943, EPCI since 2019.

For communes, two sources: `anciensCodes` of the edition in force, which wins, and the history of
the code officiel géographique up to 2020, which gives dates, and codes that were not absorbed but
changed (the departments of 1968, Corsica). For EPCI, the members of the last edition that had one,
brought to today's communes, and their EPCI or EPT of today. Pure.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
COMMUNE_COLUMNS = ("ancien_code", "ancien_nom", "fin", "code", "nom", "nature")
EPCI_COLUMNS = (
    "ancien_siren", "ancien_nom", "fin", "siren", "nom", "nature", "communes", "part_population",
)  # fmt: skip
ARRONDISSEMENT, ABSORBED, RENUMBERED, MERGED = (
    "arrondissement", "absorption", "changement de code", "fusion",
)  # fmt: skip
SHARED = "partage"
MOST_STEPS = 50


@dataclass
class Passages:
    """Rows of both tables, and what the two sources say differently."""

    communes: list[Row] = field(default_factory=list)
    epcis: list[Row] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # codes that lead nowhere known


def commune_passages(
    current: Iterable[Row],
    history: Iterable[Row],
    editions: Mapping[int, Iterable[Row]],
    held: Mapping[str, str],
) -> Passages:
    """Each commune code no longer in force, with today's; by code.

    `current` and `editions` (by year of their first of January) are rows of `communes.json`;
    `held` gives the commune of each delegated or associated commune of today, which decides where
    the sources disagree: it is what the code still names.
    """
    rows = list(current)
    names = {row["code"]: row["nom"] for row in rows if row["type"] == "commune-actuelle"}
    absorbed = {
        old: row["code"]
        for row in rows
        if row["type"] == "commune-actuelle"
        for old in row.get("anciensCodes", ())
        if old not in names
    }
    past = History(history)
    found = Passages()
    known: dict[str, tuple[str, str, str, str]] = {}  # code → name, day, target, kind
    for code, (name, day, last) in past.ended.items():
        if code in names:
            continue
        target = absorbed.get(code) or (last if last in names else absorbed.get(last, ""))
        if not target:
            found.lost.append(code)
            continue
        told = last if last in names else absorbed.get(last, last)
        if held.get(code, target) != target:
            found.disagreements.append(
                f"{code} ({name}) : {target} selon le code en vigueur ou l'historique, "
                f"{held[code]} dont c'est une commune déléguée ou associée, et qui est gardée"
            )
        elif code in absorbed and told and told != absorbed[code]:
            found.disagreements.append(
                f"{code} ({name}) : {absorbed[code]} selon le code en vigueur, {told} selon "
                "l'historique"
            )
        renumbered = past.renumbered(code)
        known[code] = (name, day, held.get(code, target), RENUMBERED if renumbered else ABSORBED)
    gone = disappearances(editions, names)
    for code, target in absorbed.items():
        name, day = gone.get(code, (past.names.get(code, ""), ""))
        known.setdefault(code, (name, day, held.get(code, target), ABSORBED))
    for row in rows:
        if row["type"] == "arrondissement-municipal":
            known[row["code"]] = (row["nom"], "", row["commune"], ARRONDISSEMENT)
    found.communes = [
        dict(zip(COMMUNE_COLUMNS, (code, name, day, to, names[to], kind), strict=True))
        for code, (name, day, to, kind) in sorted(known.items())
    ]
    return found


class History:
    """The history of communes, followed to the last code that each had when it was written."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.by_id = {row["id"]: row for row in rows}
        self.names: dict[str, str] = {}
        self.ended: dict[str, tuple[str, str, str]] = {}  # code → name, day, last code
        communes = [row for row in self.by_id.values() if row["type"] == "COM"]
        for row in sorted(communes, key=lambda row: row.get("dateFin", "")):
            self.names[row["code"]] = row["nom"]
            if "dateFin" in row:
                self.ended[row["code"]] = (row["nom"], row["dateFin"], self.last_of(row))

    def last_of(self, row: Row) -> str:
        """The code of the commune in which one ends; "" where it is not said."""
        for _ in range(MOST_STEPS):
            if "pole" in row and "dateFin" not in row:
                row = self.by_id.get(row["pole"], {})
            elif "successeur" in row:
                row = self.by_id.get(row["successeur"], {})
            else:
                return str(row.get("code", "")) if row.get("type") == "COM" else ""
        return ""

    def renumbered(self, code: str) -> bool:
        """Whether a commune went on under another code."""
        last = next((r for r in self.by_id.values() if r["code"] == code and "dateFin" in r), {})
        after = self.by_id.get(last.get("successeur", ""), {})
        return bool(after) and after["type"] == "COM" and after["code"] != code


def disappearances(
    editions: Mapping[int, Iterable[Row]], names: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Communes of past editions no longer in force: their name, the year's day they were gone."""
    gone: dict[str, tuple[str, str]] = {}
    for year, rows in sorted(editions.items()):
        for row in rows:
            if row["type"] == "commune-actuelle" and row["code"] not in names:
                gone[row["code"]] = (row["nom"], f"{year + 1}-01-01")
    return gone


def epci_passages(
    editions: Mapping[int, Iterable[Row]],
    body_of: Mapping[str, str],
    people: Mapping[str, int],
    names: Mapping[str, str],
    today: Mapping[str, str],
) -> list[Row]:
    """Each EPCI of an edition that is none today, with those that took over its communes.

    `body_of` gives the EPCI or EPT of today's communes, `people` their inhabitants, `names` the
    bodies of today, `today` the commune that a former code leads to.
    """
    last: dict[str, tuple[int, Row]] = {}
    for year, rows in sorted(editions.items()):
        last |= {row["code"]: (year, row) for row in rows if row["code"] not in names}
    found = []
    for siren, (year, row) in sorted(last.items()):
        members = {today.get(member["code"], member["code"]) for member in row["membres"]}
        shares: dict[str, list[str]] = {}
        for code in sorted(members):
            if body := body_of.get(code):
                shares.setdefault(body, []).append(code)
        whole = sum(people.get(code, 0) for code in members) or 1
        for body, codes in sorted(shares.items(), key=lambda one: (-len(one[1]), one[0])):
            part = sum(people.get(code, 0) for code in codes) / whole
            kind = MERGED if len(shares) == 1 else SHARED
            values = (siren, plain(row["nom"]), f"{year + 1}-01-01", body, names[body], kind,
                      len(codes), round(part, 4))  # fmt: skip
            found.append(dict(zip(EPCI_COLUMNS, values, strict=True)))
    return found


def plain(name: str) -> str:
    """A name on one line, whatever its source did with its spaces."""
    return re.sub(r"\s+", " ", name).strip()
