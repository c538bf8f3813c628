"""One cell of a table: plain values, and texts that no spreadsheet takes for a formula."""

import struct
from collections.abc import Iterator
from typing import Any

from publishing.columns import POINT, Cell, Column
from publishing.dataset import Encoding, Record
from publishing.files.provenance import Document, as_text
from tables.formulas import harmless

PLACE = (
    Column("longitude", "Longitude, degrés WGS 84.", "number"),
    Column("latitude", "Latitude, degrés WGS 84.", "number"),
)


def plain(column: Column, value: Any) -> Cell:
    """A value without structure, of the type that its column says."""
    if value is None:
        return None
    if column.kind == "integer":
        return int(value)
    if column.kind == "number":
        return float(value)
    if column.kind == "boolean":
        return bool(value)
    if isinstance(value, dict) and "nom" in value:
        return as_text(value["nom"])  # a related area: its code has a column of its own
    return as_text(value)


def guarded(cell: Cell) -> Cell:
    """A cell for a spreadsheet: only texts are touched, a negative number stays a number."""
    return harmless(cell) if isinstance(cell, str) else cell


def values(document: Document, columns: tuple[Column, ...], record: Record) -> list[Cell]:
    """A row in the order of columns, the identifier among them."""
    found = {document.extract.key: record.identifier, **record.properties}
    return [plain(column, found.get(column.name)) for column in columns]


def sheet_columns(document: Document) -> tuple[Column, ...]:
    """The columns of a spreadsheet: points as two numbers, contours left to other formats."""
    columns = document.table_columns()
    return (*columns, *PLACE) if document.extract.geometry == POINT else columns


def sheet_rows(document: Document) -> Iterator[list[Cell]]:
    """The rows of a spreadsheet."""
    points = document.extract.geometry == POINT
    columns = document.table_columns()
    for record in document.records(Encoding.WKB if points else Encoding.NONE):
        row = [guarded(cell) for cell in values(document, columns, record)]
        if points:
            row += place(record.geometry)
        yield row


def place(wkb: Any) -> tuple[Cell, Cell]:
    """Longitude and latitude of a point."""
    if wkb is None:
        return None, None
    content = bytes(wkb)
    longitude, latitude = struct.unpack("<dd" if content[0] else ">dd", content[5:21])
    return round(longitude, 6), round(latitude, 6)
