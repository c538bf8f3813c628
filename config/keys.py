"""The keys that sign and seal: given, or made once, whole, and kept for this account alone."""

import fcntl
import os
import secrets
import stat
import tempfile
from pathlib import Path

SHORTEST = 50  # characters; what is shorter was cut while it was written


def kept_key(path: Path) -> str:
    """The key of a file, made if it is missing or was left half-made.

    Raises OSError where it can neither be read nor made. Two processes that start together get
    the same one.
    """
    key = read_key(path)
    if key:
        return key
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        key = read_key(path)
        if not key:
            key = secrets.token_urlsafe(SHORTEST)
            write_whole(path, key)
        return key
    finally:
        os.close(folder)


def read_key(path: Path) -> str:
    """The key of a file; empty if there is none, or only the beginning of one."""
    try:
        key = path.read_text(encoding="ascii", errors="replace").strip()
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)
    except FileNotFoundError:
        return ""
    return key if len(key) >= SHORTEST else ""


def write_whole(path: Path, text: str) -> None:
    """Write a file that only this account reads; whole, or not at all, whatever stops it."""
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(half).replace(path)
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise
