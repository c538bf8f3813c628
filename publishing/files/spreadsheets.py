"""CSV for French spreadsheets, and its companion that says how it was made.

Excel and LibreOffice in French expect `;` between cells and a comma in numbers: with a point,
`12.5` would become the twelfth of May. A CSV has no place for remarks, so these are in a file
of the W3C's "CSV on the Web", at the same address with `-metadata.json` after it.
"""

import csv
from collections.abc import Iterator
from typing import Any

from publishing.columns import Cell, Column
from publishing.features import dump
from publishing.files.cells import sheet_columns, sheet_rows
from publishing.files.provenance import Document

BOM = "\ufeff"
SEPARATOR = ";"
METADATA = "csv-metadata.json"
METADATA_TYPE = "application/csvm+json"
TYPES: dict[str, Any] = {
    "integer": "integer",
    "number": {"base": "decimal", "format": {"decimalChar": ","}},
    "boolean": {"base": "boolean", "format": "VRAI|FAUX"},
}


class Line:
    """What csv.writer writes on: it hands the line back."""

    def write(self, text: str) -> str:
        """The line itself."""
        return text


def write(document: Document) -> Iterator[str]:
    """The table, line by line."""
    writer: Any = csv.writer(Line(), delimiter=SEPARATOR, lineterminator="\r\n")
    names = [column.name for column in sheet_columns(document)]
    yield BOM + writer.writerow(names)
    for row in sheet_rows(document):
        yield writer.writerow([in_french(cell) for cell in row])


def in_french(cell: Cell) -> Cell:
    """Numbers with a comma, truths in words."""
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    return repr(cell).replace(".", ",") if isinstance(cell, float) else cell


def describe(document: Document) -> Iterator[str]:
    """The companion at an address of its own."""
    yield companion(document, document.address("csv"))


def companion(document: Document, url: str) -> str:
    """Columns, dialect and provenance of a table."""
    return dump(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "fr"}],
            "url": url,
            "dc:title": document.export.title,
            "dc:description": document.export.description,
            "dc:license": document.provenance["licence"],
            "dc:source": document.provenance["sources"],
            "dialect": {"delimiter": SEPARATOR, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
            "tableSchema": {
                "columns": [described(column) for column in sheet_columns(document)],
                "primaryKey": document.extract.key,
            },
            "atlas": document.provenance,
        }
    )


def described(column: Column) -> dict[str, Any]:
    """One column; several words in a cell are parted by `|`."""
    more = {"separator": "|"} if column.kind == "array" else {}
    datatype = TYPES.get(column.kind, "string")
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": datatype,
        **more,
    }
