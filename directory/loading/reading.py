"""From a file to rows: JSONL, CSV or XLSX, in whatever state the file is."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from directory.loading.cells import COLUMNS, OPTIONAL_COLUMNS, nest
from directory.loading.problems import Problem, Refused, shown
from directory.loading.rows import Row

MEGABYTE = 2**20
LARGEST_FILE = 50 * MEGABYTE
LARGEST_UNPACKED = 300 * MEGABYTE  # of an XLSX, which is a compressed archive
LARGEST_CELL = 2 * MEGABYTE
FORMATS = "JSONL (.jsonl), CSV (.csv) ou Excel (.xlsx)"


def read_rows(path: Path) -> list[Row]:
    """The rows of a file, by its extension.

    Raises `Refused`, with every fault found, if the file or one of its lines cannot be read.
    """
    kind = path.suffix.lower()
    if kind not in READERS:
        raise Refused(f"{path.name} : format « {kind or 'sans extension'} » inconnu ; {FORMATS}.")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Refused(f"{path.name} : {size // MEGABYTE} Mo ; 50 Mo au plus.")
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path.name} : fichier illisible ({error.strerror}).") from error
    if not content.strip():
        raise Refused(f"{path.name} : le fichier est vide.")
    rows = READERS[kind](content)
    if not rows:
        raise Refused(f"{path.name} : aucune ligne de données.")
    return rows


def decode(content: bytes) -> str:
    """UTF-8, with or without BOM; anything else is refused with the line where it shows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("Le fichier est en UTF-16 ; l'enregistrer en UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(
            "Le fichier n'est pas en UTF-8.",
            [Problem(line, "(ligne)", f"octet 0x{content[error.start]:02x}", "de l'UTF-8")],
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refused(
            "Le fichier contient un octet nul : il est binaire ou abîmé.",
            [Problem(line, "(ligne)", "octet nul", "du texte")],
        )
    return text


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
    """A table parted by `;` or `,`, whichever gives the header known columns."""
    text = decode(content)
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(";,", key=lambda mark: len(set(first.split(mark)) & set(COLUMNS)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    previous = csv.field_size_limit(LARGEST_CELL)
    lines: list[tuple[int, list[object]]] = []
    start = 1
    try:
        for cells in reader:
            lines.append((start, list(cells)))
            start = reader.line_num + 1
    except csv.Error as error:
        cause = "cellule de plus de 2 Mo" if "field limit" in str(error) else str(error)
        raise Refused(
            "Le CSV est mal formé.",
            [Problem(start, "(ligne)", cause, "des guillemets fermés, 2 Mo par cellule au plus")],
        ) from error
    finally:
        csv.field_size_limit(previous)
    return read_table(iter(lines))


def read_xlsx(content: bytes) -> list[Row]:
    """The first sheet of a workbook."""
    try:
        lines = sheet_lines(content)
    except Refused:
        raise
    # The library answers a damaged workbook with whatever its parsers meet first.
    except Exception as error:
        cause = type(error).__name__
        reason = f"Ce n'est pas un classeur .xlsx lisible (abîmé ou tronqué : {cause})."
        raise Refused(reason) from error
    # A sheet's line stops at its last filled cell.
    width = max((len(cells) for _, cells in lines), default=0)
    return read_table((n, cells + [None] * (width - len(cells))) for n, cells in lines)


def sheet_lines(content: bytes) -> list[tuple[int, list[object]]]:
    """The numbered lines of the first sheet, its archive being of a reasonable size."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > LARGEST_UNPACKED:
        raise Refused(f"Classeur de {unpacked // MEGABYTE} Mo décompressé ; 300 Mo au plus.")
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        return [(number, list(cells)) for number, cells in enumerate(rows, start=1)]
    finally:
        book.close()


def read_table(lines: Iterator[tuple[int, list[object]]]) -> list[Row]:
    """Rows from a header and its lines; blank lines are skipped."""
    filled = ((n, cells) for n, cells in lines if any(c not in (None, "") for c in cells))
    header_line, header_cells = next(filled, (1, []))
    header = [str(cell).strip() if cell is not None else "" for cell in header_cells]
    while header and not header[-1]:
        header.pop()
    problems = check_header(header_line, header)
    if problems:
        raise Refused("L'en-tête ne convient pas.", problems)
    rows = []
    for number, cells in filled:
        beyond = any(cell not in (None, "") for cell in cells[len(header) :])
        if beyond or len(cells) < len(header):
            extra = f"{len(cells)} cellules"
            accepted = f"{len(header)} cellules, comme l'en-tête"
            problems.append(Problem(number, "(ligne)", extra, accepted))
            continue
        rows.append(nest(number, dict(zip(header, cells, strict=False))))
    if problems:
        raise Refused("Des lignes n'ont pas le nombre de cellules de l'en-tête.", problems)
    return rows


def check_header(line: int, header: list[str]) -> list[Problem]:
    """Unknown, repeated and missing columns."""
    known = ", ".join(COLUMNS)
    problems = [
        Problem(line, shown(name), "colonne inconnue", f"colonnes : {known}")
        for name in dict.fromkeys(header)
        if name not in COLUMNS
    ]
    problems += [
        Problem(line, name, "colonne répétée", "une colonne par nom")
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    missing = [c for c in COLUMNS if c not in header and c not in OPTIONAL_COLUMNS]
    return problems + [
        Problem(line, name, "colonne absente", "la colonne, vide si rien n'est connu")
        for name in missing
    ]


READERS = {".jsonl": read_jsonl, ".ndjson": read_jsonl, ".csv": read_csv, ".xlsx": read_xlsx}
