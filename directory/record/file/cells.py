"""The syntax of a spreadsheet's cells: what JSONL nests, a column says in one readable line.

| columns | cell |
|---|---|
| lists (`other_names`, `themes`, `sources`…) | `a | b`, `a ; b`, or a line each |
| `epci` | `200070563 Nom cité | 245400171 Autre nom | Nom officiel` |
| `recognitions` | `aap-2013, 2014, 150000 € : Libellé | autre : Libellé` |
| `footprint.territories` | `commune:26281 | part:26281 Le quartier | drawn:{GeoJSON} Nom` |
| `footprint.drawn` | GeoJSON, or the file that has it: `bugey.gpkg#layer` |
| `published` | `oui` or `non` |

In a list, a backslash keeps the mark that follows it.
"""

from typing import Any

from directory.record.fields import FIELDS
from directory.record.file.rows import Row
from directory.record.kinds.cells import PLAIN, Cell, CellError
from tables.reading.cells import as_text

CELLS: dict[str, Cell] = {"slug": PLAIN.called("identifiant", "Identifiant")} | {
    column: cell for field in FIELDS for column, cell in field.kind.cells(field).items()
}
COLUMNS = tuple(CELLS)
OPTIONAL_COLUMNS = frozenset(column for column, cell in CELLS.items() if cell.optional)
SEVERAL = frozenset(column for column, cell in CELLS.items() if cell.several)


def nest(line: int, cells: dict[str, object]) -> Row:
    """The row that a line of cells says, nested as the JSONL has it; of no column, no key."""
    row = Row(line, {}, columns=frozenset(cells))
    for column, cell in cells.items():
        text = as_text(cell)
        row.texts[column] = text
        if column not in CELLS:
            continue
        try:
            value = CELLS[column].read(text) if text else None
        except CellError as error:
            row.malformed[column] = (text, str(error))
            continue
        if value is None and column in SEVERAL:
            value = []
        parent, _, child = column.partition(".")
        if not child:
            row.values[column] = value
        elif not (value is None and column in OPTIONAL_COLUMNS):
            row.values.setdefault(parent, {})[child] = value
    return row


def flatten(values: dict[str, Any]) -> dict[str, str]:
    """The cells of a record; `nest` gives the record back."""
    cells = {}
    for column in COLUMNS:
        parent, _, child = column.partition(".")
        value = values[parent].get(child) if child else values[parent]
        empty = value is None or value == []
        cells[column] = "" if empty else CELLS[column].write(value)
    return cells
