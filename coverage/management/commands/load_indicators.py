"""Load the set of data/indicators: a dry run that shows the differences, written with --write."""

from pathlib import Path
from typing import Any

from coverage.indicators.describing import SET, read_plan
from coverage.indicators.ground import FOLDER, CarriedTo
from coverage.indicators.plan import IndicatorPlan
from coverage.indicators.sets import BuiltInPlan, DescribedSet
from tables.command import LoadCommand
from tables.engine import Plan


class Command(LoadCommand):
    folder = FOLDER
    described_in = SET
    forced = "recharge même sans changement"
    brief = True
    help = (
        "Charge tous les indicateurs que décrit indicators.toml, d'un seul tenant. Sans --write, "
        "c'est un essai à blanc. Un fichier déjà chargé tel quel n'est pas relu."
    )

    def plans(self, path: Path, **_: Any) -> list[Plan[Any]]:
        ground, described = CarriedTo(), read_plan(path)
        files = [IndicatorPlan(planned, ground) for planned in described]
        # The last: with --force, a file may have taken the place of one that the set has no more.
        return [BuiltInPlan(), *files, DescribedSet(described)]
