"""What a file is by its content, whatever its name says."""

import io
import zipfile
from contextlib import suppress

from tables.problems import Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
PROTECTED = "protégé"
# Kind of file → what it is called, and how it is mended where its name lies.
NAMES = {
    ".xlsx": "un classeur Excel (.xlsx)",
    ".xls": "un classeur Excel 97-2003 (.xls)",
    ".ods": "un classeur LibreOffice (.ods)",
    ".xlsb": "un classeur Excel binaire (.xlsb)",
    PROTECTED: "un classeur protégé par un mot de passe",
    ".doc": "un document Word (.doc)",
    ".docx": "un document Word (.docx)",
    ".odt": "un document LibreOffice (.odt)",
    ".zip": "une archive .zip",
    ".pdf": "un PDF",
    ".html": "une page web (.html), comme en donnent certains portails",
    ".xml": "un fichier XML",
    ".png": "une image",
    ".gz": "une archive .gz",
    ".json": "du JSON",
    ".txt": "du texte",
}
# Entries of the older archives of Microsoft that hold something else than a workbook.
OF_OLE = (("EncryptedPackage", PROTECTED), ("WordDocument", ".doc"))
# Texts that a name may call as it likes.
TEXTS = frozenset({".txt", ".json"})
STARTS = (
    (b"%PDF", ".pdf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".png"),
    (b"\x1f\x8b", ".gz"),
)


def nature_of(content: bytes) -> str:
    """The kind that some content is, as an extension; ".txt" where nothing shows."""
    if content.startswith(OLE):
        held = (kind for entry, kind in OF_OLE if entry.encode("utf-16-le") in content)
        return next(held, ".xls")
    if content.startswith(b"PK"):
        return nature_of_archive(content)
    for start, kind in STARTS:
        if content.startswith(start):
            return kind
    head = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")) or b"<html" in head:
        return ".html"
    if head.startswith(b"<?xml"):
        return ".xml"
    return ".json" if head.startswith((b"{", b"[{")) else ".txt"


def nature_of_archive(content: bytes) -> str:
    """What an archive holds; "" of a damaged one, which is told by who reads it."""
    with suppress(Exception), zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if "mimetype" in names and archive.getinfo("mimetype").file_size < 1000:
            told = archive.read("mimetype").decode("ascii", "replace").strip()
            return ".ods" if told.startswith(OPEN_DOCUMENT) else ".odt"
        for entry, kind in (
            ("xl/workbook.xml", ".xlsx"),
            ("xl/workbook.bin", ".xlsb"),
            ("word/document.xml", ".docx"),
        ):
            if entry in names:
                return kind
        return ".zip"
    return ""


def check_nature(name: str, kind: str, content: bytes, readable: frozenset[str]) -> None:
    """Raise `Refused` where a file is not what the end of its name says.

    `kind` is that end, in lower case; `readable` the kinds that could be loaded.
    """
    actual = nature_of(content)
    binary = kind in NAMES and kind not in TEXTS
    if actual in ("", kind) or (not binary and actual in TEXTS):
        return
    other = ".csv" if actual in TEXTS else actual
    if actual == PROTECTED:
        mend = "l'ouvrir, retirer le mot de passe et l'enregistrer"
    elif other in readable:
        mend = f"le renommer en {other}, ou l'enregistrer en {kind}"
    else:
        mend = f"l'ouvrir dans un tableur et l'enregistrer en {kind}"
    raise Refused(f"{name} n'est pas un fichier {kind} : c'est {NAMES[actual]} ; {mend}.")
