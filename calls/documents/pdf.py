"""Whether a file is a PDF, and nothing else besides. Pure."""

import logging
import zipfile
from typing import BinaryIO

from calls.documents.refusals import RefusedFileError

END = b"%%EOF"
TAIL = 64 * 1024 + 22  # where a reader of archives looks for one
MOST_PAGES = 500

# The library tells at length what it mends in a file; the answer here is yes or no.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def inspect_pdf(file: BinaryIO, size: int, _media_type: str) -> None:
    """Refuse what no reader opens, what is encrypted, and what hides an archive."""
    from pypdf import PdfReader  # noqa: PLC0415 - 12 MB, of which readers of the map need none

    file.seek(max(0, size - TAIL))
    _before, mark, after = file.read().rpartition(END)
    if not mark:
        raise RefusedFileError("Ce PDF est incomplet : sa fin manque.")
    if after.strip(b"\r\n\t \x00"):
        raise RefusedFileError("Quelque chose est ajouté à la fin de ce PDF : réexportez-le.")
    file.seek(0)
    if zipfile.is_zipfile(file):
        raise RefusedFileError("Ce PDF est aussi une archive : réexportez-le.")
    file.seek(0)
    try:
        reader = PdfReader(file, strict=False)
        encrypted, pages = reader.is_encrypted, 0 if reader.is_encrypted else len(reader.pages)
    except Exception as error:  # a broken file breaks the reader in a hundred ways
        raise RefusedFileError("Ce PDF ne s'ouvre pas : réexportez-le.") from error
    if encrypted:
        raise RefusedFileError("Ce PDF est protégé par un mot de passe : enlevez-le.")
    if not 1 <= pages <= MOST_PAGES:
        raise RefusedFileError(f"Ce PDF a {pages} pages ; de 1 à {MOST_PAGES} sont acceptées.")
