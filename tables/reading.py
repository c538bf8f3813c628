"""From a file to numbered lines of cells: CSV or XLSX, in whatever state the file is."""

import csv
import datetime
import io
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from openpyxl import load_workbook

from tables.problems import Problem, Refused

MEGABYTE = 2**20
LARGEST_FILE = 50 * MEGABYTE
LARGEST_UNPACKED = 150 * MEGABYTE  # of an XLSX, which is a compressed archive
MOST_LINES = 200_000  # five times the communes; of a workbook, empty ones too
MOST_CELLS = 5_000_000
MOST_COLUMNS = 500
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of the largest sheet there can be
LARGEST_CELL = 2 * MEGABYTE

Line = tuple[int, list[object]]  # number in the file, cells
HeaderCheck = Callable[[int, list[str]], list[Problem]]


def read_content(path: Path, kinds: Collection[str], formats: str) -> bytes:
    """The bytes of a file of an accepted kind (".csv"); `formats` names the kinds in French.

    Raises `Refused` if it is of another kind, unreadable, empty or over 50 MB.
    """
    kind = path.suffix.lower()
    if kind not in kinds:
        raise Refused(f"{path.name} : format « {kind or 'sans extension'} » inconnu ; {formats}.")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Refused(f"{path.name} : {size // MEGABYTE} Mo ; 50 Mo au plus.")
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path.name} : fichier illisible ({error.strerror}).") from error
    if not content.strip():
        raise Refused(f"{path.name} : le fichier est vide.")
    return content


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


