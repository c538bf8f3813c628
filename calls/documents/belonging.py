"""Whose the folder of documents is: it carries the identity of its database, which alone may sweep.

Another database, an empty one or a copy, would take every file for one that nothing names.
"""

import uuid
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from publishing.models import Stamp
from tables.reporting import counted

MARK = ".base"
INSTALLATION = "installation"  # the name of the stamp that never changes
MANY = 10  # files, from which the database must know half whatever the mark says


def identity() -> str:
    """The identity of this database, given once; a restored backup keeps it."""
    stamp, _made = Stamp.objects.get_or_create(
        name=INSTALLATION, defaults={"value": uuid.uuid4(), "changed_at": timezone.now()}
    )
    return str(stamp.value)


def mark_of(folder: Path) -> str:
    """The identity that a folder carries; empty if none."""
    try:
        return (folder / MARK).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return ""


def mark(folder: Path) -> None:
    """Say on a folder that it is this database's."""
    (folder / MARK).write_text(f"{identity()}\n", encoding="ascii")


def mark_new_folder() -> None:
    """At the first deposit: an empty folder becomes this database's."""
    folder = Path(settings.MEDIA_ROOT)
    if mark_of(folder):
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not any(path.is_dir() for path in folder.iterdir()):
        mark(folder)


def why_not_ours(known: int, total: int) -> str:
    """Why nothing of the folder may be swept, in French; empty where it is this database's.

    `known` of its `total` files have a record here.
    """
    folder = Path(settings.MEDIA_ROOT)
    found = mark_of(folder)
    if total == 0:
        return ""
    if found and found != identity():
        return (
            f"Le dossier {folder} est celui d'une autre base ({found} ; celle-ci est "
            f"{identity()}). Vérifiez DATABASE_URL et DOCUMENTS_DIR."
        )
    if known * 2 < total and (total >= MANY or not found):
        return (
            f"Le dossier {folder} a {counted(total, 'fichier')} ; la base en connaît {known} : "
            "elle n'est sans doute pas la sienne, ou n'est pas complète. Vérifiez DATABASE_URL, "
            "DOCUMENTS_DIR et la dernière sauvegarde."
        )
    return ""
