"""A zipped CSV beside its description."""

import zipfile
from pathlib import Path

from publishing.files import spreadsheets as tables
from publishing.files.provenance import Document


def table(document: Document, folder: Path) -> Path:
    """The zip."""
    name = f"{document.stem}.csv"
    path = folder / document.file_name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(name, "w", force_zip64=True) as inner:
            for line in tables.write(document):
                inner.write(line.encode())
        archive.writestr(f"{name}-metadata.json", tables.companion(document, name))
    return path
