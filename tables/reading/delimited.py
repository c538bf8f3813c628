"""From a CSV to numbered lines of cells."""

import csv
import io
from collections.abc import Collection, Iterator

from tables.problems import Problem, Refused
from tables.reading.ceilings import LARGEST_CELL, Line, within_ceilings
from tables.reading.content import decode


def csv_lines(content: bytes, columns: Collection[str]) -> list[Line]:
    """Lines of a CSV parted by `;` or `,`, whichever gives the header known columns."""
    text = decode(content)
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(";,", key=lambda mark: len(cells_of(first, mark) & set(columns)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    previous = csv.field_size_limit(LARGEST_CELL)
    start = 1

    def lines() -> Iterator[Line]:
        nonlocal start
        for cells in reader:
            if cells:
                yield start, list(cells)
            start = reader.line_num + 1

    try:
        return within_ceilings(lines())
    except csv.Error as error:
        cause = "cellule de plus de 2 Mo" if "field limit" in str(error) else str(error)
        raise Refused(
            "Le CSV est mal formé.",
            [Problem(start, "(ligne)", cause, "des guillemets fermés, 2 Mo par cellule au plus")],
        ) from error
    finally:
        csv.field_size_limit(previous)


def cells_of(header: str, mark: str) -> set[str]:
    """The names of a header parted by a mark, bare of quotes and blanks."""
    return {cell.strip().strip('"') for cell in header.split(mark)}
