"""From a file to rows: JSONL or a table, in whatever state the file is."""

from dataclasses import dataclass, field
from pathlib import Path

from directory.record.file.cells import nest
from directory.record.file.columns import COLUMNS
from directory.record.file.rows import Row
from directory.record.file.shapes import Given
from publishing.serving import server
from tables.difference import Remark
from tables.problems import Refused
from tables.reading import table
from tables.reading.content import read_content
from tables.reading.heading import Heading
from tables.reading.structured import json_objects

JSONL = (".jsonl", ".ndjson")
# Named, not imported: a server has no use for what reads workbooks.
READER = "tables.reading.reader"
FORMATS = f"JSONL (.jsonl), {table.FORMATS}"


@dataclass(frozen=True)
class Rows:
    """The rows of a file; of a table, its header, and what is to be told of its reading.

    `shapes` are those that rows give or name, by the place of the row (see `shapes`).
    """

    rows: list[Row]
    heading: Heading | None = None
    remarks: list[Remark] = field(default_factory=list)
    shapes: dict[int, list[Given]] = field(default_factory=dict)


def read_rows(path: Path, choice: table.Choice | None = None) -> Rows:
    """The rows of a file, by its extension.

    Raises `Refused`, with every fault found, if the file or one of its lines cannot be read.
    """
    kind = path.suffix.lower()
    if kind in table.KINDS:
        # Apart from a server: what a table of a few megabytes unfolds into is not for its memory.
        with server().computing(READER) as call:
            read = call("read_table", path, COLUMNS, choice)
        if not read.rows:
            raise Refused(f"{path.name} : aucune ligne de données.")
        rows = [nest(number, cells) for number, cells in read.rows]
        return Rows(rows, read.heading, read.remarks)
    found = json_objects(read_content(path, JSONL, FORMATS))
    if not found:
        raise Refused(f"{path.name} : aucune ligne de données.")
    return Rows([Row(line, values) for line, values in found])
