"""Zips: a Shapefile with the true names of its fields, a CSV with its description."""

import csv
import zipfile
from pathlib import Path
from typing import Any

from geo.publishing.exports import tables
from geo.publishing.exports.declaring import Column
from geo.publishing.exports.documents import Document
from geo.publishing.features import dump

LONGEST_NAME = 10  # characters of a DBF field
LONGEST_TEXT = 254  # bytes
METADATA = "metadonnees.json"
FIELDS = "champs.csv"
README = "LISEZMOI.txt"


def table(document: Document, folder: Path) -> Path:
    """A CSV beside its description."""
    name = f"{document.stem}.csv"
    path = folder / document.file_name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(name, "w", force_zip64=True) as inner:
            for line in tables.write(document):
                inner.write(line.encode())
        archive.writestr(f"{name}-metadata.json", tables.companion(document, name))
    return path


def shapefile(document: Document, folder: Path) -> Path:
    """A Shapefile with a table of its field names, and how it was made."""
    from geo.publishing.exports import vectors  # noqa: PLC0415 - brings pyarrow and GDAL

    columns = document.table_columns()
    names = short_names(columns)
    schema: Any = vectors.schema_of(columns)
    for number, column in enumerate(columns):
        schema = schema.set(number, schema.field(number).with_name(names[column.name]))
    cut: dict[str, int] = {}
    path = folder / f"{document.stem}.shp"
    vectors.through_gdal(
        document,
        path,
        "ESRI Shapefile",
        {"SPATIAL_INDEX": "NO"},
        schema=schema,
        texts={column.name: cutter(column.name, cut) for column in columns},
    )
    lines(columns, names, cut, folder / FIELDS)
    (folder / METADATA).write_text(dump(document.provenance), encoding="utf-8")
    (folder / README).write_text(readme(document), encoding="utf-8")
    kept = sorted(p for p in folder.iterdir() if p.stem == document.stem)
    archive_path = folder / document.file_name
    with zipfile.ZipFile(archive_path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in [*kept, folder / FIELDS, folder / METADATA, folder / README]:
            archive.write(part, part.name)
    return archive_path


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


def cutter(name: str, cut: dict[str, int]) -> Any:
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
        writer = csv.writer(file, delimiter=tables.SEPARATOR)
        writer.writerow(["champ", "nom", "description", "textes_coupes"])
        for column in columns:
            row = [names[column.name], column.name, column.description, cut.get(column.name, 0)]
            writer.writerow(row)


def readme(document: Document) -> str:
    """What to know before opening the Shapefile."""
    about = "\n".join(f"{name} : {value}" for name, value in document.provenance_lines())
    return (
        f"{about}\n\nUn Shapefile abrège les noms à {LONGEST_NAME} caractères et coupe les textes "
        f"à {LONGEST_TEXT} octets : {FIELDS} donne les noms entiers et le nombre de textes "
        "coupés. GeoPackage n'a pas ces limites.\n"
    )
