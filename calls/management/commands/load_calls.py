"""Load the calls of data/programme: a dry run that shows the differences, written with --write."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from calls.models import Call
from tables.command import LoadCommand
from tables.described_plan import HELP, DescribedPlan

FILE = settings.BASE_DIR / "data" / "programme" / "appels.toml"


class Command(LoadCommand):
    help = f"Charge les appels (AMI et AAP) décrits dans un fichier TOML.{HELP}"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=FILE, help="fichier .toml")
        super().add_arguments(parser)

    def plans(self, *_: Any, file: Path, **__: Any) -> list[DescribedPlan]:
        return [DescribedPlan(file, Call)]
