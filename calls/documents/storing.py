"""Files under random names in MEDIA_ROOT, which no server gives; added and taken away."""

import hashlib
import os
import uuid
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from calls.documents.belonging import mark_new_folder
from calls.documents.refusals import NoRoomError
from publishing.disk import disk_is_full

CHUNK = 256 * 1024
FOLDERS = 2  # first characters of the name that make its folder


def path_of(stored: str) -> Path:
    """Where a file is; raises ValueError for a name that is not one of ours."""
    if not stored.replace(".", "").isalnum():
        raise ValueError(stored)
    return Path(settings.MEDIA_ROOT) / stored[:FOLDERS] / stored


def keep(file: BinaryIO, ending: str) -> tuple[str, str]:
    """Write a file, whole; returns its name and sha256. `NoRoomError` where the disk is full."""
    stored = f"{uuid.uuid4().hex}.{ending}"
    path = path_of(stored)
    digest = hashlib.sha256()
    file.seek(0)
    try:
        mark_new_folder()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Neither followed nor overwritten, and read by the server alone.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as target:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except BaseException as error:
        path.unlink(missing_ok=True)
        if disk_is_full(error):
            raise NoRoomError from error
        raise
    return stored, digest.hexdigest()


def drop(stored: str) -> None:
    """Take a file away now."""
    path_of(stored).unlink(missing_ok=True)


def drop_all(stored: list[str]) -> None:
    """Take files away now."""
    for name in stored:
        drop(name)


def drop_on_commit(stored: list[str]) -> None:
    """Take files away once the transaction that forgets them is kept."""
    transaction.on_commit(partial(drop_all, stored))
