"""From a CSV or XLSX to entries: a code and a number, a class or a place in a list. Pure."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from coverage.indicators.describing import Description
from coverage.indicators.vocabulary import FileLevel, Kind
from geo.constants import CODE_PATTERN, SIREN_PATTERN
from tables.difference import Remark
from tables.problems import Problem, Refused, shown
from tables.reading.cells import as_text
from tables.reading.heading import Columns, Heading
from tables.reading.reader import read_table
from tables.reading.table import Table, placed

VALUE = "valeur"
# The column of codes says the level; `siren` may hold EPCI, EPT and single communes.
LEVEL_OF_COLUMN = {
    "code_insee": FileLevel.COMMUNE,
    "siren_epci": FileLevel.EPCI,
    "siren": FileLevel.EPCI,
    "code_ze2020": FileLevel.ZONE,
}
COLUMNS = Columns(dict.fromkeys((*LEVEL_OF_COLUMN, VALUE), ()), few=1)
FORM_OF_LEVEL = {
    FileLevel.COMMUNE: (CODE_PATTERN, "un code Insee à 5 caractères (01053 : le zéro compte)"),
    FileLevel.EPCI: (SIREN_PATTERN, "un SIREN à 9 chiffres"),
    FileLevel.ZONE: (
        r"^\d{4}$",
        "un code de zone d'emploi à 4 chiffres (0051 : les zéros comptent)",
    ),
}
NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
YES, NO = {"1", "oui", "vrai", "true", "x"}, {"0", "non", "faux", "false"}
LONGEST_TEXT = 100


@dataclass(frozen=True)
class Entry:
    """One row: the code as the file has it, a number or a text (a class, a name in a list)."""

    line: int
    code: str
    value: float | None = None
    text: str = ""


@dataclass(frozen=True)
class Sheet:
    """A file that was read: its level, its column of codes, its rows.

    `empty` are the rows without value, `excluded` those that a list says no to.
    """

    level: FileLevel
    column: str
    entries: list[Entry]
    empty: list[Entry]
    excluded: list[Entry]
    remarks: list[Remark] = field(default_factory=list)  # of how the file was read


class ValueFault(ValueError):  # noqa: N818 - the message says what is accepted
    """A value that is not of the kind of its indicator."""


def read_sheet(path: Path, description: Description, level: FileLevel | None = None) -> Sheet:
    """The entries of a file, every row checked.

    `level` is what the caller says of the file, None to trust its header. Raises `Refused` with
    every fault found.
    """
    table = read_table(path, COLUMNS, check=partial(header_faults, description, level))
    with placed(table.heading):
        return read_entries(table, codes_in(table.heading)[0], description)


def read_level(path: Path, description: Description) -> FileLevel:
    """The level that the header of a file says; `Refused` if it says none."""
    table = read_table(path, COLUMNS, check=partial(header_faults, description, None))
    return LEVEL_OF_COLUMN[codes_in(table.heading)[0]]


def codes_in(heading: Heading) -> list[str]:
    """The columns of codes of a header."""
    return [name for name in heading.columns if name in LEVEL_OF_COLUMN]


def header_faults(
    description: Description, level: FileLevel | None, heading: Heading
) -> list[Problem]:
    """One column of codes, of the level expected, and one of values (which a list may omit)."""
    line, codes, problems = heading.line, codes_in(heading), []
    if len(codes) != 1:
        found = ", ".join(codes) or "colonne absente"
        accepted = f"une seule colonne de codes : {', '.join(LEVEL_OF_COLUMN)}"
        problems.append(Problem(line, "(codes)", found, accepted))
    elif level is not None and LEVEL_OF_COLUMN[codes[0]] != level:
        wanted = " ou ".join(name for name, one in LEVEL_OF_COLUMN.items() if one == level)
        problems.append(Problem(line, codes[0], "colonne de codes", f"{wanted}, niveau {level}"))
    if VALUE not in heading.columns and description.kind != Kind.LIST:
        problems.append(Problem(line, VALUE, "colonne absente", "la colonne des valeurs"))
    return problems


def read_entries(table: Table, column: str, description: Description) -> Sheet:
    """Entries of rows of cells; raises `Refused` with the faults of every row."""
    level = LEVEL_OF_COLUMN[column]
    sheet = Sheet(level, column, [], [], [], table.remarks)
    problems: list[Problem] = []
    first_line: dict[str, int] = {}
    read = READ_VALUE[description.kind]
    for line, cells in table.rows:
        code = as_text(cells[column])
        if fault := code_fault(code, level, first_line.get(code)):
            problems.append(Problem(line, column, shown(code), fault))
        first_line.setdefault(code, line)
        cell = cells.get(VALUE, "1")
        if as_text(cell) == "" and description.kind != Kind.LIST:
            sheet.empty.append(Entry(line, code))
            continue
        try:
            value, text = read(cell, description)
        except ValueFault as fault_of_value:
            problems.append(Problem(line, VALUE, shown(cell), str(fault_of_value)))
            continue
        said_no = description.kind == Kind.LIST and value is None
        (sheet.excluded if said_no else sheet.entries).append(Entry(line, code, value, text))
    if problems:
        raise Refused("Le fichier n'est pas chargé.", sorted(problems))
    return sheet


def code_fault(code: str, level: FileLevel, first_line: int | None) -> str | None:
    """Why a code cannot be read, whatever the ground says of it."""
    pattern, accepted = FORM_OF_LEVEL[level]
    if not re.fullmatch(pattern, code, re.ASCII):
        return accepted
    if first_line is not None:
        return f"une ligne par code (déjà ligne {first_line})"
    return None


def read_number(cell: object, _description: Description) -> tuple[float | None, str]:
    """A finite number."""
    accepted = "un nombre, comme 12.5 ou 12,5, sans espace ni unité"
    if isinstance(cell, bool):
        raise ValueFault(accepted)
    if isinstance(cell, int | float):
        number = float(cell)
    else:
        text = as_text(cell)
        if not NUMBER.fullmatch(text):
            raise ValueFault(accepted)
        number = float(text.replace(",", "."))
    if not math.isfinite(number):
        raise ValueFault("un nombre fini")
    return number, ""


def read_count(cell: object, description: Description) -> tuple[float | None, str]:
    """A number that is not negative."""
    number, _ = read_number(cell, description)
    if number is not None and number < 0:
        raise ValueFault("un compte, zéro ou plus")
    return number, ""


def read_class(cell: object, description: Description) -> tuple[float | None, str]:
    """One of the classes, or any short text where none is declared."""
    text = read_text(cell)
    if description.classes and text not in description.classes:
        raise ValueFault(f"une classe parmi {', '.join(description.classes)}")
    return None, text


def read_list(cell: object, _description: Description) -> tuple[float | None, str]:
    """1 where listed (with a name if the cell has one), None where the row says no."""
    text = read_text(cell)
    word = text.casefold()
    if word in NO:
        return None, ""
    if not text:
        raise ValueFault("1 ou oui, 0 ou non, ou un nom")
    if word in YES or NUMBER.fullmatch(text):
        number = 1.0 if word in YES else float(text.replace(",", "."))
        if number <= 0:
            raise ValueFault("1 ou oui, 0 ou non, ou un nom")
        return 1.0, ""
    return 1.0, text


def read_text(cell: object) -> str:
    """A short text on one line."""
    text = as_text(cell)
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise ValueFault(f"un texte de {LONGEST_TEXT} caractères au plus, sur une ligne")
    return text


READ_VALUE: dict[Kind, Callable[[object, Description], tuple[float | None, str]]] = {
    Kind.NUMBER: read_number,
    Kind.COUNT: read_count,
    Kind.CLASS: read_class,
    Kind.LIST: read_list,
}
