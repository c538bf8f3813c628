"""What a deposited file is, by its content; refused with the reason. Pure.

Accepted: PDF, ODT, DOCX, XLSX. A file is one thing only: nothing may stand before or after it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from calls.documents.packages import inspect_package
from calls.documents.pdf import inspect_pdf
from calls.documents.refusals import RefusedFileError

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LONGEST_NAME = 120
ACCEPTED = "PDF, ODT, DOCX ou XLSX"


@dataclass(frozen=True)
class Kind:
    """A kind of file: its ending, its media type, its first bytes, what looks into it."""

    ending: str
    media_type: str
    head: bytes
    inspect: Callable[[BinaryIO, int, str], None]


OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.ending: kind
    for kind in (
        Kind("pdf", "application/pdf", b"%PDF-", inspect_pdf),
        Kind("odt", "application/vnd.oasis.opendocument.text", b"PK\x03\x04", inspect_package),
        Kind("docx", f"{OFFICE}.wordprocessingml.document", b"PK\x03\x04", inspect_package),
        Kind("xlsx", f"{OFFICE}.spreadsheetml.sheet", b"PK\x03\x04", inspect_package),
    )
}


def inspect(file: BinaryIO, size: int, name: str) -> Kind:
    """The kind of a file that can be sought; raises `RefusedFileError`, which says why."""
    if size == 0:
        raise RefusedFileError("Ce fichier est vide.")
    if size > LARGEST:
        raise RefusedFileError(f"Ce fichier pèse plus de {LARGEST // MEGABYTE} Mo.")
    kind = KINDS.get(PurePosixPath(name).suffix.lower().lstrip("."))
    if kind is None:
        raise RefusedFileError(f"Le nom du fichier n'a pas une extension acceptée : {ACCEPTED}.")
    file.seek(0)
    if file.read(len(kind.head)) != kind.head:
        raise RefusedFileError(
            f"Le contenu de ce fichier n'est pas celui d'un {kind.ending.upper()}."
        )
    kind.inspect(file, size, kind.media_type)
    file.seek(0)
    return kind


def plain_name(name: str) -> str:
    """The name of a file without folders or what cannot be printed, short enough to be kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(" .")
    stem, dot, ending = printable.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if dot else printable
