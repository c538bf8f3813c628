"""Files on their way: made in a folder of their own that never outlives them."""

import logging
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from publishing.disk import disk_is_full, private_folder
from publishing.files.formats import Format
from publishing.files.provenance import Document
from publishing.problems import AGAIN, BusyError
from publishing.turns import Turn

ROOM_BYTES = 500_000_000  # left on the disk, below which no file is begun
ABANDONED_SECONDS = 3600.0
PIECE = 65_536  # characters
PREFIX = "export-"
log = logging.getLogger(__name__)


def busy() -> BusyError:
    """What whoever finds no place is told."""
    return BusyError(f"Trop d'exports sont en préparation ; {AGAIN}.")


FILES = Turn(busy, working=2, waiting=2)


def holding_folder() -> Path | None:
    """Where files are made: the installation's own. None where this account may not write there.

    A name in the folder that all accounts share could be taken, or laid there, by another.
    """
    try:
        return private_folder(Path(settings.TEMPORARY_ROOT))
    except OSError as error:
        if disk_is_full(error):
            raise
        log.warning("exports : %s ; le dossier temporaire du système sert à sa place", error)
        return None


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder for one file, gone afterwards whatever happens."""
    root = holding_folder()
    if root:
        sweep(root)
    if shutil.disk_usage(root or tempfile.gettempdir()).free < ROOM_BYTES:
        raise BusyError("Le disque du serveur est presque plein ; réessayez plus tard.")
    with FILES.taken(), tempfile.TemporaryDirectory(prefix=PREFIX, dir=root) as name:
        yield Path(name)


def sweep(root: Path) -> None:
    """Remove what a process that was killed has left: folders made here, and nothing else."""
    before = time.time() - ABANDONED_SECONDS
    for path in root.glob(f"{PREFIX}*"):
        with suppress(FileNotFoundError):
            found = path.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_mtime < before:
                shutil.rmtree(path, ignore_errors=True)


def made(document: Document, form: Format) -> IO[bytes]:
    """The file, open and already without a name: the disk is given back when it is closed."""
    with own_folder() as folder:
        return form.write(document, folder).open("rb")


def pieces(texts: Iterator[str]) -> Iterator[bytes]:
    """Texts in pieces of a fair size, in UTF-8."""
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(held).encode()
            held, size = [], 0
    if held:
        yield "".join(held).encode()


def in_turn(content: Iterator[bytes]) -> Iterator[bytes]:
    """The same, as one of the few files made at the same time."""
    with FILES.taken():
        yield from content


class Begun:
    """Pieces whose first is already there: what fails at the start still gets its own answer."""

    def __init__(self, content: Iterator[bytes]) -> None:
        self.content: Any = content
        self.first: bytes | None = next(content, b"")

    def __iter__(self) -> "Begun":
        return self

    def __next__(self) -> bytes:
        if self.first is not None:
            first, self.first = self.first, None
            return first
        piece: bytes = next(self.content)
        return piece

    def close(self) -> None:
        """Let go of the cursor: the reader may have gone away."""
        self.content.close()
