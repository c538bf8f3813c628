"""From an Excel workbook (.xlsx) to its sheets."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from tables.problems import Refused
from tables.reading import ceilings
from tables.reading.ceilings import Line, check_cells, check_unpacked, too_large, within_ceilings
from tables.reading.sheet import Range, Sheet, range_of

FALSE = ("", "0", "false")


@dataclass
class Written:
    """What a sheet writes beside its values: the lines that it hides, the cells that it merges."""

    hidden: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)


def xlsx_sheets(content: bytes) -> list[Sheet]:
    """The sheets of a workbook, in its order, of a reasonable size.

    Raises `Refused` where it is damaged or too large.
    """
    try:
        return list(sheets_of(content))
    except Refused:
        raise
    # The library answers a damaged workbook with whatever its parsers meet first.
    except Exception as error:
        cause = type(error).__name__
        reason = f"Ce n'est pas un classeur .xlsx lisible (abîmé ou tronqué : {cause})."
        raise Refused(reason) from error


def sheets_of(content: bytes) -> Iterator[Sheet]:
    """The same, unguarded."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        check_unpacked(sum(entry.file_size for entry in archive.infolist()))
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            yield read_sheet(sheet)
    finally:
        book.close()


def read_sheet(sheet: Any) -> Sheet:
    """One sheet of an open workbook; of one that is hidden, the name."""
    if sheet.sheet_state != "visible":
        return Sheet(sheet.title, [], visible=False)
    with sheet._get_source() as source:
        written = check_written(source)
    # What a sheet says of its size is nobody's word: its cells tell.
    sheet.reset_dimensions()
    lines = within_ceilings(filled_lines(sheet.iter_rows(values_only=True)))
    return Sheet(sheet.title, lines, True, frozenset(written.hidden), tuple(written.merged))


def check_written(sheet: IO[bytes]) -> Written:
    """Count the rows and cells that a sheet writes, empty ones too; `Refused` past a ceiling.

    The library holds a whole row before it gives any of it, and gives no row that is written twice.
    """
    line = rows = cells = across = 0
    written = Written()

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
            if attributes.get("hidden", "").lower() not in FALSE:
                written.hidden.add(line)
        elif kind == "c":
            cells, across = cells + 1, across + 1
            if across > ceilings.LAST_COLUMN:
                raise too_large(
                    line, f"{across} cellules", f"{ceilings.LAST_COLUMN} cellules par ligne"
                )
            check_cells(line, cells)
        elif kind == "mergeCell" and (merged := range_of(attributes.get("ref", ""))):
            written.merged.append(merged)
            if len(written.merged) > ceilings.MOST_LINES:
                said = f"{len(written.merged)} cellules fusionnées"
                raise too_large(line, said, f"{ceilings.MOST_LINES} au plus")

    parser = expat.ParserCreate()
    parser.StartElementHandler = count
    parser.ParseFile(sheet)
    return written


def filled_lines(rows: Iterable[Sequence[object]]) -> Iterator[Line]:
    """The rows that hold something, numbered, each as far as its last filled cell."""
    read = 0
    for number, row in enumerate(rows, start=1):
        if number > ceilings.LAST_ROW:
            raise too_large(number, f"ligne {number}", f"{ceilings.LAST_ROW} lignes au plus")
        # A lone cell, empty, in the last column brings all those before it.
        read += len(row)
        check_cells(number, read)
        # The format codes what XML has no place for (_x000D_); the library leaves it so.
        cells = [unescape(cell) if isinstance(cell, str) else cell for cell in row]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells:
            yield number, cells
