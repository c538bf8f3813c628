"""From a workbook to the numbered lines of cells of its first sheet."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any
from xml.parsers import expat

from openpyxl import load_workbook

from tables.problems import Refused
from tables.reading import ceilings
from tables.reading.ceilings import Line, check_cells, too_large, within_ceilings


def xlsx_lines(content: bytes) -> list[Line]:
    """Lines of the first sheet of a workbook, none shorter than the first."""
    try:
        lines = sheet_lines(content)
    except Refused:
        raise
    # The library answers a damaged workbook with whatever its parsers meet first.
    except Exception as error:
        cause = type(error).__name__
        reason = f"Ce n'est pas un classeur .xlsx lisible (abîmé ou tronqué : {cause})."
        raise Refused(reason) from error
    # A sheet's line stops at its last filled cell, and may be short of the header.
    width = len(lines[0][1]) if lines else 0
    return [(number, cells + [None] * (width - len(cells))) for number, cells in lines]


def sheet_lines(content: bytes) -> list[Line]:
    """The numbered lines of the first sheet, its archive being of a reasonable size."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > ceilings.LARGEST_UNPACKED:
        raise Refused(
            f"Classeur de {unpacked // ceilings.MEGABYTE} Mo décompressé ; "
            f"{ceilings.LARGEST_UNPACKED // ceilings.MEGABYTE} Mo au plus."
        )
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        sheet: Any = book.worksheets[0]
        with sheet._get_source() as written:
            check_written(written)
        # What a sheet says of its size is nobody's word: its cells tell.
        sheet.reset_dimensions()
        return within_ceilings(filled_lines(sheet.iter_rows(values_only=True)))
    finally:
        book.close()


def check_written(sheet: IO[bytes]) -> None:
    """Count the rows and cells that a sheet writes, empty ones too; `Refused` past a ceiling.

    The library holds a whole row before it gives any of it, and gives no row that is written twice.
    """
    line = rows = cells = across = 0

    def count(tag: str, attributes: dict[str, str]) -> None:
        nonlocal line, rows, cells, across
        kind = tag.rpartition(":")[2]
        if kind == "row":
            rows, across = rows + 1, 0
            number = attributes.get("r", "")
            line = int(number) if number.isdecimal() else rows
            if rows > ceilings.MOST_LINES:
                raise too_large(
                    line, f"{rows} lignes, vides comprises", f"{ceilings.MOST_LINES} lignes au plus"
                )
        elif kind == "c":
            cells, across = cells + 1, across + 1
            if across > ceilings.LAST_COLUMN:
                raise too_large(
                    line, f"{across} cellules", f"{ceilings.LAST_COLUMN} cellules par ligne"
                )
            check_cells(line, cells)

    parser = expat.ParserCreate()
    parser.StartElementHandler = count
    parser.ParseFile(sheet)


def filled_lines(rows: Iterable[Sequence[object]]) -> Iterator[Line]:
    """The rows that hold something, numbered, each as far as its last filled cell."""
    read = 0
    for number, row in enumerate(rows, start=1):
        if number > ceilings.LAST_ROW:
            raise too_large(number, f"ligne {number}", f"{ceilings.LAST_ROW} lignes au plus")
        # A lone cell, empty, in the last column brings all those before it.
        read += len(row)
        check_cells(number, read)
        cells = list(row)
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells:
            yield number, cells
