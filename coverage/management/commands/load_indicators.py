"""Load the set of data/indicators: a dry run that shows the differences, written with --write."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from coverage.indicators.describing import read_plan
from coverage.indicators.ground import FOLDER
from coverage.indicators.reporting import conclude, report
from coverage.indicators.sets import prepare_set
from coverage.indicators.writing import load
from tables.console import console_on
from tables.problems import Refused
from tables.reporting import report_refusal

REFUSED = 1


class Command(BaseCommand):
    requires_system_checks = ()  # the pages are no concern of the data
    help = (
        "Charge tous les indicateurs que décrit indicators.toml, d'un seul tenant. Sans --write, "
        "c'est un essai à blanc. Un fichier déjà chargé tel quel n'est pas relu."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=FOLDER, help="dossier (défaut : data/indicators)"
        )
        parser.add_argument("--write", action="store_true", help="écrit dans la base")
        parser.add_argument("--force", action="store_true", help="recharge même sans changement")

    def handle(self, *, folder: Path, write: bool, force: bool, **_options: Any) -> None:
        console = console_on(self.stdout)
        try:
            differences = load(
                read_plan(folder),
                write=write,
                force=force,
                told=lambda difference: report(console, difference, brief=True),
                prepare=lambda: prepare_set(folder),
            )
        except Refused as refused:
            report_refusal(console_on(self.stderr), "indicators.toml", refused)
            sys.exit(REFUSED)
        conclude(console, differences, written=write)
