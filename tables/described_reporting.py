"""What a load of described records says: faults, differences, what was kept, a summary."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import OutputWrapper
from rich.markup import escape
from rich.table import Table

from tables.console import console_on
from tables.described import Described
from tables.described_plan import Outcome, load_records
from tables.problems import shown
from tables.reporting import counted, report_refusal

REFUSED = 1

HELP = """
Sans --write, c'est un essai à blanc : les différences sont montrées. Toutes les erreurs sont
dites ensemble ; une seule erreur, et rien n'est écrit. Un champ modifié dans l'administration
est conservé et listé, sauf avec --force. Un enregistrement absent du fichier reste en base.
"""


def run(
    plan: Sequence[tuple[Path, type[Described]]],
    options: dict[str, Any],
    stdout: OutputWrapper,
    stderr: OutputWrapper,
) -> None:
    """Load, and say what was done; leaves with 1 if a file is refused."""
    outcomes = load_records(plan, write=options["write"], force=options["force"])
    refused = [outcome for outcome in outcomes if outcome.refused]
    for outcome in refused:
        assert outcome.refused is not None  # noqa: S101 - for the type checker
        report_refusal(console_on(stderr), outcome.path.name, outcome.refused)
    if refused:
        sys.exit(REFUSED)
    console = console_on(stdout)
    for outcome in outcomes:
        console.print(escape(summary(outcome)))
        if outcome.changes:
            console.print(changes_table(outcome))
    if not options["write"]:
        console.print("Essai à blanc : rien n'a été écrit (--write pour écrire).", style="bold")
    else:
        written = any(outcome.writes for outcome in outcomes)
        console.print("Écrit." if written else "Rien à écrire.", style="bold")


def summary(outcome: Outcome) -> str:
    """One line for one file."""
    kept = sum(change.kept for change in outcome.changes)
    parts = [
        counted(len(outcome.added), "ajout"),
        counted(len(outcome.changes) - kept, "changement"),
        counted(kept, "modification") + " de l'administration à garder",
    ]
    absent = f" ; absents du fichier : {', '.join(outcome.absent)}" if outcome.absent else ""
    return f"{outcome.path.name} : {', '.join(parts)}{absent}."


def changes_table(outcome: Outcome) -> Table:
    """Values from → to."""
    table = Table("Enregistrement", "Champ", "En base", "Dans le fichier", "", title="Différences")
    for change in outcome.changes:
        table.add_row(
            change.slug,
            change.key,
            escape(shown(change.before)),
            escape(shown(change.after)),
            "gardé" if change.kept else "écrit",
        )
    return table
