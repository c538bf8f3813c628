"""Loads data/communes into the database: a dry run with its differences, or with --write."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from geo.loading.plan import GroundPlan
from tables.command import LoadCommand


class Command(LoadCommand):
    forced = "recharge même sans changement"
    help = (
        "Compare data/communes à la base (ajouts, changements, disparitions) et, avec --write, "
        "l'écrit d'un seul tenant. Rien n'est jamais supprimé : ce qui disparaît devient obsolète."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "data" / "communes",
            help="dossier à charger (défaut : data/communes)",
        )
        super().add_arguments(parser)

    def plans(self, *_: Any, folder: Path, **__: Any) -> list[GroundPlan]:
        return [GroundPlan(folder)]
