"""From a file to rows: JSONL, CSV or XLSX, in whatever state the file is."""

import json
from pathlib import Path
from typing import Any

from directory.record.file.cells import COLUMNS, OPTIONAL_COLUMNS, nest
from directory.record.file.rows import Row
from tables.problems import Problem, Refused, shown
from tables.reading import (
    LARGEST_CELL,
    Line,
    csv_lines,
    decode,
    named_cells,
    read_content,
    repeated,
    xlsx_lines,
)

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


def refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of a JSON text, in which a key given twice would hide a value."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise ValueError(f"clé répétée : {', '.join(twice)}")
    return found


def refuse_constant(name: str) -> None:
    """NaN and the infinities are no JSON."""
    raise ValueError(f"{name} n'est pas du JSON")


def read_jsonl(content: bytes) -> list[Row]:
    """One JSON object per line."""
    rows, problems = [], []
    for number, line in enumerate(decode(content).split("\n"), start=1):
        if not line.strip():
            continue
        if len(line) > LARGEST_CELL:
            problems.append(Problem(number, "(ligne)", f"{len(line)} caractères", "2 Mo au plus"))
            continue
        try:
            value = json.loads(
                line, object_pairs_hook=refuse_duplicates, parse_constant=refuse_constant
            )
        except json.JSONDecodeError as error:
            accepted = f"un objet JSON par ligne (colonne {error.colno} : {error.msg})"
            problems.append(Problem(number, "(ligne)", shown(line), accepted))
        except (ValueError, RecursionError) as error:
            cause = "imbrication sans fin" if isinstance(error, RecursionError) else str(error)
            accepted = f"un objet JSON par ligne ({cause})"
            problems.append(Problem(number, "(ligne)", shown(line), accepted))
        else:
            if isinstance(value, dict):
                rows.append(Row(number, value))
            else:
                problems.append(Problem(number, "(ligne)", shown(line), "un objet JSON { … }"))
    if problems:
        raise Refused("Des lignes ne sont pas du JSON.", problems)
    return rows


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
    known = ", ".join(COLUMNS)
    problems = [
        Problem(line, shown(name), "colonne inconnue", f"colonnes : {known}")
        for name in dict.fromkeys(header)
        if name not in COLUMNS
    ]
    problems += repeated(line, header)
    missing = [c for c in COLUMNS if c not in header and c not in OPTIONAL_COLUMNS]
    return problems + [
        Problem(line, name, "colonne absente", "la colonne, vide si rien n'est connu")
        for name in missing
    ]


READERS = {".jsonl": read_jsonl, ".ndjson": read_jsonl, ".csv": read_csv, ".xlsx": read_xlsx}
