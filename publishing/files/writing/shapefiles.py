"""A zipped Shapefile with the true names of its fields, and how it was made."""

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from publishing.columns import Column
from publishing.files.writing import vectors
from publishing.files.writing.orders import Batches, Order

LONGEST_NAME = 10  # characters of a DBF field
LONGEST_TEXT = 254  # bytes
METADATA, FIELDS, README = "metadonnees.json", "champs.csv", "LISEZMOI.txt"


def shapefile(order: Order, batches: Batches, folder: Path) -> None:
    """The zip."""
    names = short_names(order.columns)
    schema: Any = vectors.schema_of(order.columns)
    for number, column in enumerate(order.columns):
        schema = schema.set(number, schema.field(number).with_name(names[column.name]))
    cut: dict[str, int] = {}
    vectors.through_gdal(
        order,
        batches,
        folder / f"{order.stem}.shp",
        "ESRI Shapefile",
        {"SPATIAL_INDEX": "NO"},
        schema=schema,
        texts={column.name: cutter(column.name, cut) for column in order.columns},
    )
    lines(order.columns, names, cut, folder / FIELDS)
    (folder / METADATA).write_text(order.provenance, encoding="utf-8")
    (folder / README).write_text(readme(order), encoding="utf-8")
    kept = sorted(p for p in folder.iterdir() if p.stem == order.stem)
    with zipfile.ZipFile(folder / order.file_name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in [*kept, folder / FIELDS, folder / METADATA, folder / README]:
            archive.write(part, part.name)


def short_names(columns: tuple[Column, ...]) -> dict[str, str]:
    """A name of ten characters for each column, no two alike.

    >>> short_names((Column("code_region", ""), Column("code_regime", ""), Column("nom", "")))
    {'code_region': 'code_regio', 'code_regime': 'code_regi1', 'nom': 'nom'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for column in columns:
        short, number = column.name[:LONGEST_NAME], 0
        while short.lower() in taken:
            number += 1
            short = f"{column.name[: LONGEST_NAME - len(str(number))]}{number}"
        taken.add(short.lower())
        names[column.name] = short
    return names


def cutter(name: str, cut: dict[str, int]) -> Callable[[str], str]:
    """Cut the texts of a column to what a DBF holds, and count those that were."""

    def shorten(text: str) -> str:
        content = text.encode()
        if len(content) <= LONGEST_TEXT:
            return text
        cut[name] = cut.get(name, 0) + 1
        return content[:LONGEST_TEXT].decode(errors="ignore")

    return shorten


def lines(
    columns: tuple[Column, ...], names: dict[str, str], cut: dict[str, int], path: Path
) -> None:
    """The table of fields: short name, true name, meaning, texts cut."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["champ", "nom", "description", "textes_coupes"])
        for column in columns:
            row = [names[column.name], column.name, column.description, cut.get(column.name, 0)]
            writer.writerow(row)


def readme(order: Order) -> str:
    """What to know before opening the Shapefile."""
    about = "\n".join(f"{name} : {value}" for name, value in order.lines)
    return (
        f"{about}\n\nUn Shapefile abrège les noms à {LONGEST_NAME} caractères et coupe les textes "
        f"à {LONGEST_TEXT} octets : {FIELDS} donne les noms entiers et le nombre de textes "
        "coupés. GeoPackage n'a pas ces limites.\n"
    )
