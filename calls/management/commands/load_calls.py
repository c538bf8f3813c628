"""Load the calls of data/programme: a dry run that shows the differences, written with --write."""

from pathlib import Path
from typing import Any

from django.conf import settings

from calls.models import Call
from tables.command import LoadCommand
from tables.described_plan import HELP, DescribedPlan


class Command(LoadCommand):
    file = settings.BASE_DIR / "data" / "programme" / "appels.toml"
    formats = ".toml"
    help = f"Charge les appels (AMI et AAP) décrits dans un fichier TOML.{HELP}"

    def plans(self, path: Path, **_: Any) -> list[DescribedPlan]:
        return [DescribedPlan(path, Call)]
