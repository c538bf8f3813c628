"""A public column: what every format says of it. Without Django: files are written apart.

A column may have parts (an object, or a list of them): answers nest them, tables lay them flat,
each under a name of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

POINT, MULTIPOLYGON = "Point", "MultiPolygon"

Cell = str | int | float | bool | None
Row = Mapping[str, Any]


STRINGS = "string or strings"  # the kind of what is one text, or a list of several


@dataclass(frozen=True)
class Column:
    """A public column: its name, what it means, and its kind in JSON Schema.

    `flat` is the name of a part, or of a column, in tables; `absent` what these say where it is
    missing. `of_row`: where an object is null, tables say the same figures of the row itself.
    """

    name: str
    description: str
    kind: str = "string"
    parts: "tuple[Column, ...]" = ()
    flat: str = ""
    absent: Cell = None
    of_row: bool = False
    accepted: tuple[str, ...] = ()  # a closed list of values
    values: str = ""  # the kind of the values of an object whose names vary
    in_answers: bool = True
    in_tables: bool = True


def flattened(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    return tuple(plain for column in columns if column.in_tables for plain in plain_of(column))


def plain_of(column: Column) -> Iterator[Column]:
    """A column as tables have it: itself, or its parts."""
    if column.kind == "object" and column.parts:
        yield from flattened(column.parts)
    else:
        yield replace(column, name=column.flat or column.name, flat="", parts=())


def flat_row(columns: Iterable[Column], row: Row) -> dict[str, Any]:
    """A row of an answer as a row of a table."""
    flat: dict[str, Any] = {}
    for column in columns:
        if not column.in_tables:
            continue
        if column.kind == "object" and column.parts:
            flat |= flat_row(column.parts, row.get(column.name) or (row if column.of_row else {}))
        else:
            flat[column.flat or column.name] = row.get(column.name, column.absent)
    return flat
