"""XLSX: the rows on one sheet, how they were made on another."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from geo.publishing.exports.cells import Cell, harmless, sheet_columns, sheet_rows
from geo.publishing.exports.declaring import Column
from geo.publishing.exports.documents import Document

DATA, METADATA = "Données", "Métadonnées"
LONGEST_CELL = 32_767  # characters
WIDTHS = {"integer": 12, "number": 12}


def write(document: Document, folder: Path) -> Path:
    """Write the workbook row by row; openpyxl keeps none of them."""
    book = Workbook(write_only=True)
    try:
        book.properties.title = document.export.title
        book.properties.creator = document.provenance["logiciel"]
        if document.date:
            book.properties.created = datetime.fromisoformat(document.date).replace(tzinfo=None)
        columns = sheet_columns(document)
        fill_data(book.create_sheet(DATA), document, columns)
        fill_metadata(book.create_sheet(METADATA), document, columns)
        path = folder / document.file_name
        book.save(path)
    except BaseException:
        abandon(book)
        raise
    return path


def fill_data(sheet: Any, document: Document, columns: tuple[Column, ...]) -> None:
    """The names of columns, then the rows."""
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column.kind, 24)
    sheet.append([column.name for column in columns])
    for row in sheet_rows(document):
        sheet.append([shortened(cell) for cell in row])


def fill_metadata(sheet: Any, document: Document, columns: tuple[Column, ...]) -> None:
    """How the file was made, then what each column means."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 100
    sheet.append(["Clé", "Valeur"])
    lines = document.provenance_lines()
    lines += [(f"colonne.{column.name}", column.description) for column in columns]
    for name, value in lines:
        sheet.append([harmless(name), shortened(harmless(value))])


def abandon(book: Workbook) -> None:
    """Let go of the files that openpyxl writes sheets on: it would keep them to the end."""
    for sheet in book.worksheets:
        if getattr(sheet, "_rows", None) is not None and not sheet.closed:
            sheet.close()
        if getattr(sheet, "_writer", None) is not None:
            with suppress(FileNotFoundError):
                Path(sheet._writer.out).unlink()


def shortened(cell: Cell) -> Cell:
    """A text that a cell can hold; an ellipsis says that it was cut."""
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        return f"{cell[: LONGEST_CELL - 1]}…"
    return cell
