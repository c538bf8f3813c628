"""The archive: a plain tar whose manifest, first, says each file, size and SHA-256. Pure."""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from backup.problems import BackupError
from geo.files import disk_is_full

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "base.dump"
LARGEST_MANIFEST = 100_000_000
CHUNK = 1024 * 1024
# Nothing of an archive may be written outside the folder that it is given.
SAFE = re.compile(r"(?:documents|courriels)(?:/[A-Za-z0-9._@+-]+)+|base\.dump")


@dataclass(frozen=True)
class Entry:
    """A file of the archive."""

    name: str
    size: int
    sha256: str


def is_safe(name: str) -> bool:
    """Whether a name is one that this program writes."""
    return bool(SAFE.fullmatch(name)) and ".." not in name.split("/")


def files_of(folder: Path, under: str) -> dict[str, Path]:
    """The files of a folder by their name in the archive, sorted; links are not followed."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    named = {f"{under}/{path.relative_to(folder).as_posix()}": path for path in found}
    if strange := [name for name in named if not is_safe(name)]:
        raise BackupError(f"« {strange[0]} » n’est pas un nom de fichier de l’Atlas : déplacez-le.")
    return named


def write(path: Path, described: dict[str, Any], files: dict[str, Path]) -> dict[str, Any]:
    """Write the archive, whole or not at all, for this account alone; returns its manifest.

    A file that goes away before it is read is left out; one that goes while it is, is kept by the
    link or the copy made of it in the folder of the archive.
    """
    with TemporaryDirectory(dir=path.parent, prefix=".en-cours-") as held:
        return written(path, described, held_of(files, Path(held)))


def held_of(files: dict[str, Path], folder: Path) -> dict[str, Path]:
    """The same files, which nobody takes away any more."""
    held = {}
    for place, (name, source) in enumerate(files.items()):
        target = folder / str(place)
        with suppress(FileNotFoundError):
            try:
                os.link(source, target)
            except FileNotFoundError:
                raise
            except OSError:  # another disk, or one without links
                shutil.copyfile(source, target)
            held[name] = target
    return held


def written(path: Path, described: dict[str, Any], files: dict[str, Path]) -> dict[str, Any]:
    """Write the archive of files that stay."""
    entries = []
    for name, source in files.items():
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            entries.append(Entry(name, file.tell(), digest))
    manifest = {"format": FORMAT, **described, "fichiers": [vars(entry) for entry in entries]}
    half = path.with_name(f"{path.name}.partiel")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            with tarfile.open(fileobj=target, mode="w") as tar:
                content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
                add(tar, MANIFEST, len(content), io.BytesIO(content))
                for entry in entries:
                    with files[entry.name].open("rb") as file:
                        add(tar, entry.name, entry.size, file)
            target.flush()
            os.fsync(target.fileno())
        os.link(half, path)  # refuses to take the place of another
    finally:
        half.unlink(missing_ok=True)
    return manifest


def add(tar: tarfile.TarFile, name: str, size: int, content: BinaryIO) -> None:
    """Put a file in, without its owner."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, content)


@contextmanager
def reading(path: Path) -> Iterator[tuple[dict[str, Any], tarfile.TarFile]]:
    """The manifest of an archive and what follows it, to be read in order."""
    try:
        with tarfile.open(path, "r:") as tar:
            first = tar.next()
            content = tar.extractfile(first) if first and first.name == MANIFEST else None
            if content is None or first is None or first.size > LARGEST_MANIFEST:
                raise BackupError(f"{path} n’est pas une sauvegarde de l’Atlas.")
            manifest = json.load(content)
            if manifest.get("format") != FORMAT:
                raise BackupError(
                    f"{path} est au format {manifest.get('format')!r} ; {FORMAT} est attendu."
                )
            yield manifest, tar
    except (OSError, tarfile.TarError, ValueError) as error:
        why = "le disque est plein" if disk_is_full(error) else str(error)
        raise BackupError(f"{path} ne se lit pas : {why}") from error


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Unpack into an empty folder, checking each file; returns the manifest, or BackupError."""
    with reading(path) as (manifest, tar):
        expected = {one["name"]: Entry(**one) for one in manifest["fichiers"]}
        faults = []
        for member in tar:
            if member.name == MANIFEST:
                continue
            entry = expected.pop(member.name, None)
            content = tar.extractfile(member) if member.isreg() else None
            if entry is None or content is None or not is_safe(member.name):
                faults.append(f"{member.name} n’est pas au manifeste")
                continue
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if copied(content, target) != entry.sha256:
                faults.append(f"{member.name} n’a pas son empreinte")
        faults += [f"{name} manque" for name in expected]
    if faults:
        raise BackupError("Cette sauvegarde n’est pas entière :\n  " + "\n  ".join(faults[:20]))
    return manifest


def copied(content: Any, target: Path) -> str:
    """Write a file for this account alone; returns its SHA-256."""
    digest = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()
