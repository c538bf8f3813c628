"""Loads data/communes into the database: a dry run with its differences, or with --write."""

from pathlib import Path
from typing import Any

from django.conf import settings

from geo.loading.plan import GroundPlan
from tables.command import LoadCommand


class Command(LoadCommand):
    folder = settings.BASE_DIR / "data" / "communes"
    forced = "recharge même sans changement"
    help = (
        "Compare data/communes à la base (ajouts, changements, disparitions) et, avec --write, "
        "l'écrit d'un seul tenant. Rien n'est jamais supprimé : ce qui disparaît devient obsolète."
    )

    def plans(self, path: Path, **_: Any) -> list[GroundPlan]:
        return [GroundPlan(path)]
