"""`manage.py build_passages`: build the passages of communes and EPCI from pinned sources."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from geo.building import passages
from geo.building.sources import (
    EDITIONS,
    ETALAB,
    ETALAB_HISTORY,
    PASSAGE_SOURCES,
    SourceError,
    gather,
    read_rows,
    sha256,
)
from geo.building.writing import toml_table, write_csv

MOST_TOLD = 40
HELD = ("deleguee", "associee")
MADE_BY = "# Écrit par « manage.py build_passages » : d'où viennent les passages."


class Command(BaseCommand):
    """Thin door to geo.building.passages."""

    help = (
        "Construit data/communes/passage_communes.csv et passage_epci.csv (ancien code → code "
        "d'aujourd'hui) à partir de sources publiques épinglées ; dit ce qui ne s'accorde pas."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where the sources are and where the result goes."""
        root = Path(settings.BASE_DIR)
        parser.add_argument(
            "--sources",
            type=Path,
            default=root / ".cache" / "sources",
            help="dossier des sources, téléchargées si elles y manquent",
        )
        parser.add_argument(
            "--output",
            type=Path,
            default=root / "data" / "communes",
            help="dossier du résultat, qui tient déjà les communes",
        )

    def handle(self, *args: Any, sources: Path, output: Path, **options: Any) -> None:
        """Build, write, and say the counts."""
        try:
            paths = gather(sources.resolve(), sources=PASSAGE_SOURCES)
        except SourceError as error:
            raise CommandError(str(error)) from error
        current = read_rows(paths[ETALAB.key], "communes")
        editions = {year: paths[source.key] for year, source in EDITIONS.items()}
        found = passages.commune_passages(
            current,
            read_rows(paths[ETALAB_HISTORY.key], "historique-communes"),
            {year: read_rows(path, "communes") for year, path in editions.items()},
            held_by(output),
        )
        communes = gpd.read_parquet(output / "communes.parquet")
        bodies = pd.read_csv(output / "epcis.csv", sep=";", dtype=str)
        found.epcis = passages.epci_passages(
            {year: read_rows(path, "epci") for year, path in editions.items()},
            dict(communes.set_index("code").ept.fillna(communes.set_index("code").epci).dropna()),
            dict(communes.set_index("code").population),
            dict(bodies.set_index("siren").nom),
            {row["ancien_code"]: row["code"] for row in found.communes},
        )
        tables = {"passage_communes.csv": found.communes, "passage_epci.csv": found.epcis}
        for name, rows in tables.items():
            write_csv(output / name, rows)
        (output / "passages.toml").write_text(manifest(found, output, tables), encoding="utf-8")
        self.stdout.write(f"  codes de communes : {len(found.communes)}")
        self.stdout.write(f"  passages d'EPCI : {len(found.epcis)}")
        self.told("désaccords entre les sources", found.disagreements)
        self.told("codes qui ne mènent nulle part (hors des 101 départements)", found.lost)

    def told(self, what: str, lines: Sequence[str]) -> None:
        """How many of something there are, and the first of them."""
        self.stdout.write(f"  {what} : {len(lines)}")
        for line in lines[:MOST_TOLD]:
            self.stdout.write(f"    {line}")


def held_by(output: Path) -> dict[str, str]:
    """The commune of each delegated or associated commune of today."""
    former = gpd.read_parquet(output / "anciennes_communes.parquet")
    held = former[former.nature.isin(HELD)]
    return dict(zip(held.code, held.commune, strict=True))


def manifest(found: passages.Passages, output: Path, tables: Iterable[str]) -> str:
    """The sources of the passages, what was written, and what does not agree."""
    files = {f'"{name}"': sha256(output / name) for name in tables}
    told = {"desaccords": found.disagreements, "sans_suite": found.lost}
    sources = "\n".join(toml_table("[[sources]]", one.described()) for one in PASSAGE_SOURCES)
    return f"{MADE_BY}\n\n{toml_table('', told)}\n{toml_table('[sha256]', files)}\n{sources}"
