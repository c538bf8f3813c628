"""Load the calls of data/programme: a dry run that shows the differences, written with --write."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from calls.models import Call
from tables.described_reporting import HELP, run

FILE = settings.BASE_DIR / "data" / "programme" / "appels.toml"


class Command(BaseCommand):
    requires_system_checks = ()  # the pages are no concern of the data
    help = f"Charge les appels (AMI et AAP) décrits dans un fichier TOML.{HELP}"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=FILE, help="fichier .toml")
        parser.add_argument("--write", action="store_true", help="écrit dans la base")
        parser.add_argument("--force", action="store_true", help="donne raison au fichier")

    def handle(self, *, file: Path, **options: Any) -> None:
        run([(file, Call)], options, self.stdout, self.stderr)
