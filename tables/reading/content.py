"""The bytes of a file, and the text that they are."""

from collections.abc import Collection
from pathlib import Path

from tables.problems import Problem, Refused
from tables.reading.ceilings import LARGEST_FILE, MEGABYTE


def read_content(path: Path, kinds: Collection[str], formats: str) -> bytes:
    """The bytes of a file of an accepted kind (".csv"); `formats` names the kinds in French.

    Raises `Refused` if it is of another kind, unreadable, empty or over 50 MB.
    """
    kind = path.suffix.lower()
    if kind not in kinds:
        raise Refused(f"{path.name} : format « {kind or 'sans extension'} » inconnu ; {formats}.")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Refused(f"{path.name} : {size // MEGABYTE} Mo ; 50 Mo au plus.")
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path.name} : fichier illisible ({error.strerror}).") from error
    if not content.strip():
        raise Refused(f"{path.name} : le fichier est vide.")
    return content


def decode(content: bytes) -> str:
    """UTF-8, with or without BOM; anything else is refused with the line where it shows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("Le fichier est en UTF-16 ; l'enregistrer en UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(
            "Le fichier n'est pas en UTF-8.",
            [Problem(line, "(ligne)", f"octet 0x{content[error.start]:02x}", "de l'UTF-8")],
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refused(
            "Le fichier contient un octet nul : il est binaire ou abîmé.",
            [Problem(line, "(ligne)", "octet nul", "du texte")],
        )
    return text
