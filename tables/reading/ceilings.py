"""How much of a table is read: past a ceiling, the line that is too much is named."""

from collections.abc import Iterable

from tables.problems import Problem, Refused

MEGABYTE = 2**20
LARGEST_FILE = 50 * MEGABYTE
LARGEST_UNPACKED = 64 * MEGABYTE  # of a workbook, which is a compressed archive
MOST_LINES = 100_000  # three times the communes; of a workbook, empty ones too
MOST_CELLS = 2_000_000  # ten seconds, and 250 MB
MOST_COLUMNS = 500
LOOKED_AT = 30  # lines, titles included, in which the header is looked for
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of the largest sheet there can be
LARGEST_CELL = 2 * MEGABYTE

Line = tuple[int, list[object]]  # number in the file, cells


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


def check_cells(line: int, cells: int) -> None:
    """Raise `Refused` at the line of a sheet where its cells, empty ones too, are too many."""
    if cells > MOST_CELLS:
        said = f"{cells} cellules, vides comprises"
        raise too_large(line, said, f"{MOST_CELLS} cellules au plus")


def too_large(line: int, said: str, accepted: str) -> Refused:
    """The refusal of a table that would fill the memory."""
    return Refused("Le tableau est trop grand.", [Problem(line, "(ligne)", said, accepted)])


def check_unpacked(size: int) -> None:
    """Raise `Refused` if an archive is too large once unpacked."""
    if size > LARGEST_UNPACKED:
        raise Refused(
            f"Classeur de {size // MEGABYTE} Mo décompressé ; "
            f"{LARGEST_UNPACKED // MEGABYTE} Mo au plus."
        )
