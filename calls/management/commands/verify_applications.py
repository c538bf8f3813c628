"""Check what was submitted against its hashes; take away the files that nothing names any more."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from calls.verification.whole import faults, strays, take_away
from tables.counting import counted

# A file is written before its record: a recent one may be waiting for it.
A_DAY = 24 * 3600


class Command(BaseCommand):
    help = (
        "Vérifie les empreintes des dossiers figés et des documents déposés, et que les états, les "
        "avis, les notes, les décisions, leurs auteurs, les règles et les horaires des appels sont "
        "ceux des journaux ; sort avec 1 si quelque chose a changé, ou a été vidé sans qu'un "
        "effacement le dise. Avec --write, enlève les fichiers que plus rien ne nomme, "
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
        # A file that nothing names may be the proof of what is wrong.
        write = options["write"] and not left.refusal and not found
        if write:
            take_away(lost)
        kept = left.refusal or found
        done = "à enlever : --write" if not (write or kept) else "enlevé" if write else "gardé"
        self.stdout.write(
            f"{counted(len(found), 'anomalie')} ; {counted(len(lost), 'fichier')} sans fiche "
            f"({done})."
        )
        if found or left.refusal:
            sys.exit(1)