def csv_lines(content: bytes, columns: Collection[str]) -> list[Line]:
    """Lines of a CSV parted by `;` or `,`, whichever gives the header known columns."""
    text = decode(content)
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(";,", key=lambda mark: len(cells_of(first, mark) & set(columns)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    previous = csv.field_size_limit(LARGEST_CELL)
    start = 1

    def lines() -> Iterator[Line]:
        nonlocal start
        for cells in reader:
            if cells:
                yield start, list(cells)
            start = reader.line_num + 1

    try:
        return within_ceilings(lines())
    except csv.Error as error:
        cause = "cellule de plus de 2 Mo" if "field limit" in str(error) else str(error)
        raise Refused(
            "Le CSV est mal formé.",
            [Problem(start, "(ligne)", cause, "des guillemets fermés, 2 Mo par cellule au plus")],
        ) from error
    finally:
        csv.field_size_limit(previous)


def cells_of(header: str, mark: str) -> set[str]:
    """The names of a header parted by a mark, bare of quotes and blanks."""
    return {cell.strip().strip('"') for cell in header.split(mark)}


def xlsx_lines(content: bytes) -> list[Line]:
    """Lines of the first sheet of a workbook, none shorter than the first."""
    try:
        lines = sheet_lines(content)
    except Refused:
        raise
    # The library answers a damaged workbook with whatever its parsers meet first.
    except Exception as error:
        cause = type(error).__name__
        reason = f"Ce n'est pas un classeur .xlsx lisible (abîmé ou tronqué : {cause})."
        raise Refused(reason) from error
    # A sheet's line stops at its last filled cell, and may be short of the header.
    width = len(lines[0][1]) if lines else 0
    return [(number, cells + [None] * (width - len(cells))) for number, cells in lines]


def sheet_lines(content: bytes) -> list[Line]:
    """The numbered lines of the first sheet, its archive being of a reasonable size."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > LARGEST_UNPACKED:
        raise Refused(
            f"Classeur de {unpacked // MEGABYTE} Mo décompressé ; "
            f"{LARGEST_UNPACKED // MEGABYTE} Mo au plus."
        )
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        sheet: Any = book.worksheets[0]
        with sheet._get_source() as written:
            check_written(written)
        # What a sheet says of its size is nobody's word: its cells tell.
        sheet.reset_dimensions()
        return within_ceilings(filled_lines(sheet.iter_rows(values_only=True)))
    finally:
        book.close()


def check_written(sheet: IO[bytes]) -> None:
    """Count the rows and cells that a sheet writes, empty ones too; `Refused` past a ceiling.

    The library holds a whole row before it gives any of it, and gives no row that is written twice.
    """
    line = rows = cells = across = 0

    def count(tag: str, attributes: dict[str, str]) -> None:
        nonlocal line, rows, cells, across
        kind = tag.rpartition(":")[2]
        if kind == "row":
            rows, across = rows + 1, 0
            number = attributes.get("r", "")
            line = int(number) if number.isdecimal() else rows
            if rows > MOST_LINES:
                raise too_large(
                    line, f"{rows} lignes, vides comprises", f"{MOST_LINES} lignes au plus"
                )
        elif kind == "c":
            cells, across = cells + 1, across + 1
            if across > LAST_COLUMN:
                raise too_large(line, f"{across} cellules", f"{LAST_COLUMN} cellules par ligne")
            check_cells(line, cells)

    parser = expat.ParserCreate()
    parser.StartElementHandler = count
    parser.ParseFile(sheet)


def check_cells(line: int, cells: int) -> None:
    """Raise `Refused` at the line of a sheet where its cells, empty ones too, are too many."""
    if cells > MOST_CELLS:
        said = f"{cells} cellules, vides comprises"
        raise too_large(line, said, f"{MOST_CELLS} cellules au plus")


def filled_lines(rows: Iterable[Sequence[object]]) -> Iterator[Line]:
    """The rows that hold something, numbered, each as far as its last filled cell."""
    read = 0
    for number, row in enumerate(rows, start=1):
        if number > LAST_ROW:
            raise too_large(number, f"ligne {number}", f"{LAST_ROW} lignes au plus")
        # A lone cell, empty, in the last column brings all those before it.
        read += len(row)
        check_cells(number, read)
        cells = list(row)
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells:
            yield number, cells


def within_ceilings(lines: Iterable[Line]) -> list[Line]:
    """All lines; `Refused` at the one that is too many or too wide, before the next is read."""
    kept: list[Line] = []
    count = 0
    for number, cells in lines:
        count += len(cells)
        if len(cells) > MOST_COLUMNS:
            raise too_large(number, f"{len(cells)} colonnes", f"{MOST_COLUMNS} colonnes au plus")
        if len(kept) >= MOST_LINES:
            raise too_large(number, f"{MOST_LINES + 1} lignes", f"{MOST_LINES} lignes au plus")
        if count > MOST_CELLS:
            raise too_large(number, f"{count} cellules", f"{MOST_CELLS} cellules au plus")
        kept.append((number, cells))
    return kept


def too_large(line: int, said: str, accepted: str) -> Refused:
    """The refusal of a table that would fill the memory."""
    return Refused("Le tableau est trop grand.", [Problem(line, "(ligne)", said, accepted)])


def named_cells(
    lines: Iterable[Line], check_header: HeaderCheck
) -> list[tuple[int, dict[str, object]]]:
    """The cells of each line by the name of their column; blank lines are skipped.

    `check_header` says what is wrong with the header, at a line of the file. Raises `Refused`
    with its faults, or with every line that has not as many cells as the header.
    """
    filled = ((n, cells) for n, cells in lines if any(c not in (None, "") for c in cells))
    header_line, header_cells = next(filled, (1, []))
    header = [str(cell).strip() if cell is not None else "" for cell in header_cells]
    while header and not header[-1]:
        header.pop()
    problems = check_header(header_line, header)
    if problems:
        raise Refused("L'en-tête ne convient pas.", problems)
    named = []
    for number, cells in filled:
        beyond = any(cell not in (None, "") for cell in cells[len(header) :])
        if beyond or len(cells) < len(header):
            extra = f"{len(cells)} cellules"
            accepted = f"{len(header)} cellules, comme l'en-tête"
            problems.append(Problem(number, "(ligne)", extra, accepted))
            continue
        named.append((number, dict(zip(header, cells, strict=False))))
    if problems:
        raise Refused("Des lignes n'ont pas le nombre de cellules de l'en-tête.", problems)
    return named


def repeated(line: int, header: list[str]) -> Iterator[Problem]:
    """Columns that a header names twice."""
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            yield Problem(line, name, "colonne répétée", "une colonne par nom")


def as_text(cell: object) -> str:
    """A spreadsheet's cell as the text that a person would have typed."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell).strip()
