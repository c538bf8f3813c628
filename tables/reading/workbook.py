"""From an Excel workbook (.xlsx) to its sheets."""

import io
import re
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
from tables.reading.sheet import Range, Sheet, column_of, range_of

PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
FALSE = ("", "0", "false")


@dataclass
class Written:
    """What a sheet writes beside its values: what it hides, what it merges, what has no value."""

    hidden: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    unvalued: list[tuple[int, int]] = field(default_factory=list)  # formulas without a value


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
        reason = "Ce n'est pas un classeur .xlsx lisible : il est abîmé ou tronqué."
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
    return Sheet(
        sheet.title, lines, True, frozenset(written.hidden), tuple(written.merged),
        unvalued=tuple(written.unvalued),
    )  # fmt: skip


def check_written(sheet: IO[bytes]) -> Written:
    """Count the rows and cells that a sheet writes, empty ones too; `Refused` past a ceiling.

    The library holds a whole row before it gives any of it, and gives no row that is written twice.
    """
    counted = Counted()
    parser = expat.ParserCreate()
    parser.StartElementHandler = counted.start
    parser.EndElementHandler = counted.end
    parser.CharacterDataHandler = counted.text
    parser.ParseFile(sheet)
    return counted.written


class Counted:
    """Follows the elements of a sheet (ECMA-376, part 1, section 18.3)."""

    def __init__(self) -> None:
        self.written = Written()
        self.line = self.rows = self.cells = self.across = 0
        self.place = ""  # of the cell under way
        self.formula = self.value = self.within = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        kind = tag.rpartition(":")[2]
        if kind == "row":
            self.row(attributes)
        elif kind == "c":
            self.cell(attributes)
        elif kind == "f":
            self.formula = True
        elif kind == "v":
            self.within = True
        elif kind == "mergeCell" and (merged := range_of(attributes.get("ref", ""))):
            self.written.merged.append(merged)
            self.check_many(self.written.merged, "cellules fusionnées")

    def text(self, _text: str) -> None:
        """Text: of a value, that there is one."""
        self.value = self.value or self.within

    def end(self, tag: str) -> None:
        """An element closes: of a cell, whether its formula has a value is known."""
        kind = tag.rpartition(":")[2]
        self.within = False
        if kind == "c" and self.formula and not self.value:
            found = PLACE.fullmatch(self.place)
            place = (int(found[2]), column_of(found[1])) if found else (self.line, self.across)
            self.written.unvalued.append(place)
            self.check_many(self.written.unvalued, "formules sans valeur")

    def row(self, attributes: dict[str, str]) -> None:
        """A row opens."""
        self.rows, self.across = self.rows + 1, 0
        number = attributes.get("r", "")
        self.line = int(number) if number.isdecimal() else self.rows
        if self.rows > ceilings.MOST_LINES:
            said = f"{self.rows} lignes, vides comprises"
            raise too_large(self.line, said, f"{ceilings.MOST_LINES} lignes au plus")
        if attributes.get("hidden", "").lower() not in FALSE:
            self.written.hidden.add(self.line)

    def cell(self, attributes: dict[str, str]) -> None:
        """A cell opens."""
        self.place, self.formula = attributes.get("r", ""), False
        self.value = attributes.get("t") == "str"  # worked out, to nothing at most
        self.cells, self.across = self.cells + 1, self.across + 1
        if self.across > ceilings.LAST_COLUMN:
            most = f"{ceilings.LAST_COLUMN} cellules par ligne"
            raise too_large(self.line, f"{self.across} cellules", most)
        check_cells(self.line, self.cells)

    def check_many(self, found: list[Any], what: str) -> None:
        """Raise `Refused` where there are more of them than a sheet has lines."""
        if len(found) > ceilings.MOST_LINES:
            said = f"{len(found)} {what}"
            raise too_large(self.line, said, f"{ceilings.MOST_LINES} au plus")


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
