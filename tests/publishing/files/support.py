"""Asks for an export, and reads it back as its users would."""

import csv
import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pyarrow.parquet as pq
import pyogrio
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


def cells(address: str) -> list[dict[str, str]]:
    """The rows of a CSV export."""
    text = fetched(address).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def as_cell(value: Any) -> str:
    """A value as a French spreadsheet shows it."""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, list):
        return "|".join(value)
    return "" if value is None else str(value).replace(".", ",")


def unshortened(found: geopandas.GeoDataFrame, content: bytes) -> geopandas.GeoDataFrame:
    """A Shapefile under the true names of its fields."""
    text = unzipped(content)["champs.csv"].decode("utf-8-sig")
    table = csv.reader(io.StringIO(text), delimiter=";")
    return found.rename(columns={short: whole for short, whole, *_ in table})


def provenances(name: str, query: str, folder: Path) -> dict[str, dict[str, Any]]:
    """How each format says it was made; flat ones as texts."""
    told: dict[str, Any] = {"geojson": collection(f"{name}.geojson?{query}")["atlas"]}
    (folder / "a.gpkg").write_bytes(fetched(f"{name}.gpkg?{query}"))
    with sqlite3.connect(folder / "a.gpkg") as database:
        told["gpkg"] = dict(database.execute("SELECT cle, valeur FROM metadonnees"))
    database.close()
    (folder / "a.fgb").write_bytes(fetched(f"{name}.fgb?{query}"))
    told["fgb"] = json.loads(pyogrio.read_info(folder / "a.fgb")["layer_metadata"]["atlas"])
    schema = pq.read_schema(io.BytesIO(fetched(f"{name}.parquet?{query}")))
    told["parquet"] = json.loads(schema.metadata[b"atlas"])
    told["shp.zip"] = json.loads(unzipped(fetched(f"{name}.shp.zip?{query}"))["metadonnees.json"])
    files = unzipped(fetched(f"{name}.csv.zip?{query}"))
    told["csv.zip"] = json.loads(next(v for k, v in files.items() if k.endswith(".json")))["atlas"]
    told["csv-metadata.json"] = json.loads(fetched(f"{name}.csv-metadata.json?{query}"))["atlas"]
    book = openpyxl.load_workbook(io.BytesIO(fetched(f"{name}.xlsx?{query}")))
    told["xlsx"] = dict(book["Métadonnées"].iter_rows(min_row=2, values_only=True))
    return told


def left_in(folder: Path) -> list[Path]:
    """What temporary work has left, besides the empty folder that holds it."""
    return [path for path in folder.rglob("*") if path.name != "exports"]
