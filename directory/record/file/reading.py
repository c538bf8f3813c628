"""From a file to rows: JSONL, CSV or XLSX, in whatever state the file is."""

from pathlib import Path

from directory.record.file.cells import COLUMNS, OPTIONAL_COLUMNS, nest
from directory.record.file.rows import Row
from tables.problems import Problem, Refused
from tables.reading.ceilings import Line
from tables.reading.cells import misnamed, named_cells
from tables.reading.content import read_content
from tables.reading.delimited import csv_lines
from tables.reading.structured import json_objects
from tables.reading.workbook import xlsx_lines

FORMATS = "JSONL (.jsonl), CSV (.csv) ou Excel (.xlsx)"


def read_rows(path: Path) -> list[Row]:
    """The rows of a file, by its extension.

    Raises `Refused`, with every fault found, if the file or one of its lines cannot be read.
    """
    content = read_content(path, READERS, FORMATS)
    rows = READERS[path.suffix.lower()](content)
    if not rows:
        raise Refused(f"{path.name} : aucune ligne de données.")
    return rows


def read_jsonl(content: bytes) -> list[Row]:
    """One JSON object per line."""
    return [Row(line, values) for line, values in json_objects(content)]


def read_csv(content: bytes) -> list[Row]:
    """A table in CSV."""
    return read_table(csv_lines(content, COLUMNS))


def read_xlsx(content: bytes) -> list[Row]:
    """The first sheet of a workbook."""
    return read_table(xlsx_lines(content))


def read_table(lines: list[Line]) -> list[Row]:
    """Rows from a header and its lines."""
    return [nest(number, cells) for number, cells in named_cells(lines, check_header)]


def check_header(line: int, header: list[str]) -> list[Problem]:
    """Unknown, repeated and missing columns."""
    problems = list(misnamed(line, header, COLUMNS))
    missing = [c for c in COLUMNS if c not in header and c not in OPTIONAL_COLUMNS]
    return problems + [
        Problem(line, name, "colonne absente", "la colonne, vide si rien n'est connu")
        for name in missing
    ]


READERS = {".jsonl": read_jsonl, ".ndjson": read_jsonl, ".csv": read_csv, ".xlsx": read_xlsx}
