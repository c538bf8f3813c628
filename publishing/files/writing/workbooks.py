"""XLSX: the rows on one sheet, how they were made on another."""

from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from publishing.columns import Cell, Column
from publishing.files.writing.orders import Batches, Order
from tables.formulas import literal

DATA, METADATA = "Données", "Métadonnées"
LONGEST_CELL = 32_767  # characters
WIDTHS = {"integer": 12, "number": 12}


def workbook(order: Order, batches: Batches, folder: Path) -> None:
    """Write the workbook row by row; openpyxl keeps none of them."""
    book = Workbook(write_only=True)
    book.properties.title = order.title
    book.properties.creator = order.software
    if order.date:
        book.properties.created = datetime.fromisoformat(order.date).replace(tzinfo=None)
    fill_data(book.create_sheet(DATA), order.columns, batches)
    fill_metadata(book.create_sheet(METADATA), order)
    book.save(folder / order.file_name)


def fill_data(sheet: Any, columns: tuple[Column, ...], batches: Batches) -> None:
    """The names of columns, then the rows."""
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column.kind, 24)
    sheet.append([column.name for column in columns])
    for batch in batches:
        for cells, _ in batch:
            sheet.append([shortened(cell) for cell in cells])


def fill_metadata(sheet: Any, order: Order) -> None:
    """How the file was made, then what each column means."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 100
    sheet.append(["Clé", "Valeur"])
    for name, value in order.described():
        sheet.append([name, shortened(value)])


def shortened(cell: Cell) -> Cell:
    """A text that a cell can hold; an ellipsis says that it was cut."""
    if not isinstance(cell, str):
        return cell
    text = literal(cell)
    return f"{text[: LONGEST_CELL - 1]}…" if len(text) > LONGEST_CELL else text
