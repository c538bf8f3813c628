"""Load the contacts of regions: a dry run says what would change, --write writes."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from rich.markup import escape

from programme.contacts.loading import load
from tables.console import console_on
from tables.problems import Refused
from tables.reporting import counted, report_refusal

FILE = settings.BASE_DIR / "data" / "contacts" / "contacts.jsonl"
REFUSED = 1


class Command(BaseCommand):
    requires_system_checks = ()  # the pages are no concern of the data
    help = (
        "Charge les contacts publics des régions, d'un seul tenant. Sans --write, c'est un essai à "
        "blanc. Une seule erreur, et rien n'est écrit. Le fichier fait foi : un organisme qui n'y "
        "est plus est retiré."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", default=FILE,
            help="fichier (défaut : data/contacts/contacts.jsonl)",
        )  # fmt: skip
        parser.add_argument("--write", action="store_true", help="écrit dans la base")

    def handle(self, *, file: Path, write: bool, **_: Any) -> None:
        try:
            outcome = load(file, write=write)
        except Refused as refused:
            report_refusal(console_on(self.stderr), file.name, refused)
            sys.exit(REFUSED)
        console = console_on(self.stdout)
        for title, names in (
            ("ajout", outcome.added), ("changement", outcome.changed), ("retrait", outcome.removed),
        ):  # fmt: skip
            said = f" : {', '.join(names)}" if names else ""
            console.print(escape(f"{file.name} : {counted(len(names), title)}{said}."))
        if not write:
            console.print("Essai à blanc : rien n'a été écrit (--write pour écrire).", style="bold")
        else:
            console.print("Écrit." if outcome.writes else "Rien à écrire.", style="bold")
