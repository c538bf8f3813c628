"""Load services, events, news and partners: a dry run shows the differences, --write writes."""

from pathlib import Path
from typing import Any

from django.conf import settings

from programme.models import Event, News, Partner, Service
from tables.command import LoadCommand
from tables.described import Described
from tables.described_plan import HELP, DescribedPlan

FILES: dict[str, type[Described]] = {
    "services.toml": Service,
    "evenements.toml": Event,
    "actualites.toml": News,
    "partenaires.toml": Partner,
}


class Command(LoadCommand):
    folder = settings.BASE_DIR / "data" / "programme"
    help = f"Charge {', '.join(FILES)} d'un dossier, d'un seul tenant.{HELP}"

    def plans(self, path: Path, **_: Any) -> list[DescribedPlan]:
        return [DescribedPlan(path / name, model) for name, model in FILES.items()]
