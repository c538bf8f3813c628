"""The bytes of a file, and the text that they are."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from tables.problems import Problem, Refused
from tables.reading.ceilings import LARGEST_FILE, MEGABYTE
from tables.reading.nature import check_nature

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Letters that no French text holds where cp1252 has them: the file is of another alphabet.
FOREIGN = re.compile(
    "[\x80-\x9f\u201a\u0192\u201e\u2020\u2021\u02c6\u2030\u0160\u017d\u02dc\u0161\u017e]"
)
SAVE_AS = "l'enregistrer en « CSV UTF-8 » dans le tableur"


@dataclass(frozen=True)
class Text:
    """A text, and how it was coded where that is not UTF-8."""

    text: str
    encoding: str = ""


def read_content(path: Path, kinds: Collection[str], formats: str) -> bytes:
    """The bytes of a file of an accepted kind (".csv"); `formats` names the kinds in French.

    Raises `Refused` if it is of another kind, unreadable, empty or over 50 MB, or if its content is
    not what its name says.
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
    check_nature(path.name, kind, content, frozenset(kinds))
    return content


def read_text(content: bytes) -> Text:
    """A text as spreadsheets write it: UTF-8, UTF-16 or Windows-1252, said where it is a guess.

    Raises `Refused` where it is none of them, with the line where it shows.
    """
    wide = content.startswith(UTF_16) or b"\0" in content[:200]
    if wide and (text := utf_16(content)) is not None:
        return Text(text, "UTF-16")
    try:
        return Text(without_nulls(content.decode("utf-8-sig")))
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if found := re.search("\N{REPLACEMENT CHARACTER}", text) or FOREIGN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        said = text[max(0, found.start() - 10) : found.end() + 10].split("\n")[0]
        raise Refused(
            f"L'alphabet du fichier (son encodage) n'est pas reconnu ; {SAVE_AS}.",
            [Problem(line, "(ligne)", said, "de l'UTF-8, de l'UTF-16 ou du Windows-1252")],
        )
    return Text(without_nulls(text), "Windows-1252")


def utf_16(content: bytes) -> str | None:
    """The text, or None where it is not UTF-16."""
    if content.startswith(UTF_16):
        coding = "utf-16"
    else:
        coding = "utf-16-le" if b"\0" in content[1:200:2] else "utf-16-be"
    try:
        text = content.decode(coding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def decode(content: bytes) -> str:
    """UTF-8, with or without BOM; anything else is refused with the line where it shows."""
    if content.startswith(UTF_16):
        raise Refused("Le fichier est en UTF-16 ; l'enregistrer en UTF-8.")
    try:
        return without_nulls(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(
            "Le fichier n'est pas en UTF-8.",
            [Problem(line, "(ligne)", f"octet 0x{content[error.start]:02x}", "de l'UTF-8")],
        ) from error


def without_nulls(text: str) -> str:
    """The text; `Refused` if it holds a null."""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refused(
            "Le fichier contient un octet nul : il est binaire ou abîmé.",
            [Problem(line, "(ligne)", "octet nul", "du texte")],
        )
    return text
