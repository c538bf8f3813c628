"""The syntax of a spreadsheet's cells: what JSONL nests, a column says in one readable line."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BOOLEANS = {"oui": True, "vrai": True, "true": True, "1": True} | {
    "non": False, "faux": False, "false": False, "0": False
}  # fmt: skip
MARK = re.compile(r"\\[\\|]|\||[^\\|]+|\\", re.DOTALL)


class CellError(ValueError):
    """A cell that cannot be read; the message says what is accepted."""


@dataclass(frozen=True)
class Cell:
    """How the cells of a column are read and written; blank is nothing, or an empty list."""

    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    several: bool = False
    optional: bool = False  # the column may be left out


def split(cell: str) -> list[str]:
    r"""The items of a cell, parted by bars; `\|` is a bar and `\\` a backslash.

    >>> split(r"a | b \| c | ")
    ['a', 'b | c']
    """
    items = [""]
    for mark in MARK.findall(cell):
        if mark == "|":
            items.append("")
        else:
            items[-1] += mark[-1] if mark in (r"\|", r"\\") else mark
    return [item.strip() for item in items if item.strip()]


def join(items: list[str]) -> str:
    """The cell of a list; `split` gives the list back."""
    return " | ".join(re.sub(r"([\\|])", r"\\\1", item) for item in items)


def read_integer(cell: str) -> int:
    """An integer as people type it."""
    if not re.fullmatch(r"\d{1,9}", cell):
        raise CellError("un nombre entier")
    return int(cell)


def read_boolean(cell: str) -> bool:
    """Oui or non."""
    try:
        return BOOLEANS[cell.casefold()]
    except KeyError:
        raise CellError("oui ou non") from None


def write_boolean(value: bool) -> str:
    """The inverse of `read_boolean`."""
    return "oui" if value else "non"


def read_geojson(cell: str) -> Any:
    """GeoJSON, whose geometry is checked later."""
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        raise CellError("du GeoJSON (Polygon ou MultiPolygon)") from None


def write_geojson(value: Any) -> str:
    """The inverse of `read_geojson`."""
    return json.dumps(value, separators=(",", ":"))


PLAIN = Cell()
LIST = Cell(split, join, several=True)
INTEGER = Cell(read_integer)
BOOLEAN = Cell(read_boolean, write_boolean)
