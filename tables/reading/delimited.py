"""From a CSV to a sheet: `;`, `,` or tabs between its cells, quoted or not."""

import csv
import io
import re
from collections.abc import Callable, Iterator

from tables.problems import Problem, Refused
from tables.reading.ceilings import LARGEST_CELL, LOOKED_AT, MOST_COLUMNS, Line, within_ceilings
from tables.reading.content import read_text
from tables.reading.sheet import Sheet

MARKS = ";,\t"
# What Excel writes first to say how a file is parted.
SEPARATOR = re.compile(r'"?sep=(.)"?[ ;,\t]*\r?\n', re.IGNORECASE)
Known = Callable[[list[str]], int]  # how many cells of a line name a column


def csv_sheet(content: bytes, known: Known) -> tuple[Sheet, str]:
    """The lines of a CSV, parted by the mark that gives the most known columns; and its coding.

    The coding is "" of UTF-8. Raises `Refused`.
    """
    read = read_text(content)
    found = SEPARATOR.match(read.text)
    text, offset = (read.text[found.end() :], 1) if found else (read.text, 0)
    mark = found[1] if found and found[1] in MARKS else mark_of(text, known)
    lines = within_ceilings(lines_of(text, mark, offset))
    return Sheet("", lines, even=True), read.encoding


def mark_of(text: str, known: Known) -> str:
    """The mark that parts a text: by a line that names columns, else by what its lines hold."""
    first = text.split("\n", LOOKED_AT)[:LOOKED_AT]

    def telling(mark: str) -> tuple[int, int]:
        # Of a line of millions of marks, as many cells as a table may have, and one more.
        cells = [
            [cell.strip().strip('"') for cell in line.split(mark, MOST_COLUMNS + 1)]
            for line in first
        ]
        return max(map(known, cells), default=0), sum(len(one) - 1 for one in cells)

    return max(MARKS, key=telling)


def lines_of(text: str, mark: str, offset: int) -> Iterator[Line]:
    """The lines that hold something, each by the number that an editor shows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    previous = csv.field_size_limit(LARGEST_CELL)
    start = 1 + offset
    try:
        for cells in reader:
            if cells:
                yield start, list(cells)
            start = reader.line_num + 1 + offset
    except csv.Error as error:
        cause = "cellule de plus de 2 Mo" if "field limit" in str(error) else str(error)
        raise Refused(
            "Le CSV est mal formé.",
            [Problem(start, "(ligne)", cause, "des guillemets fermés, 2 Mo par cellule au plus")],
        ) from error
    finally:
        csv.field_size_limit(previous)
