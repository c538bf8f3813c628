"""Whose the folder of documents is: it carries the identity of its database, which alone may sweep.

Another database, an empty one or a copy, would take every file for one that nothing names.
"""

import uuid
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from publishing.models import Stamp
from tables.counting import counted

MARK = ".base"
PENDING = ".base-en-attente"  # the folder was empty when a deposit began that is not kept yet
INSTALLATION = "installation"  # the name of the stamp that never changes
MANY = 10  # files, from which the database must know half whatever the mark says


def identity() -> str:
    """The identity of this database, given once; a restored backup keeps it."""
    stamp, _made = Stamp.objects.get_or_create(
        name=INSTALLATION, defaults={"value": uuid.uuid4(), "changed_at": timezone.now()}
    )
    return str(stamp.value)


def identity_given() -> str:
    """The identity of this database; empty if it was never asked for one."""
    stamp = Stamp.objects.filter(name=INSTALLATION).first()
    return str(stamp.value) if stamp else ""


def mark_of(folder: Path) -> str:
    """The identity that a folder carries; empty if none."""
    try:
        return (folder / MARK).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return ""


def mark(folder: Path) -> None:
    """Say on a folder that it is this database's; once the transaction, if any, is kept.

    Neither the file nor the row then stands without the other.
    """
    transaction.on_commit(partial(write_mark, folder), robust=True)


def write_mark(folder: Path) -> None:
    """Write the identity, whole or not at all."""
    half = folder / f"{MARK}.{uuid.uuid4().hex}"
    try:
        half.write_text(f"{identity()}\n", encoding="ascii")
        half.replace(folder / MARK)
    finally:
        half.unlink(missing_ok=True)
    (folder / PENDING).unlink(missing_ok=True)


def mark_new_folder() -> None:
    """At the first deposit that is kept: an empty folder becomes this database's."""
    folder = Path(settings.MEDIA_ROOT)
    if mark_of(folder):
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    pending = folder / PENDING
    if not any(path.is_dir() for path in folder.iterdir()):
        pending.touch(mode=0o600)
    if pending.exists():
        mark(folder)


def way_on(folder: Path, known: int, total: int) -> str:
    """What to do with the mark of another database over files that this one knows."""
    if known * 2 < total:
        return ""
    return (
        f" Elle en connaît pourtant {counted(known, 'fichier')} sur {total} : si ce dossier est "
        f"bien le sien, enlevez {folder / MARK}, --write l'écrira de nouveau."
    )


def waits() -> bool:
    """Whether the very first deposit is not kept yet, or was given up: its file is nobody's."""
    folder = Path(settings.MEDIA_ROOT)
    return not mark_of(folder) and (folder / PENDING).exists()


def why_not_ours(known: int, total: int) -> str:
    """Why nothing of the folder may be swept, in French; empty where it is this database's.

    `known` of its `total` files have a record here.
    """
    folder = Path(settings.MEDIA_ROOT)
    found, ours = mark_of(folder), identity_given()
    if total == 0:
        return ""
    if found and found != ours:
        return (
            f"Le dossier {folder} est celui d'une autre base ({found} ; celle-ci "
            f"{f'est {ours}' if ours else 'n’en a marqué aucun'}). Vérifiez DATABASE_URL et "
            f"DOCUMENTS_DIR.{way_on(folder, known, total)}"
        )
    if known * 2 < total and (total >= MANY or not found) and not (known == 0 and waits()):
        return (
            f"Le dossier {folder} a {counted(total, 'fichier')} ; la base en connaît {known} : "
            "elle n'est sans doute pas la sienne, ou n'est pas complète. Vérifiez DATABASE_URL, "
            "DOCUMENTS_DIR et la dernière sauvegarde."
        )
    return ""
