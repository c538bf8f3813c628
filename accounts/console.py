"""How the two commands on personal data say what they did, or would do."""

from rich.console import Console
from rich.table import Table

from accounts.personal import HOLDERS


def report(counts: dict[str, int], *, write: bool) -> None:
    """A line for each family, then what was decided."""
    table = Table(box=None)
    table.add_column("Données")
    table.add_column("Effacées" if write else "À effacer", justify="right")
    for name, count in counts.items():
        table.add_row(str(HOLDERS[name].title), str(count))
    console = Console()
    console.print(table)
    if not write:
        console.print("Rien n’est effacé : relancer avec --write.")
