"""From a LibreOffice workbook (.ods) to its sheets.

Written here because the readers at hand lose what must be told: errors become 0 or nothing, the
breaks of a text go, neither merged cells nor hidden rows are known, and a cell repeated a billion
times is unrolled.
"""

import datetime
import io
import zipfile
from typing import Any
from xml.parsers import expat

from tables.problems import Refused
from tables.reading import ceilings
from tables.reading.ceilings import Line, check_cells, check_unpacked, too_large, within_ceilings
from tables.reading.sheet import EMPTY, Range, Sheet

CONTENT = "content.xml"
CELLS = ("table-cell", "covered-table-cell")
HIDDEN = ("collapse", "filter")


def ods_sheets(content: bytes) -> list[Sheet]:
    """The sheets of a workbook, in its order. Raises `Refused` where it is damaged or too large."""
    reader = Reader()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_unpacked(sum(entry.file_size for entry in archive.infolist()))
            with archive.open(CONTENT) as source:
                reader.parser.ParseFile(source)
    except Refused:
        raise
    # A damaged archive is answered with whatever is met first.
    except Exception as error:
        reason = "Ce n'est pas un classeur .ods lisible : il est abîmé ou protégé."
        raise Refused(reason) from error
    return reader.sheets


class Reader:
    """Follows the elements of `content.xml` (OpenDocument 1.3, part 3, section 9)."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.unseen: set[str] = set()  # styles of tables that are not displayed
        self.style = self.name = ""
        self.visible = True
        self.lines: list[Line] = []
        self.hidden: set[int] = set()
        self.merged: list[Range] = []
        self.cells: list[object] = []
        self.row = self.row_times = self.read = self.depth = 0
        self.cell: dict[str, str] = {}
        self.text: list[str] = []
        self.within: list[str] = []  # elements under way whose text is not that of a cell
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        kind = tag.rpartition(":")[2]
        told = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        if kind == "style":
            self.style = told.get("name", "")
        elif kind == "table-properties" and told.get("display") == "false":
            self.unseen.add(self.style)
        elif kind == "table":
            self.begin_sheet(told)
        elif kind == "table-row":
            self.row_times = times(told.get("number-rows-repeated"))
            self.cells, self.row = [], self.row + 1
            if told.get("visibility") in HIDDEN:
                last = min(self.row + self.row_times, ceilings.MOST_LINES + 1)
                self.hidden.update(range(self.row, last))
        elif kind in CELLS:
            # A calendar type of error is told apart (value-type twice: the last one is calcext's).
            self.cell = {name: value for name, value in told.items() if name != "value-type"} | {
                name: value for name, value in attributes.items() if name.endswith("value-type")
            }
            self.text, self.depth = [], 0
        elif kind == "annotation":
            self.within.append(kind)
        else:
            self.inside(kind, told)

    def inside(self, kind: str, told: dict[str, str]) -> None:
        """An element of the text of a cell."""
        if self.within:
            return
        if kind == "p":
            if self.depth:
                self.text.append("\n")
            self.depth += 1
        elif kind == "s":
            self.text.append(" " * min(times(told.get("c")), 1000))
        elif kind == "tab":
            self.text.append("\t")
        elif kind == "line-break":
            self.text.append("\n")

    def characters(self, text: str) -> None:
        """Text, which is a cell's inside its paragraphs."""
        if self.depth and not self.within:
            self.text.append(text)

    def end(self, tag: str) -> None:
        """An element closes."""
        kind = tag.rpartition(":")[2]
        if kind == "annotation":
            self.within.pop()
        elif kind in CELLS:
            self.end_cell()
        elif kind == "table-row":
            self.end_row()
        elif kind == "table":
            lines = within_ceilings(self.lines)
            hidden = frozenset(self.hidden)
            sheet = Sheet(self.name, lines, True, hidden, tuple(self.merged))
            self.sheets.append(sheet if self.visible else Sheet(self.name, [], visible=False))

    def begin_sheet(self, told: dict[str, str]) -> None:
        """A table opens."""
        self.name = told.get("name", "")
        self.visible = told.get("style-name", "") not in self.unseen
        self.lines, self.hidden, self.merged, self.row = [], set(), [], 0

    def end_cell(self) -> None:
        """A cell is known, with what it is repeated and what it covers."""
        count = times(self.cell.get("number-columns-repeated"))
        value = value_of(self.cell, "".join(self.text))
        self.depth = 0
        if value in EMPTY:  # a row may end with thousands of them
            count = min(count, ceilings.LAST_COLUMN)
        self.read += count if value not in EMPTY else 1
        check_cells(self.row, self.read)
        if len(self.cells) + count > ceilings.LAST_COLUMN:
            said = f"{len(self.cells) + count} cellules"
            raise too_large(self.row, said, f"{ceilings.LAST_COLUMN} cellules par ligne")
        wide = times(self.cell.get("number-columns-spanned"))
        tall = times(self.cell.get("number-rows-spanned"))
        if (wide > 1 or tall > 1) and value not in EMPTY:
            column = len(self.cells) + 1
            self.merged.append((self.row, column, self.row + tall - 1, column + wide - 1))
            if len(self.merged) > ceilings.MOST_LINES:
                said = f"{len(self.merged)} cellules fusionnées"
                raise too_large(self.row, said, f"{ceilings.MOST_LINES} au plus")
        self.cells += [value] * count

    def end_row(self) -> None:
        """A row is known; one that is empty is counted and no more."""
        while self.cells and self.cells[-1] in EMPTY:
            self.cells.pop()
        if self.cells:
            self.read += len(self.cells) * (self.row_times - 1)
            check_cells(self.row, self.read)
            if len(self.lines) + self.row_times > ceilings.MOST_LINES:
                said = f"{len(self.lines) + self.row_times} lignes"
                raise too_large(self.row, said, f"{ceilings.MOST_LINES} lignes au plus")
            for more in range(self.row_times):
                self.lines.append((self.row + more, list(self.cells)))
        self.row += self.row_times - 1


def times(said: str | None) -> int:
    """A number of repetitions, one where none is said."""
    return max(1, int(said)) if said and said.isascii() and said.isdigit() else 1


def value_of(cell: dict[str, str], text: str) -> Any:
    """What a cell holds: its shown text where that is what a person typed."""
    kinds = [value for name, value in cell.items() if name.endswith("value-type")]
    if "error" in kinds:
        return text or "#N/A"
    if "date" in kinds:
        return day_of(cell.get("date-value", ""), text)
    if "boolean" in kinds:
        return cell.get("boolean-value") == "true"
    if "float" in kinds:
        value = float(cell.get("value", "nan"))
        shown = text.strip()
        # 01004, shown with its zero, is that text; 12.7 shown as 13 is not.
        return shown if shown.isdecimal() and shown.isascii() and int(shown) == value else value
    return text or None


def day_of(said: str, text: str) -> object:
    """A date, or the text that stands for it."""
    try:
        return datetime.datetime.fromisoformat(said)
    except ValueError:
        return text
