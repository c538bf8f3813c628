"""From a file of any kind of table to lines of cells under a header: one door for all readers."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tables.problems import Problem, Refused
from tables.reading.cells import as_text, check_errors
from tables.reading.content import read_content
from tables.reading.delimited import csv_sheet
from tables.reading.heading import (
    Columns,
    Heading,
    choose,
    heading_of,
    likely,
    told,
    unknown,
)
from tables.reading.legacy import xls_sheets
from tables.reading.opendocument import ods_sheets
from tables.reading.sheet import Sheet
from tables.reading.table import FORMATS, KINDS, Choice, Look, Table, placed
from tables.reading.workbook import xlsx_sheets

READERS: dict[str, Callable[[bytes], list[Sheet]]] = {
    ".xlsx": xlsx_sheets,
    ".xls": xls_sheets,
    ".ods": ods_sheets,
}
MEND_FORMULA = (
    "une valeur : ouvrir le fichier dans un tableur et l'enregistrer, pour que la formule soit "
    "calculée"
)
Check = Callable[[Heading], list[Problem]]


def read_table(
    path: Path, columns: Columns, choice: Choice | None = None, check: Check = lambda _: []
) -> Table:
    """The table of a file, whose header `check` judges besides.

    Raises `Refused`, with every fault of its header, or of its cells.
    """
    choice = choice or Choice()
    columns = replace(columns, chosen=choice.columns)
    sheets, encoding = read_sheets(path, columns)
    heading = choose(path.name, sheets, columns, choice.sheet)
    if len(heading.below) > choice.most:
        said, most = figure(len(heading.below)), figure(choice.most)
        raise Refused(f"{path.name} : {said} lignes ; {most} au plus ici.")
    with placed(heading):
        check_header(heading, columns, check)
        heading.sheet.check_merged(heading.line)
        rows = rows_of(heading)
    return Table(heading, rows, told(heading, sheets, encoding))


def figure(count: int) -> str:
    """A count, its thousands apart."""
    return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")


def read_sheets(path: Path, columns: Columns) -> tuple[list[Sheet], str]:
    """The sheets of a file, and how it is coded where that had to be guessed."""
    kind = path.suffix.lower()
    content = read_content(path, KINDS, FORMATS)
    if kind in READERS:
        return READERS[kind](content), ""
    sheet, encoding = csv_sheet(content, columns.known)
    return [sheet], encoding


def check_header(heading: Heading, columns: Columns, check: Check) -> None:
    """Raise `Refused` with all that is wrong with a header."""
    problems = unknown(heading.line, heading.names, heading.columns, columns)
    problems += check(heading)
    if problems:
        raise Refused(f"L'en-tête ne convient pas. {columns.listed()}", problems)


def rows_of(heading: Heading) -> list[tuple[int, dict[str, object]]]:
    """The rows below a header, by column. Raises `Refused` with all that is wrong of its lines."""
    width, rows, problems = len(heading.names), [], []
    for number, cells in heading.below:
        beyond = any(map(as_text, cells[width:]))
        if beyond or (heading.sheet.even and len(cells) < width):
            said, accepted = f"{len(cells)} cellules", f"{width} cellules, comme l'en-tête"
            problems.append(Problem(number, "(ligne)", said, accepted))
            continue
        every = [*cells, *[None] * (width - len(cells))]
        named = zip(heading.columns, every, strict=False)
        rows.append((number, {column: cell for column, cell in named if column}))
    if problems:
        raise Refused("Des lignes n'ont pas le nombre de cellules de l'en-tête.", problems)
    check_errors(rows)
    check_formulas(heading)
    return rows


def check_formulas(heading: Heading) -> None:
    """Raise `Refused` with each formula of a column that is read, and that has no value."""
    problems = [
        Problem(line, str(heading.columns[column - 1]), "formule sans valeur", MEND_FORMULA)
        for line, column in heading.sheet.unvalued
        if line > heading.line and column <= len(heading.columns) and heading.columns[column - 1]
    ]
    if problems:
        raise Refused("Des formules n'ont pas de valeur enregistrée.", problems)


def look(path: Path, columns: Columns, choice: Choice) -> Look | None:
    """What a person is asked about a file: which sheet, and what its columns mean.

    Of a header that no name is known of, the first line of several cells; None of a file without.
    Raises `Refused` where the file cannot be read.
    """
    columns = replace(columns, chosen=choice.columns)
    sheets, _encoding = read_sheets(path, columns)
    visible = [sheet.filled() for sheet in sheets if sheet.visible]
    wanted = [sheet for sheet in visible if sheet.name == choice.sheet] or visible
    found = [one for sheet in wanted if (one := heading_of(sheet, columns))]
    best = max(found, key=lambda one: columns.known(one.names), default=None)
    best = best or next(filter(None, (likely(sheet, columns) for sheet in wanted)), None)
    return Look([sheet.name for sheet in visible], best) if best else None
