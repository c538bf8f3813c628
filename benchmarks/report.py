"""The figures as a table to read, and as JSON to compare."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.figures import Figure, Section, french
from benchmarks.machine import Machine

VERDICTS = {True: "tenu", False: "[bold red]dépassé[/]", None: ""}
WIDTH_IN_A_FILE = 150


def console_for_tables() -> Console:
    """A console whose tables are not squeezed where there is no screen."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH_IN_A_FILE)
    return console


def table_of(sections: Iterable[Section]) -> Table:
    """One table, a part for each measure."""
    table = Table(pad_edge=False)
    table.add_column("Mesure")
    for title in ("Valeur", "Budget"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    table.add_column("× SQL brut", justify="right", no_wrap=True)
    table.add_column("Détail", style="dim", overflow="fold")
    for section in sections:
        table.add_section()
        heading = f"{section.title} (charge {french(section.load)})"
        table.add_row(f"[bold]{heading}[/]")
        for figure in section.figures:
            table.add_row(*cells(figure))
    return table


def cells(figure: Figure) -> tuple[str, ...]:
    """A figure, column by column."""
    unit = f" {figure.unit}" if figure.unit else ""
    budget = "" if figure.budget is None else f"≤ {french(figure.budget)}{unit}"
    ratio = "" if figure.ratio is None else french(round(figure.ratio, 2))
    # The detail may hold brackets, which rich would read as its own.
    detail = figure.detail.replace("[", "\\[")
    value = f"{french(figure.value)}{unit}"
    return (f"  {figure.label}", value, budget, VERDICTS[figure.held], ratio, detail)


def exceeded(sections: Iterable[Section]) -> list[str]:
    """What does not keep its budget."""
    return [f.label for section in sections for f in section.figures if f.held is False]


def write_json(path: Path, machine: Machine, sections: Sequence[Section]) -> None:
    """Everything, for a program."""
    measures = [
        asdict(section) | {"figures": [asdict(f) | {"held": f.held} for f in section.figures]}
        for section in sections
    ]
    content = {"machine": machine.as_json(), "measures": measures}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
