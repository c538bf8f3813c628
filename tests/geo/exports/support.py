"""Asks for an export, and reads it back as its users would."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas
from django.test import Client

SPATIAL = ("geojson", "gpkg", "fgb", "parquet", "shp.zip")
FORMATS = (*SPATIAL, "csv", "csv.zip", "csv-metadata.json", "xlsx")


def asked(address: str, **headers: Any) -> Any:
    """The answer of the door, whatever its status."""
    return Client().get(f"/api/exports/{address}", headers=headers)


def body_of(response: Any) -> bytes:
    """The bytes of an answer, streamed or not; the test client closes what it has read."""
    return response.getvalue() if response.streaming else response.content


def fetched(address: str) -> bytes:
    """The bytes of an export that is served."""
    response = asked(address)
    assert response.status_code == 200, response.content
    return body_of(response)


def collection(address: str) -> dict[str, Any]:
    """A GeoJSON export."""
    return json.loads(fetched(address))


def frame(content: bytes, form: str, folder: Any) -> geopandas.GeoDataFrame:
    """A spatial file, as geopandas reads it."""
    path = folder / f"lu.{form}"
    path.write_bytes(content)
    if form == "parquet":
        return geopandas.read_parquet(path)
    if form == "shp.zip":
        return geopandas.read_file(f"zip://{path}")
    if form == "gpkg":
        return geopandas.read_file(path, layer=0)
    return geopandas.read_file(path)


def unzipped(content: bytes) -> dict[str, bytes]:
    """The files of a zip, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def left_in(folder: Path) -> list[Path]:
    """What temporary work has left, besides the empty folder that holds it."""
    return [path for path in folder.rglob("*") if path.name != "atlas-ptce-exports"]
