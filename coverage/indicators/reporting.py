"""What a load of indicators says: differences, what was carried, a summary."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coverage.indicators.carrying import Value
from coverage.indicators.writing import Difference
from tables.reporting import counted

MOST_CHANGES, MOST_CODES = 20, 12


def report(console: Console, difference: Difference, *, brief: bool = False) -> None:
    """One difference: a line, and unless `brief`, its details."""
    planned = difference.planned
    title = f"{planned.description.code} ({planned.path.name}, {planned.level.label})"
    if difference.current:
        console.print(f"{title} : déjà à jour.")
        return
    parts = [
        counted(len(difference.added), "ajout"),
        counted(len(difference.changed), "changement"),
        counted(len(difference.gone), "disparition"),
        counted(difference.same, "valeur") + " sans changement",
    ]
    console.print(f"[bold]{escape(title)}[/] : {', '.join(parts)}.")
    for remark in difference.remarks:
        codes = f" : {some(remark.codes, remark.count)}" if not brief else ""
        console.print(escape(f"    {remark.count} {remark.what}{codes}"))
    if brief:
        return
    for name, (before, after) in difference.fields.items():
        console.print(escape(f"    {name} : {text(before)} → {text(after)}"))
    if difference.changed:
        console.print(changes_table(difference.changed))
    if difference.gone:
        console.print(f"    disparus : {some(tuple(difference.gone), len(difference.gone))}")


def some(codes: tuple[str, ...], count: int) -> str:
    """The first codes, and how many more there are."""
    more = f", et {count - MOST_CODES} autres" if count > MOST_CODES else ""
    return ", ".join(codes[:MOST_CODES]) + more


def changes_table(changed: dict[str, tuple[Value, Value]]) -> Table:
    """Values from → to."""
    title = f"Valeurs modifiées ({len(changed)})"
    table = Table("Code", "En base", "Dans le fichier", title=title)
    for code in sorted(changed)[:MOST_CHANGES]:
        before, after = changed[code]
        table.add_row(code, escape(value_text(before)), escape(value_text(after)))
    return table


def value_text(value: Value) -> str:
    """A class or name, or a number."""
    number, name = value
    return name or text(number)


def text(value: Any) -> str:
    """A value as a table shows it."""
    if value is None or value in ("", [], {}):
        return "(vide)"
    return f"{value:.10g}".replace(".", ",") if isinstance(value, float) else str(value)


def conclude(console: Console, differences: list[Difference], written: bool) -> None:
    """What was done, and what to do next."""
    if not written:
        console.print("Essai à blanc : rien n'a été écrit (--write pour écrire).", style="bold")
    elif any(difference.writes for difference in differences):
        console.print("Écrit.", style="bold")
    else:
        console.print("Rien à écrire.", style="bold")
