"""Load the contacts of regions: a dry run says what would change, --write writes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from programme.contacts.plan import ContactsPlan
from tables.command import LoadCommand

FILE = settings.BASE_DIR / "data" / "contacts" / "contacts.jsonl"


class Command(LoadCommand):
    forced = ""  # the file is always right
    help = (
        "Charge les contacts publics des régions, d'un seul tenant. Sans --write, c'est un essai à "
        "blanc. Une seule erreur, et rien n'est écrit. Le fichier fait foi : un organisme qui n'y "
        "est plus est retiré."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", default=FILE,
            help="fichier (défaut : data/contacts/contacts.jsonl)",
        )  # fmt: skip
        super().add_arguments(parser)

    def plans(self, *_: Any, file: Path, **__: Any) -> list[ContactsPlan]:
        return [ContactsPlan(file)]
