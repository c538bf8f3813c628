"""The cells of a table by the names of their columns, and as the text a person would type."""

import datetime
import re
from collections.abc import Iterable

from tables.formulas import unguarded
from tables.plain import plainly
from tables.problems import Problem, Refused, shown

# What a spreadsheet shows of a formula that failed, in the languages at hand.
ERROR = re.compile(
    r"#(?:N/A|N/D|REF!|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|NULL!|NUL!|NUM!|NOMBRE!"
    r"|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!)|Err:\d{3}"
)
LONGEST_CELL = 32_767  # of a workbook
MEND_ERROR = "une valeur : cette formule a échoué ; la corriger, ou vider la cellule"


def check_errors(rows: Iterable[tuple[int, dict[str, object]]]) -> None:
    """Raise `Refused` with each cell that shows the failure of a formula, or that was cut."""
    problems = [
        Problem(number, column, shown(cell), accepted)
        for number, cells in rows
        for column, cell in cells.items()
        if isinstance(cell, str) and (accepted := fault_of(cell))
    ]
    if problems:
        raise Refused("Des cellules ne disent pas leur valeur.", problems)


def fault_of(cell: str) -> str:
    """What a cell that does not say its value should say; "" of one that does."""
    if ERROR.fullmatch(cell.strip()):
        return MEND_ERROR
    if len(cell) == LONGEST_CELL and cell.endswith("…"):
        return f"le texte entier : il a été coupé à {LONGEST_CELL} caractères, limite d'Excel"
    return ""


def as_text(cell: object) -> str:
    """A spreadsheet's cell as the text that a person would have typed.

    The apostrophe that our files put before what looks like a formula is taken off.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n")
    return unguarded(text.strip()).strip()


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ by their blanks and curly marks at most."""
    return plainly(one) == plainly(other)
