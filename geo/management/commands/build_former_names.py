"""`manage.py build_former_names`: build data/communes/noms_anciens.csv from its pinned source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from geo.building.former_names import former_names, write_names
from geo.building.sources import ETALAB_HISTORY, SourceError, gather, read_rows
from geo.loading.reading import FORMER_NAMES, GroundError, read_ground


class Command(BaseCommand):
    """Thin door to geo.building.former_names."""

    help = (
        "Construit data/communes/noms_anciens.csv : les noms portés ou absorbés depuis 1943 par "
        "les communes de data/communes, que la recherche reconnaît."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where the source is and which folder of communes is completed."""
        root = Path(settings.BASE_DIR)
        for option, folder in (
            ("--sources", root / ".cache" / "sources"),
            ("--output", root / "data" / "communes"),
        ):
            parser.add_argument(option, type=Path, default=folder)

    def handle(self, *args: Any, sources: Path, output: Path, **options: Any) -> None:
        """Fetch what is missing, verify it, write the table."""
        try:
            paths = gather(sources.resolve(), sources=(ETALAB_HISTORY,))
            history = read_rows(paths[ETALAB_HISTORY.key], "historique-communes")
            ground = read_ground(output)
        except (SourceError, GroundError) as error:
            raise CommandError(str(error)) from error
        current = dict(zip(ground.communes.code, ground.communes.nom, strict=True))
        leads = dict(zip(ground.former.code, ground.former.commune, strict=True))
        names = former_names(history, current, leads)
        count = write_names(output / FORMER_NAMES, names)
        self.stdout.write(self.style.SUCCESS(f"{count} noms écrits dans {output / FORMER_NAMES}."))
