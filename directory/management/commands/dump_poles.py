"""Write every pole to a file, as the editors have it today."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from directory.record.file.dumping import dump
from tables.counting import counted
from tables.problems import Refused


class Command(BaseCommand):
    requires_system_checks = ()  # the pages are no concern of the data
    help = (
        "Écrit tous les pôles, notes et fiches non publiées comprises, dans un fichier "
        "(.jsonl, .csv ou .xlsx) que load_poles relit sans différence."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="fichier .jsonl, .csv ou .xlsx")

    def handle(self, *, file: Path, **_options: Any) -> None:
        try:
            count = dump(file)
        except Refused as refused:
            self.stderr.write(refused.reason)
            sys.exit(1)
        self.stdout.write(f"{counted(count, 'pôle écrit', 'pôles écrits')} dans {file}.")
