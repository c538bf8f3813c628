"""XLSX: the rows on one sheet, how they were made on another."""

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from geo.publishing.exports.cells import Cell, harmless, sheet_columns, sheet_rows
from geo.publishing.exports.documents import Document

DATA, METADATA = "Données", "Métadonnées"
LONGEST_CELL = 32_767  # characters
WIDTHS = {"integer": 12, "number": 12}


def write(document: Document, folder: Path) -> Path:
    """Write the workbook row by row; openpyxl keeps none of them."""
    book = Workbook(write_only=True)
    book.properties.title = document.export.title
    book.properties.creator = document.provenance["logiciel"]
    if document.date:
        book.properties.created = datetime.fromisoformat(document.date).replace(tzinfo=None)
    sheet = book.create_sheet(DATA)
    columns = sheet_columns(document)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column.kind, 24)
    sheet.append([column.name for column in columns])
    for row in sheet_rows(document):
        sheet.append([shortened(cell) for cell in row])
    about = book.create_sheet(METADATA)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, 100
    about.append(["Clé", "Valeur"])
    lines = document.provenance_lines()
    lines += [(f"colonne.{column.name}", column.description) for column in columns]
    for name, value in lines:
        about.append([harmless(name), shortened(harmless(value))])
    path = folder / document.file_name
    book.save(path)
    return path


def shortened(cell: Cell) -> Cell:
    """A text that a cell can hold; an ellipsis says that it was cut."""
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        return f"{cell[: LONGEST_CELL - 1]}…"
    return cell
