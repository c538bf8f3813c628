"""Check what was submitted against its hashes; take away the files that nothing names any more."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from calls.verifying import faults, strays, take_away

# A file is written before its record: a recent one may be waiting for it.
A_DAY = 24 * 3600


class Command(BaseCommand):
    help = (
        "Vérifie les empreintes des dossiers figés et des documents déposés, et que les états, les "
        "avis, les notes, les décisions et les horaires sont ceux du journal ; sort avec 1 si "
        "quelque chose a changé. Avec --write, enlève les fichiers que plus rien ne nomme, "
        "sauf dans le dossier d'une autre base."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="enlève les fichiers perdus")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        for said in found:
            self.stdout.write(said)
        left = strays()
        if left.refusal:
            self.stdout.write(f"{left.refusal} Rien n'est enlevé.")
        lost = [path for path in left.paths if time.time() - path.stat().st_mtime > A_DAY]
        write = options["write"] and not left.refusal
        if write:
            take_away(lost)
        done = "enlevés" if write else "gardés" if left.refusal else "à enlever (--write)"
        self.stdout.write(f"{len(found)} anomalies ; {len(lost)} fichiers sans fiche, {done}.")
        if found or left.refusal:
            sys.exit(1)
