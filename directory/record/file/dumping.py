"""From the database to a file that `load_poles` reads back without a difference."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from directory.record.file.cells import COLUMNS, flatten
from directory.record.file.reading import FORMATS
from directory.record.file.rows import values_of
from directory.record.known import known_codes
from directory.record.stored import read_stored
from tables.formulas import harmless, literal
from tables.problems import Refused
from tables.reading.cells import LONGEST_CELL


def file_order(row: dict[str, Any]) -> tuple[str, str, str]:
    """The order of the project's file: region, then name, by their letters as they are coded."""
    return (row["region"] or "").casefold(), row["name"].casefold(), row["slug"]


def dump(path: Path) -> int:
    """Write every pole, notes and unpublished ones included; return how many.

    Sorted by region then name, as the file of the project is. Raises `Refused` for an unknown
    format or a file that cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in WRITERS:
        raise Refused(f"{path.name} : format « {kind or 'sans extension'} » inconnu ; {FORMATS}.")
    known = known_codes()
    rows = [values_of(slug, pole.current, known) for slug, pole in read_stored().items()]
    rows.sort(key=file_order)
    try:
        path.write_bytes(WRITERS[kind](rows))
    except OSError as error:
        raise Refused(f"{path.name} : impossible d'écrire ({error.strerror}).") from error
    return len(rows)


def to_jsonl(rows: list[dict[str, Any]]) -> bytes:
    """One JSON object per line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def guarded(row: dict[str, Any]) -> dict[str, str]:
    """The cells of a record, none of which is a formula."""
    return {column: harmless(text) for column, text in flatten(row).items()}


def to_csv(rows: list[dict[str, Any]]) -> bytes:
    """Semicolons and a BOM, as French spreadsheets expect."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(guarded(row) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(rows: list[dict[str, Any]]) -> bytes:
    """One sheet, every cell a text, so that codes keep their zeros and nothing is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("poles")
    sheet.append(COLUMNS)
    for row in rows:
        cells = [WriteOnlyCell(sheet, literal(text)) for text in guarded(row).values()]
        for column, cell in zip(COLUMNS, cells, strict=True):
            cell.data_type = "s"
            # The library would cut it without a word.
            if len(cell.value) > LONGEST_CELL:
                where = f"{row['slug']}, {column}"
                raise Refused(f"{where} : trop long pour une cellule d'Excel ; choisir .csv.")
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WRITERS = {".jsonl": to_jsonl, ".ndjson": to_jsonl, ".csv": to_csv, ".xlsx": to_xlsx}
