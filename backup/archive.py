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
from publishing.disk import disk_is_full

# How a backup that is being made is named, beside its place.
AT_WORK, HALF = ".en-cours-", ".tar.partiel"
FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "base.dump"
LARGEST_MANIFEST = 100_000_000
CHUNK = 1024 * 1024
# Nothing of an archive may be written outside the folder that it is given.
SAFE = re.compile(r"(?:documents|courriels)(?:/[A-Za-z0-9._@+-]+)+|base\.dump")

# What a manifest says beside its format, and how each is named to a reader.
KEYS: dict[str, tuple[type, str]] = {
    "fait_le": (str, "une date"),
    "postgresql": (int, "un numéro de version"),
    "cle": (str, "la marque d’une clé"),
    "tables": (dict, "le compte de chaque table"),
    "fichiers": (list, "une liste de fichiers"),
}
ENTRY: dict[str, type] = {"name": str, "size": int, "sha256": str}


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
    with TemporaryDirectory(dir=path.parent, prefix=AT_WORK) as held:
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
    half = path.with_suffix(HALF)
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
            if wrong := wrong_in(manifest):
                raise BackupError(f"Le manifeste de {path} ne convient pas : {wrong}.")
            yield manifest, tar
    except (OSError, tarfile.TarError, ValueError, RecursionError) as error:
        why = "le disque est plein" if disk_is_full(error) else str(error)
        raise BackupError(f"{path} ne se lit pas : {why}") from error


def wrong_in(manifest: object) -> str:
    """What is not as this program writes it in a manifest, in French; empty if all is."""
    if not isinstance(manifest, dict):
        return "un objet JSON est attendu"
    if manifest.get("format") != FORMAT:
        return f"il est au format {manifest.get('format')!r}, {FORMAT} est attendu"
    for key, (kind, words) in KEYS.items():
        if not is_a(manifest.get(key), kind):
            return f"« {key} » : {words} est attendu"
    return wrong_in_tables(manifest["tables"]) or wrong_in_files(manifest["fichiers"])


def wrong_in_tables(tables: dict[str, Any]) -> str:
    """The first table that is not counted as this program counts."""
    wrong = next((name for name, one in tables.items() if not is_counted(one)), None)
    return "" if wrong is None else f"« tables », {wrong} : ni lignes et empreinte, ni valeur"


def wrong_in_files(files: list[Any]) -> str:
    """The first file that is not said as this program says it, or the dump that none is."""
    if places := [place for place, one in enumerate(files, start=1) if not is_entry(one)]:
        return f"« fichiers », n° {places[0]} : name, size et sha256 sont attendus"
    if DUMP not in {one["name"] for one in files}:
        return f"« fichiers » ne nomme pas {DUMP}"
    return ""


def is_a(value: object, kind: type) -> bool:
    """Whether a value of JSON is of a kind; true and false are no numbers."""
    return isinstance(value, kind) and not isinstance(value, bool)


def is_counted(one: Any) -> bool:
    """Whether that is a table (rows and digest) or a sequence (value, and whether it served)."""
    return isinstance(one, dict) and (
        (is_a(one.get("lignes"), int) and is_a(one.get("sha256"), str))
        or (is_a(one.get("valeur"), int) and isinstance(one.get("servie"), bool))
    )


def is_entry(one: Any) -> bool:
    """Whether that says a file, and nothing else."""
    return (
        isinstance(one, dict)
        and one.keys() == ENTRY.keys()
        and all(is_a(one[key], kind) for key, kind in ENTRY.items())
    )


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
