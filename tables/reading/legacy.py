"""From an Excel 97-2003 workbook (.xls) to its sheets."""

import io
from collections.abc import Iterator
from typing import Any

import xlrd

from tables.problems import Refused
from tables.reading.ceilings import Line, within_ceilings
from tables.reading.sheet import EMPTY, Sheet

VISIBLE = 0


def xls_sheets(content: bytes) -> list[Sheet]:
    """The sheets of a workbook, in its order. Raises `Refused` where it is damaged."""
    try:
        # What it says on its way is for those who write readers.
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        return [read_sheet(book, sheet) for sheet in book.sheets()]
    except Refused:
        raise
    # The library answers a damaged workbook with whatever it meets first.
    except Exception as error:
        reason = "Ce n'est pas un classeur .xls lisible : il est abîmé ou protégé."
        raise Refused(f"{reason[:-1]} ; l'enregistrer en .xlsx.") from error


def read_sheet(book: xlrd.Book, sheet: Any) -> Sheet:
    """One sheet; of one that is hidden, the name."""
    if sheet.visibility != VISIBLE:
        return Sheet(sheet.name, [], visible=False)
    hidden = frozenset(row + 1 for row, told in sheet.rowinfo_map.items() if told.hidden)
    # The library ends a range before its last row and column.
    merged = tuple(
        (top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells
    )
    return Sheet(sheet.name, within_ceilings(filled_lines(book, sheet)), True, hidden, merged)


def filled_lines(book: xlrd.Book, sheet: Any) -> Iterator[Line]:
    """The rows that hold something, numbered, each as far as its last filled cell."""
    for row in range(sheet.nrows):
        cells = [value_of(book, cell) for cell in sheet.row(row)]
        while cells and cells[-1] in EMPTY:
            cells.pop()
        if cells:
            yield row + 1, cells


def value_of(book: xlrd.Book, cell: Any) -> object:
    """What a cell shows: an error by its name, a date as a date."""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return cell.value
    return None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else cell.value
