"""Reads the study areas of the folder: a file of their communes, one of their names.

Communes of an older geography are carried to today's. Areas whose names no file gives bear that of
the commune whose code is theirs.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.levels import STUDIED, Level
from geo.loading.cells import NAMED, check_cells
from tables.problems import Refused

NAME_COLUMNS = ("code", "nom", "type_liaison")
COMMUNE_COLUMNS = ("code_insee", "code")


@dataclass(frozen=True)
class Studied:
    """The areas of a level.

    `areas` has `NAME_COLUMNS`, by code; `area_of` gives the code of the area of each commune of
    today that is in one.
    """

    areas: pd.DataFrame
    area_of: dict[str, str]


class StudiedError(Refused):
    """Areas that cannot be loaded; the message names the file and the cause."""


def read_studied(folder: Path, communes: pd.DataFrame, former: pd.DataFrame) -> dict[str, Studied]:
    """The areas of each level whose files the folder has, by the name of the level."""
    return {
        level.name: read_level(folder, level, communes, former)
        for level in STUDIED
        if communes_of(folder, level).exists()
    }


def communes_of(folder: Path, level: Level) -> Path:
    """The file of the communes of a level."""
    return folder / f"{level.address.replace('-', '_')}_communes.csv"


def names_of(folder: Path, level: Level) -> Path:
    """The file of its names, where there is one."""
    return folder / f"{level.address.replace('-', '_')}.csv"


def read_level(folder: Path, level: Level, communes: pd.DataFrame, former: pd.DataFrame) -> Studied:
    """The areas of a level and the communes of each; StudiedError names what has no name."""
    path, names = communes_of(folder, level), names_of(folder, level)
    given = dict(read_cells(path, COMMUNE_COLUMNS).itertuples(index=False, name=None))
    named = read_names(names) if names.exists() else communes[[*NAME_COLUMNS]]
    unnamed = sorted(set(given.values()) - set(named.code))
    if unnamed:
        source = names.name if names.exists() else "communes.parquet"
        raise StudiedError(f"{path.name} : sans nom dans {source} : {', '.join(unnamed[:5])}")
    areas = named[named.code.isin(set(given.values()))].sort_values("code", ignore_index=True)
    return Studied(areas, carried(given, communes, former))


def read_names(path: Path) -> pd.DataFrame:
    """The names of the areas of a level, as text."""
    named = read_cells(path, NAME_COLUMNS)
    check_cells(path.name, named, NAMED)
    return named


def carried(given: dict[str, str], communes: pd.DataFrame, former: pd.DataFrame) -> dict[str, str]:
    """The area of each commune of today: its own, else the first of those that it was made of."""
    known = set(communes.code)
    found = {code: area for code, area in given.items() if code in known}
    today = dict(zip(former.code, former.commune, strict=True))
    for code, area in sorted(given.items()):
        if code in today:
            found.setdefault(today[code], area)
    return found


def read_cells(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """A CSV file (`;`, UTF-8) of these columns, every cell as text."""
    try:
        frame = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise StudiedError(f"{path} : illisible ({error})") from None
    if tuple(frame.columns) != columns:
        raise StudiedError(
            f"{path} : en-tête {';'.join(frame.columns)}, attendu {';'.join(columns)}"
        )
    return frame
