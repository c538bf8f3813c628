"""The cells of a table by the names of their columns, and as the text a person would type."""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator

from tables.problems import Problem, Refused, shown
from tables.reading.ceilings import Line

HeaderCheck = Callable[[int, list[str]], list[Problem]]


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


def misnamed(line: int, header: list[str], columns: Collection[str]) -> Iterator[Problem]:
    """Columns of a header that are unknown, or named twice."""
    for name in dict.fromkeys(header):
        if name not in columns:
            accepted = f"colonnes : {', '.join(columns)}"
            yield Problem(line, shown(name), "colonne inconnue", accepted)
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
