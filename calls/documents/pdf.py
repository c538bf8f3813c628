"""Whether a file is a PDF, and nothing else besides. Pure.

It is opened in a process of its own (`reading`), which has so many seconds and so much memory:
a file of ten megabytes can keep its reader busy for hours.
"""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import BinaryIO

from calls.documents.reading import MOST_MEGABYTES, MOST_OBJECTS, MOST_PAGES, MOST_SECONDS
from calls.documents.refusals import RefusedFileError
from publishing.turns import Turn

END = b"%%EOF"
TAIL = 64 * 1024 + 22  # where a reader of archives looks for one
# Its own seconds are those of the processor, which others may be using.
PATIENCE_SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]
SENTENCES = {
    "encrypted": "Ce PDF est chiffré ou protégé par un mot de passe : enlevez la protection.",
    "scripts": (
        "Ce PDF contient des scripts ou lance des programmes : réexportez-le sans eux, "
        "par exemple en l'imprimant dans un fichier PDF."
    ),
    "objects": f"Ce PDF a trop de parties ; {MOST_OBJECTS} sont acceptées au plus.",
    "memory": (
        f"Ce PDF demande plus de {MOST_MEGABYTES} Mo de mémoire pour être lu : "
        "réexportez-le plus simplement."
    ),
}
BROKEN = "Ce PDF ne s'ouvre pas : réexportez-le."
SLOW = (
    f"Ce PDF demande plus de {MOST_SECONDS} secondes pour être lu : réexportez-le plus simplement."
)


def busy() -> RefusedFileError:
    """What whoever finds no place is told."""
    return RefusedFileError("Trop de fichiers sont vérifiés à la fois ; réessayez dans une minute.")


READINGS = Turn(busy, working=2, waiting=2)


def inspect_pdf(file: BinaryIO, size: int, _media_type: str) -> None:
    """Refuse what no reader opens, what is encrypted or acts by itself, what hides an archive."""
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
    with READINGS.taken():
        verdict, _space, number = read_apart(file.read()).partition(" ")
    if verdict == "pages" and number.isdigit():
        if not 1 <= int(number) <= MOST_PAGES:
            raise RefusedFileError(f"Ce PDF a {number} pages ; de 1 à {MOST_PAGES} sont acceptées.")
        return
    raise RefusedFileError(SENTENCES.get(verdict, BROKEN))


def read_apart(content: bytes) -> str:
    """What the process says of the file; nothing if it could not be read."""
    try:
        done = subprocess.run(
            (sys.executable, "-m", "calls.documents.reading"),
            cwd=ROOT,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RefusedFileError(SLOW) from None
    except OSError as error:  # neither memory nor processes are left
        raise busy() from error
    if done.returncode < 0:  # by a signal: its seconds are over
        raise RefusedFileError(SLOW)
    return done.stdout.decode("ascii", "replace").strip()
