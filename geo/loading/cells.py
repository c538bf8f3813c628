"""What the cells of the ground's files may hold: numbers, days and codes, judged where read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo.constants import CODE_PATTERN, DEPARTMENT_PATTERN, REGION_PATTERN, SIREN_PATTERN
from geo.models.areas import Zone
from tables.problems import Problem, Refused, shown

FIRST_ROW = 2  # the header is the first line
WHOLE = re.compile(r"[0-9]{1,9}(\.0)?")  # a column with a missing value is one of decimals


class GroundError(Refused):
    """The folder cannot be loaded; the reason names the file and the cause."""


@dataclass(frozen=True)
class Rule:
    """Which texts a cell may hold, and how that is said."""

    accepted: str
    holds: Callable[[str], bool]
    empty: bool = False

    def admits(self, cell: str) -> bool:
        return self.holds(cell) if cell else self.empty


def whole(low: int, high: int, *, empty: bool = False) -> Rule:
    """A whole number between two."""
    said = f"un entier de {low} à {high}" + (", ou rien" if empty else "")
    return Rule(said, lambda cell: is_whole(cell, low, high), empty)


def is_whole(cell: str, low: int, high: int) -> bool:
    """Whether a cell is a whole number between two."""
    return bool(WHOLE.fullmatch(cell)) and low <= int(float(cell)) <= high


def is_share(cell: str) -> bool:
    """Whether a cell is a number from 0 to 1."""
    try:
        return 0 <= float(cell) <= 1
    except ValueError:
        return False


def is_day(cell: str) -> bool:
    """Whether a cell is a day."""
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def code(pattern: str, accepted: str) -> Rule:
    """A code of a form."""
    return Rule(accepted, lambda cell: bool(re.fullmatch(pattern, cell)))


LINKING = whole(0, 8)  # the types of the code officiel géographique
PEOPLE = whole(0, 999_999_999)
ZONE = Rule(" ou ".join(Zone.values), lambda cell: cell in Zone.values)
SIREN = code(SIREN_PATTERN, "un SIREN, neuf chiffres")
COMMUNE = code(CODE_PATTERN, "un code de commune, comme 01001 ou 2A004")
A_DAY = "un jour, comme 2024-01-31"
RULES: Mapping[str, Mapping[str, Rule]] = {
    "communes.parquet": {
        "code": COMMUNE,
        "type_liaison": LINKING,
        "population": PEOPLE,
        "population_annee": whole(1999, 2100),
    },
    "anciennes_communes.parquet": {
        "code": COMMUNE,
        "population": whole(0, 999_999_999, empty=True),
    },
    "regions.csv": {
        "code": code(REGION_PATTERN, "un code de région, deux chiffres"),
        "type_liaison": LINKING,
        "zone": ZONE,
    },
    "departements.csv": {
        "code": code(DEPARTMENT_PATTERN, "un code de département, comme 01, 2A ou 971"),
        "type_liaison": LINKING,
        "zone": ZONE,
    },
    "epcis.csv": {"siren": SIREN},
    "passage_communes.csv": {
        "ancien_code": COMMUNE,
        "fin": Rule(f"{A_DAY}, ou rien", is_day, empty=True),
    },
    "passage_epci.csv": {
        "ancien_siren": SIREN,
        "fin": Rule(A_DAY, is_day),
        "communes": whole(0, 99_999),
        "part_population": Rule("un nombre de 0 à 1, comme 0.25", is_share),
    },
}
NAMED = {"type_liaison": LINKING}  # of a file that names study areas


def check_cells(name: str, frame: pd.DataFrame, rules: Mapping[str, Rule] | None = None) -> None:
    """Raise `GroundError` with every cell of a file that its rules do not admit."""
    problems = []
    for column, rule in (RULES.get(name, {}) if rules is None else rules).items():
        cells = frame[column]
        for row, (cell, missing) in enumerate(zip(cells, cells.isna(), strict=True)):
            found = "" if missing else str(cell)
            if not rule.admits(found):
                problems.append(Problem(row + FIRST_ROW, column, shown(found), rule.accepted))
    if problems:
        raise GroundError(f"{name} n'est pas chargé.", sorted(problems))
