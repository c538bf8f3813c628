"""`manage.py build_communes`: build data/communes from its pinned sources."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, TextIO, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console

from geo.building.build import build
from geo.building.checks import BuildError
from geo.building.sources import SourceError


class Command(BaseCommand):
    """Thin door to geo.building: options in, steps with their times and counts out."""

    help = (
        "Construit data/communes (contours, points, rattachements, anciennes communes) à partir "
        "de sources publiques épinglées, répare les contours et écrit le rapport."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where the sources are and where the result goes."""
        root = Path(settings.BASE_DIR)
        parser.add_argument(
            "--sources",
            type=Path,
            default=root / ".cache" / "sources",
            help="dossier des sources, téléchargées si elles y manquent (défaut : .cache/sources)",
        )
        parser.add_argument(
            "--output",
            type=Path,
            default=root / "data" / "communes",
            help="dossier du résultat (défaut : data/communes)",
        )

    def handle(self, *args: Any, sources: Path, output: Path, **options: Any) -> None:
        """Build, then print the report's counts."""
        steps = _Steps(Console(file=cast(TextIO, self.stdout)))
        try:
            facts = build(sources.resolve(), output.resolve(), announce=steps.start)
        except (SourceError, BuildError) as error:
            raise CommandError(str(error)) from error
        finally:
            steps.end()
        for label, count in facts.counts().items():
            self.stdout.write(f"  {label.replace('_', ' ')} : {count}")
        self.stdout.write(
            self.style.SUCCESS(f"Écrit dans {output} ; le détail est dans rapport.md.")
        )


class _Steps:
    """Show the running step with a spinner and, once over, its time."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.status = console.status("")
        self.name = ""
        self.since = 0.0

    def start(self, name: str) -> None:
        self._close()
        self.name, self.since = name, time.monotonic()
        self.status.update(f"{name}…")
        self.status.start()

    def end(self) -> None:
        self._close()
        self.status.stop()

    def _close(self) -> None:
        if self.name:
            self.console.print(f"{self.name} : {time.monotonic() - self.since:.1f} s")
            self.name = ""
