"""A sheet as it was read: its lines, what it hides, what it merges."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from tables.problems import Problem, Refused
from tables.reading.ceilings import MOST_CELLS, Line, too_large

Range = tuple[int, int, int, int]  # first line, first column, last line, last column, from 1
EMPTY = (None, "")
MOST_FILLED = MOST_CELLS // 10  # cells that bear the value of a merged one
LETTERS = 26
RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True)
class Sheet:
    """The filled lines of a sheet; `hidden` are those that it does not show, None if not known."""

    name: str
    lines: list[Line]
    visible: bool = True
    hidden: frozenset[int] | None = None
    merged: tuple[Range, ...] = ()
    unvalued: tuple[tuple[int, int], ...] = ()  # line, column of formulas that no one worked out
    even: bool = False  # whether each line has as many cells as the header, empty ones written

    def filled(self) -> "Sheet":
        """The same, each line of a merged cell bearing its value: only where the file says so."""
        tall = [one for one in self.merged if one[2] > one[0]]
        numbers = [number for number, _cells in self.lines]
        lines = [list(cells) for _number, cells in self.lines] if tall else []
        count = 0
        for first, column, last, _right in tall:
            value = self.value_at(first, column)
            if value in EMPTY:
                continue
            count += bisect_right(numbers, last) - bisect_right(numbers, first)
            if count > MOST_FILLED:
                raise too_large(first, f"{count} cellules fusionnées", f"{MOST_FILLED} au plus")
            for place in range(bisect_right(numbers, first), bisect_right(numbers, last)):
                cells = lines[place]
                cells += [None] * (column - len(cells))
                cells[column - 1] = value
        return replace(self, lines=list(zip(numbers, lines, strict=True))) if tall else self

    def check_merged(self, header: int) -> None:
        """Raise `Refused` with each cell merged over several columns below a header."""
        problems = [
            Problem(
                first, f"{letters(left)}{first}:{letters(right)}{last}", "cellules fusionnées",
                "une valeur par colonne : défusionner ces cellules, ou retirer cet intertitre",
            )
            for first, left, last, right in self.merged
            if first > header and right > left and self.value_at(first, left) not in EMPTY
        ]  # fmt: skip
        if problems:
            raise Refused("Des cellules sont fusionnées sur plusieurs colonnes.", sorted(problems))

    def value_at(self, line: int, column: int) -> object:
        """What a cell holds."""
        place = bisect_left(self.lines, line, key=lambda one: one[0])
        found = place < len(self.lines) and self.lines[place][0] == line
        cells = self.lines[place][1] if found else []
        return cells[column - 1] if len(cells) >= column else None


def letters(column: int) -> str:
    """The letters of a column, counted from 1.

    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    said = ""
    while column:
        column, rest = divmod(column - 1, LETTERS)
        said = chr(ord("A") + rest) + said
    return said


def column_of(said: str) -> int:
    """The inverse of `letters`."""
    found = 0
    for one in said:
        found = found * LETTERS + ord(one) - ord("A") + 1
    return found


def range_of(said: str) -> Range | None:
    """A range as workbooks write it (A1:B3), or None."""
    found = RANGE.fullmatch(said)
    if not found:
        return None
    return int(found[2]), column_of(found[1]), int(found[4]), column_of(found[3])
