"""Load services, events, news and partners: a dry run shows the differences, --write writes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from programme.models import Event, News, Partner, Service
from tables.command import LoadCommand
from tables.described import Described
from tables.described_plan import HELP, DescribedPlan

FOLDER = settings.BASE_DIR / "data" / "programme"
FILES: dict[str, type[Described]] = {
    "services.toml": Service,
    "evenements.toml": Event,
    "actualites.toml": News,
    "partenaires.toml": Partner,
}


class Command(LoadCommand):
    help = f"Charge {', '.join(FILES)} d'un dossier, d'un seul tenant.{HELP}"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=FOLDER, help="dossier (défaut : data/programme)"
        )
        super().add_arguments(parser)

    def plans(self, *_: Any, folder: Path, **__: Any) -> list[DescribedPlan]:
        return [DescribedPlan(folder / name, model) for name, model in FILES.items()]
