"""Load services, events, news and partners: a dry run shows the differences, --write writes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from programme.models import Event, News, Partner, Service
from tables.described_reporting import HELP, run

FOLDER = settings.BASE_DIR / "data" / "programme"
FILES = {
    "services.toml": Service,
    "evenements.toml": Event,
    "actualites.toml": News,
    "partenaires.toml": Partner,
}


class Command(BaseCommand):
    requires_system_checks = ()  # the pages are no concern of the data
    help = f"Charge {', '.join(FILES)} d'un dossier, d'un seul tenant.{HELP}"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=FOLDER, help="dossier (défaut : data/programme)"
        )
        parser.add_argument("--write", action="store_true", help="écrit dans la base")
        parser.add_argument("--force", action="store_true", help="donne raison aux fichiers")

    def handle(self, *, folder: Path, **options: Any) -> None:
        plan = [(folder / name, model) for name, model in FILES.items()]
        run(plan, options, self.stdout, self.stderr)
