"""Whether a file is a document of an office suite: an archive with what it must hold. Pure."""

import zipfile
from typing import BinaryIO

from calls.documents.refusals import RefusedFileError

ODT = "application/vnd.oasis.opendocument.text"
END_OF_ARCHIVE = b"PK\x05\x06"
LENGTH_OF_END = 22
MOST_ENTRIES = 2000
MOST_UNPACKED = 100 * 1024 * 1024
HIGHEST_RATIO = 200  # text repeats itself, a bomb does far more
SMALL = 1024 * 1024  # under this, a ratio harms nobody
CHUNK = 256 * 1024
ENCRYPTED = 0x1
MACROS = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("basic/", "scripts/")


def inspect_package(file: BinaryIO, size: int, media_type: str) -> None:
    """Refuse bombs, what is hidden around the archive, macros, encryption, other documents."""
    file.seek(max(0, size - LENGTH_OF_END))
    tail = file.read()
    if not tail.startswith(END_OF_ARCHIVE):
        raise RefusedFileError("Quelque chose est ajouté à la fin de ce document : réexportez-le.")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            check_entries(entries, size)
            check_nothing_before(package, entries)
            check_content(package, media_type)
            unpack(package, entries)
    except RefusedFileError:
        raise
    except Exception as error:  # a broken archive breaks its reader in a hundred ways
        raise RefusedFileError("Ce document ne s'ouvre pas : réexportez-le.") from error


def check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    """What the archive says of itself, before anything is unpacked."""
    if not 1 <= len(entries) <= MOST_ENTRIES:
        raise RefusedFileError("Ce document n'a pas un nombre de parties acceptable.")
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise RefusedFileError("Ce document a deux parties du même nom : réexportez-le.")
    for entry in entries:
        name = entry.filename.lower()
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise RefusedFileError("Ce document a une partie au nom suspect : réexportez-le.")
        if entry.flag_bits & ENCRYPTED:
            raise RefusedFileError("Ce document est protégé par un mot de passe : enlevez-le.")
        if name.rpartition("/")[2] in MACROS or name.startswith(MACRO_FOLDERS):
            raise RefusedFileError("Ce document contient des macros : enregistrez-le sans elles.")
        if entry.file_size > max(SMALL, HIGHEST_RATIO * max(entry.compress_size, 1)):
            raise RefusedFileError("Ce document se déplie hors de toute proportion.")
    total = sum(entry.file_size for entry in entries)
    if total > MOST_UNPACKED or total > max(SMALL, HIGHEST_RATIO * size):
        raise RefusedFileError("Ce document se déplie hors de toute proportion.")


def check_nothing_before(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """The archive begins with the file: no prefix, whose bytes would be another document."""
    if min(entry.header_offset for entry in entries) != 0:
        raise RefusedFileError("Quelque chose précède ce document : réexportez-le.")


def check_content(package: zipfile.ZipFile, media_type: str) -> None:
    """What makes the archive a text, a Word document or a workbook."""
    expected = RefusedFileError("Le contenu de ce document n'est pas celui que dit son nom.")
    names = set(package.namelist())
    if media_type == ODT:
        if "mimetype" not in names or part(package, "mimetype").strip() != ODT.encode():
            raise expected
        manifest = "META-INF/manifest.xml"
        if manifest not in names or "content.xml" not in names:
            raise expected
        if b"encryption-data" in part(package, manifest):
            raise RefusedFileError("Ce document est protégé par un mot de passe : enlevez-le.")
        return
    if "[Content_Types].xml" not in names:
        raise expected
    types = part(package, "[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise RefusedFileError("Ce document contient des macros : enregistrez-le sans elles.")
    if f"{media_type}.main+xml".encode() not in types:
        raise expected


def part(package: zipfile.ZipFile, name: str) -> bytes:
    """The first megabyte of a part."""
    with package.open(name) as entry:
        return entry.read(SMALL)


def unpack(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Read every part to its end, keeping nothing: sizes and sums that lie are found out."""
    left = MOST_UNPACKED
    for entry in entries:
        with package.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise RefusedFileError("Ce document se déplie hors de toute proportion.")
