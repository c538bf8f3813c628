"""A table as it was read, whatever file it came from; what a person may say of that file.

Known without any of the readers (`tables/reading/reader.py`), which weigh.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from tables.difference import Remark
from tables.problems import Problem, Refused
from tables.reading.ceilings import MOST_LINES
from tables.reading.heading import Heading

TEXTS = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xls", ".ods")
KINDS = (*TEXTS, *WORKBOOKS)
FORMATS = "CSV (.csv), Excel (.xlsx, .xls) ou LibreOffice (.ods)"
LAST = 9  # letters: what is of no column comes after those of one


@dataclass(frozen=True)
class Choice:
    """What a person says of a file beyond the file: its sheet, and the columns of its names.

    `columns`: name in the file → column, "" for one to leave. `most` is for the door to say.
    """

    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    most: int = MOST_LINES  # lines that are read


@dataclass(frozen=True)
class Table:
    """A table as it was read: its header, its rows by column, what is to be told of the reading."""

    heading: Heading
    rows: list[tuple[int, dict[str, object]]]
    remarks: list[Remark]


@dataclass(frozen=True)
class Look:
    """A file at first sight: its sheets, and the header that it has, recognised or not."""

    sheets: list[str]  # visible
    heading: Heading


@contextmanager
def placed(heading: Heading) -> Iterator[None]:
    """What is refused inside says the columns as the file spells them, and its sheet."""
    try:
        yield
    except Refused as refused:
        problems = sorted(map(heading.located, refused.problems), key=in_order)
        raise Refused(refused.reason, problems) from refused


def in_order(problem: Problem) -> tuple[int, int, str]:
    """Line by line, from left to right."""
    return problem.line, len(problem.column) or LAST, problem.column
