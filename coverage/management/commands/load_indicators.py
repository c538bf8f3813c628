"""Load the set of data/indicators: a dry run that shows the differences, written with --write."""

from functools import cache
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from coverage.indicators.describing import SET, read_plan
from coverage.indicators.ground import FOLDER, read_codes
from coverage.indicators.plan import IndicatorPlan
from coverage.indicators.sets import BuiltInPlan
from coverage.indicators.zones import COMMUNES, ZonesPlan
from tables.command import LoadCommand
from tables.engine import Plan


class Command(LoadCommand):
    source = SET
    forced = "recharge même sans changement"
    brief = True
    help = (
        "Charge tous les indicateurs que décrit indicators.toml, d'un seul tenant. Sans --write, "
        "c'est un essai à blanc. Un fichier déjà chargé tel quel n'est pas relu."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=FOLDER, help="dossier (défaut : data/indicators)"
        )
        super().add_arguments(parser)

    def plans(self, *_: Any, folder: Path, **__: Any) -> list[Plan[Any]]:
        codes = cache(read_codes)
        zones = [ZonesPlan(folder)] if (folder / COMMUNES).exists() else []
        files = [IndicatorPlan(planned, codes) for planned in read_plan(folder)]
        return [BuiltInPlan(), *zones, *files]
