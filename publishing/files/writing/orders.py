"""What the server tells the process that writes a file: an order, then the rows by batches."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from publishing.columns import Cell, Column

BATCH = 500

Row = tuple[list[Cell], bytes | None]  # cells in the order of columns, geometry as WKB
Batches = Iterator[list[Row]]


@dataclass(frozen=True)
class Order:
    """A file to be written. `provenance` is JSON; `lines` say the same, flat."""

    form: str
    stem: str  # the name of the file without its format
    layer: str
    title: str
    description: str
    date: str  # of the data, ISO 8601, "" where unknown
    software: str
    columns: tuple[Column, ...]
    geometry: str | None  # POINT, MULTIPOLYGON, None where rows have none
    provenance: str
    lines: tuple[tuple[str, str], ...]

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"{self.stem}.{self.form}"

    def described(self) -> list[tuple[str, str]]:
        """How the file was made, then what each column means."""
        return [*self.lines, *((f"colonne.{c.name}", c.description) for c in self.columns)]


def send(order: Order, rows: Iterator[Row], stream: IO[bytes]) -> None:
    """Write an order and its rows; an empty batch says that all was sent."""
    pickle.dump(order, stream)
    while batch := list(islice(rows, BATCH)):
        pickle.dump(batch, stream)
    pickle.dump([], stream)


def receive(stream: IO[bytes]) -> tuple[Order, Batches]:
    """Read an order, and its rows as they come. EOFError where the sender stopped midway."""
    order: Order = load(stream)
    return order, iter(lambda: load(stream), [])


def load(stream: IO[bytes]) -> Any:
    """One thing sent, by the server that started this process and by nobody else."""
    return pickle.load(stream)  # noqa: S301
