"""What a load says of a file that it refuses: every fault, as a table."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tables.problems import Problem, Refused

MOST_PROBLEMS = 500


def report_refusal(console: Console, file: str, refused: Refused) -> None:
    """Every fault of a file."""
    console.print(escape(refused.reason), style="bold red")
    if not refused.problems:
        return
    table = Table("Fichier", "Ligne", "Champ", "Valeur", "Accepté", title="Erreurs")
    for problem in refused.problems[:MOST_PROBLEMS]:
        table.add_row(file, *row_of(problem))
    console.print(table)
    total = len(refused.problems)
    if total > MOST_PROBLEMS:
        console.print(f"… et {counted(total - MOST_PROBLEMS, 'autre')}.")
    console.print(f"{counted(total, 'erreur')} ; rien n'a été écrit.", style="bold")


def row_of(problem: Problem) -> list[str]:
    """The cells of a fault."""
    return [
        str(problem.line), escape(problem.field), escape(problem.value), escape(problem.accepted)
    ]  # fmt: skip


def counted(count: int, noun: str, plural: str = "") -> str:
    """A count and its noun, in the plural from two: with an s, or as it is given.

    >>> counted(1, "conflit"), counted(3, "conflit"), counted(2, "lieu", "lieux")
    ('1 conflit', '3 conflits', '2 lieux')
    """
    return f"{count} {(plural or f'{noun}s') if count > 1 else noun}"
