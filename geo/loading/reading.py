"""Reads the folder data/communes and checks that it is whole before anything is written."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geo.building.passages import COMMUNE_COLUMNS as COMMUNE_PASSAGES
from geo.building.passages import EPCI_COLUMNS as EPCI_PASSAGES
from geo.loading.cells import GroundError, check_cells
from geo.loading.studied import Studied, read_studied

READ = {".parquet", ".csv", ".toml"}
# What is derived from the files: a new value has them loaded again where they have not changed.
DERIVATION = "4: study areas"
COMMUNE_COLUMNS = {
    "code", "nom", "type_liaison", "population", "population_annee", "departement", "region",
    "epci", "ept", "siren", "codes_postaux", "centre_nature", "geometry", "centre",
}  # fmt: skip
FORMER_COLUMNS = {"code", "nom", "nature", "commune", "population", "geometry"}
TABLES = {
    "regions.csv": ["code", "nom", "type_liaison", "zone"],
    "departements.csv": ["code", "nom", "type_liaison", "region", "zone"],
    "epcis.csv": ["siren", "nom", "nature"],
    "passage_communes.csv": list(COMMUNE_PASSAGES),
    "passage_epci.csv": list(EPCI_PASSAGES),
}


FORMER_NAMES = "noms_anciens.csv"
FORMER_NAMES_COLUMNS = ["commune", "nom", "nature", "jusqu_a"]


@dataclass(frozen=True)
class Ground:
    """What the folder holds, checked."""

    communes: gpd.GeoDataFrame
    former: gpd.GeoDataFrame
    regions: pd.DataFrame
    departments: pd.DataFrame
    epcis: pd.DataFrame
    commune_passages: pd.DataFrame
    epci_passages: pd.DataFrame
    former_names: pd.DataFrame
    studied: dict[str, Studied]
    sources: dict[str, Any]
    digest: str


def digest_of(folder: Path) -> str:
    """One fingerprint of the files, the report aside; cheap enough to tell that nothing changed."""
    total = hashlib.sha256(DERIVATION.encode())
    for path in sorted(path for path in folder.iterdir() if path.suffix in READ):
        total.update(path.name.encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def read_ground(folder: Path) -> Ground:
    """Read every file of the folder; GroundError names the first thing that is wrong."""
    communes = read_parquet(folder / "communes.parquet", COMMUNE_COLUMNS)
    former = read_parquet(folder / "anciennes_communes.parquet", FORMER_COLUMNS)
    tables = {name: read_table(folder / name, columns) for name, columns in TABLES.items()}
    ground = Ground(
        communes=communes.sort_values("code", ignore_index=True),
        former=former.sort_values(["code", "nature"], ignore_index=True),
        regions=tables["regions.csv"],
        departments=tables["departements.csv"],
        epcis=tables["epcis.csv"],
        commune_passages=tables["passage_communes.csv"],
        epci_passages=tables["passage_epci.csv"],
        former_names=read_former_names(folder / FORMER_NAMES),
        studied=read_studied(folder, communes, former),
        sources=read_sources(folder / "sources.toml"),
        digest=digest_of(folder),
    )
    check(ground)
    return ground


def read_parquet(path: Path, columns: set[str]) -> gpd.GeoDataFrame:
    """A GeoParquet file that holds at least these columns."""
    try:
        frame = gpd.read_parquet(path)
    except FileNotFoundError:
        raise GroundError(
            f"{path} : fichier absent ; « manage.py build_communes » le crée"
        ) from None
    except (pa.ArrowInvalid, OSError, ValueError) as error:
        raise GroundError(f"{path} : GeoParquet illisible ou tronqué ({error})") from None
    missing = columns - set(frame.columns)
    if missing:
        raise GroundError(f"{path} : colonnes manquantes : {', '.join(sorted(missing))}")
    check_cells(path.name, frame)
    return frame


def read_table(path: Path, columns: list[str]) -> pd.DataFrame:
    """A CSV file (`;`, UTF-8), every cell as text."""
    try:
        frame = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise GroundError(f"{path} : illisible ({error})") from None
    missing = set(columns) - set(frame.columns)
    if missing:
        raise GroundError(f"{path} : colonnes manquantes : {', '.join(sorted(missing))}")
    check_cells(path.name, frame)
    return frame


def read_former_names(path: Path) -> pd.DataFrame:
    """The names that communes had; a folder may do without them."""
    if not path.exists():
        return pd.DataFrame(columns=FORMER_NAMES_COLUMNS)
    return read_table(path, FORMER_NAMES_COLUMNS)


def read_sources(path: Path) -> dict[str, Any]:
    """The table of sources and vintages."""
    try:
        sources = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GroundError(f"{path} : illisible ({error})") from None
    missing = {"millesime_cog", "sources"} - set(sources)
    if missing:
        raise GroundError(f"{path} : clés manquantes : {', '.join(sorted(missing))}")
    return sources


def check(ground: Ground) -> None:
    """Codes are unique, every reference leads somewhere, every contour is valid."""
    communes = ground.communes
    doubles = communes.code[communes.code.duplicated()]
    if len(doubles):
        raise GroundError(f"communes.parquet : codes en double : {some(doubles)}")
    for column, known in (
        ("departement", ground.departments["code"]),
        ("region", ground.regions["code"]),
        ("epci", ground.epcis["siren"]),
        ("ept", ground.epcis["siren"]),
    ):
        unknown = communes[communes[column].notna() & ~communes[column].isin(known)]
        if len(unknown):
            raise GroundError(
                f"communes.parquet : {column} inconnu pour les communes {some(unknown.code)}"
            )
    if communes["centre"].isna().any():
        raise GroundError(
            f"communes.parquet : sans centre : {some(communes.code[communes.centre.isna()])}"
        )
    shapes = communes.geometry.to_numpy()
    broken = ~shapely.is_missing(shapes) & ~shapely.is_valid(shapes)
    if broken.any():
        reason = shapely.is_valid_reason(shapes[broken][0])
        raise GroundError(
            f"communes.parquet : contour invalide : {some(communes.code[broken])} ({reason})"
        )
    orphans = ground.former[~ground.former.commune.isin(communes.code)]
    if len(orphans):
        raise GroundError(
            f"anciennes_communes.parquet : mènent à une commune inconnue : {some(orphans.code)}"
        )

    for name, column, found, known in (
        ("passage_communes.csv", "code", ground.commune_passages, communes.code),
        ("passage_epci.csv", "siren", ground.epci_passages, ground.epcis["siren"]),
    ):
        astray = found[~found[column].isin(known)]
        if len(astray):
            raise GroundError(f"{name} : mènent à un code inconnu : {some(astray[column])}")


def some(codes: "pd.Series[str] | np.ndarray[Any, Any]") -> str:
    """A few codes, and how many there are."""
    listed = list(codes)
    return ", ".join(listed[:5]) + (f"… ({len(listed)} en tout)" if len(listed) > 5 else "")
