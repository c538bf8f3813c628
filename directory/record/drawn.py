"""Drawn shapes in records: GeoJSON or a file, as a cell or a line says it, and why one is none."""

import json
from pathlib import Path
from typing import Any

from geo.shapes.brought import Brought, from_file, from_geojson
from geo.shapes.geojson import DROP, DROPPED, REPAIR, REPAIRED
from geo.shapes.reading.bounds import LARGEST_FILE, MEGABYTE
from geo.shapes.refusals import Crossing, Refusal, Several

FILE, LAYER = "fichier", "couche"
MOST_LAYERS_SAID = 10


def multi(geojson: Any) -> Any:
    """The coordinates of a sound shape, as those of a MultiPolygon."""
    return from_geojson(geojson).coordinates


def fault_of(geojson: Any) -> str | None:
    """Why a shape is refused, in French; `None` if it is sound."""
    try:
        from_geojson(geojson)
    except Refusal as refused:
        return said_of(refused)
    return None


def said_of(refused: Refusal, file: Any = None) -> str:
    """A refusal, with what a cell may say to go on: in its properties, or beside its file."""
    if isinstance(refused, Crossing) and refused.repaired:
        parts = len(refused.repaired)
        made = f"{parts} parties" if parts > 1 else "une partie"
        return f"{refused} ; pour accepter la réparation ({made}), {how(file, REPAIR, REPAIRED)}"
    if isinstance(refused, Several):
        names = ", ".join(f"« {name} »" for name in refused.layers[:MOST_LAYERS_SAID])
        more = ", …" if len(refused.layers) > MOST_LAYERS_SAID else ""
        return f"{refused} : {names}{more}"
    return str(refused)


def how(file: Any, key: str, word: str) -> str:
    """How a cell says what was decided of its shape."""
    if file is None:
        return f'ajouter à ses properties "{key}": "{word}"'
    said = named(file) if isinstance(file, str) else file
    kept = {name: value for name, value in said.items() if value} | {key: word}
    return f"écrire {json.dumps(kept, ensure_ascii=False)}"


def is_file(value: Any) -> bool:
    """Whether a cell names a file instead of giving the shape."""
    return isinstance(value, str) or (isinstance(value, dict) and FILE in value)


def from_folder(value: Any, folder: Path) -> Brought:
    """The shape of a file that a cell names: « contours/bugey.gpkg », « bugey.gpkg#couche ».

    An object says more: `{"fichier": …, "couche": …, "croisements": "repares", "effleurees":
    "laissees"}`. The file is in the folder of the table, or in one of its folders.
    """
    said = named(value) if isinstance(value, str) else value
    name, layer = said.get(FILE), said.get(LAYER, "")
    if not (isinstance(name, str) and isinstance(layer, str) and name.strip()):
        raise Refusal("le nom d'un fichier à côté du tableau")
    return from_file(
        Path(name).name, content_of(name, folder), layer,
        repair=said.get(REPAIR) == REPAIRED, drop=said.get(DROP) == DROPPED,
    )  # fmt: skip


def named(text: str) -> dict[str, str]:
    """A file, and its layer behind a « # »."""
    name, _mark, layer = text.partition("#")
    return {FILE: name.strip(), LAYER: layer.strip()}


def content_of(name: str, folder: Path) -> bytes:
    """The bytes of a file beside a table; `Refusal` for one that is elsewhere, or none."""
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise Refusal("un fichier du dossier du tableau, ou d'un dossier qu'il contient")
        if not path.is_file():
            raise Refusal("un fichier à côté du tableau ; celui-ci n'y est pas")
        if path.stat().st_size > LARGEST_FILE:
            raise Refusal(f"un fichier de {LARGEST_FILE // MEGABYTE} Mo au plus")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal("un fichier à côté du tableau ; celui-ci ne s'ouvre pas") from error


def brief(geojson: Any) -> str:
    """A geometry, or the name of its file, as an error table may show it."""
    if isinstance(geojson, str):
        return geojson
    try:
        return json.dumps(geojson, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return "(géométrie)"
