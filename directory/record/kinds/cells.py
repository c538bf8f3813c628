"""The syntax of a spreadsheet's cells: what JSONL nests, a column says in one readable line."""

import datetime
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import TextChoices

from tables.lists import join, split
from tables.plain import key_of

BOOLEANS = {"oui": True, "vrai": True, "true": True, "1": True} | {
    "non": False, "faux": False, "false": False, "0": False
}  # fmt: skip
# Days since then are what a spreadsheet keeps of a date (its 29 February 1900 never was).
FIRST_DAY = datetime.date(1899, 12, 30)
SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")  # 1954 to 2119
FILE = re.compile(r"\.(geojson|json|gpkg|zip|kml|kmz)(#.*)?\s*$", re.IGNORECASE)


class CellError(ValueError):
    """A cell that cannot be read; the message says what is accepted."""


@dataclass(frozen=True)
class Cell:
    """How the cells of a column are read and written; blank is nothing, or an empty list."""

    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    several: bool = False
    optional: bool = False  # the column may be left out
    also: tuple[str, ...] = ()  # what the column is called besides

    def called(self, *names: str) -> "Cell":
        """The same, of a column that goes by other names too."""
        return replace(self, also=(*self.also, *filter(None, names)))


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
    """GeoJSON, whose geometry is checked later; or the name of a file, which is opened later."""
    if not cell.lstrip().startswith(("{", "[")) and FILE.search(cell):
        return cell
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        raise CellError(
            "du GeoJSON (Polygon ou MultiPolygon), ou le nom d'un fichier à côté du tableau"
        ) from None


def write_geojson(value: Any) -> str:
    """The inverse of `read_geojson`."""
    return json.dumps(value, separators=(",", ":"))


def read_day(cell: str) -> str:
    """A day, which a spreadsheet may have left as a number; its form is checked later."""
    if serial := SERIAL.fullmatch(cell):
        return (FIRST_DAY + datetime.timedelta(days=int(serial[1]))).isoformat()
    return cell.removesuffix(" 00:00:00")


def word(choices: type[TextChoices], public: Mapping[Any, str] | None = None) -> Cell:
    """A word of a vocabulary: as it is stored, as the public reads it, or its label."""
    known = {key_of(one.label): one.value for one in choices}
    known |= {key_of(said): str(stored) for stored, said in (public or {}).items()}
    known |= {key_of(one.value): one.value for one in choices}
    accepted = ", ".join((public or {}).values() or choices.values)

    def read(cell: str) -> str:
        try:
            return known[key_of(cell)]
        except KeyError:
            raise CellError(f"un mot parmi : {accepted}") from None

    return Cell(read)


def several(one: Cell) -> Cell:
    """Some of them."""
    return Cell(lambda cell: [one.read(item) for item in split(cell)], join, several=True)


PLAIN = Cell()
DAY = Cell(read_day)
LIST = Cell(split, join, several=True)
INTEGER = Cell(read_integer)
BOOLEAN = Cell(read_boolean, write_boolean)
