"""Make a backup: what the database holds at one instant, the files, and the keys apart."""

import shutil
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from backup import archive, counting, keys, servers
from backup.problems import BackupError
from calls.verification.whole import stored_names
from publishing.disk import disk_is_full, private_folder

# What a backup that was stopped leaves, once no backup can still be at it.
REMAINS = (f"{archive.AT_WORK}*", f"*{archive.HALF}")
A_DAY = 24 * 3600


@dataclass(frozen=True)
class Saved:
    """A backup that was made."""

    path: Path
    keys: Path | None
    tables: int
    rows: int
    files: dict[str, int]  # documents and mails
    missing: list[str] = field(default_factory=list)  # documents that the database names
    swept: int = 0  # remains of interrupted backups, taken away


def save(folder: Path, recipient: str) -> Saved:
    """Write a backup to a folder, whole or not at all; without a recipient, keys are left out.

    Raises `BackupError`, which says why.
    """
    if recipient:
        keys.recipient_of(recipient)
    made_at = datetime.now(UTC)
    path = folder / f"atlas-{made_at:%Y%m%dT%H%M%SZ}.tar"
    try:
        private_folder(folder)
        swept = sweep(folder)
        # The keys first: without them the archive is not whole.
        beside = path.with_name(f"{path.stem}{keys.ENDING}") if recipient else None
        with TemporaryDirectory(dir=folder, prefix=archive.AT_WORK) as work:
            if beside:
                sealed = Path(work) / beside.name
                sealed.write_bytes(keys.sealed(recipient))
                sealed.chmod(0o600)
            saved = saved_in(path, Path(work), made_at)
            if beside:
                sealed.replace(beside)
    except OSError as error:
        why = "le disque est plein" if disk_is_full(error) else error.strerror
        raise BackupError(f"{folder} : la sauvegarde n’y est pas écrite, {why}.") from error
    return replace(saved, keys=beside, swept=swept)


def sweep(folder: Path) -> int:
    """Take away what interrupted backups left there more than a day ago; how many there were."""
    old = time.time() - A_DAY
    found = {path for pattern in REMAINS for path in folder.glob(pattern)}
    left = [path for path in sorted(found) if path.lstat().st_mtime < old]
    for path in left:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return len(left)


def saved_in(path: Path, work: Path, made_at: datetime) -> Saved:
    """The archive alone, its dump being made in a folder that goes away."""
    tables, server = dump(work / archive.DUMP)
    named = stored_names()
    documents = archive.files_of(Path(settings.MEDIA_ROOT), "documents")
    waiting = mail_folder()
    mails = archive.files_of(waiting, "courriels") if waiting else {}
    described = {
        "fait_le": made_at.isoformat(timespec="seconds"),
        "postgresql": server,
        "cle": keys.mark(),
        "tables": tables,
    }
    files = {archive.DUMP: work / archive.DUMP, **documents, **mails}
    manifest = archive.write(path, described, files)
    kept = [one["name"] for one in manifest["fichiers"]]
    return Saved(
        path=path,
        keys=None,
        tables=sum("lignes" in one for one in tables.values()),
        rows=sum(one.get("lignes", 0) for one in tables.values()),
        files={
            under: sum(one.startswith(f"{under}/") and "/.base" not in one for one in kept)
            for under in ("documents", "courriels")
        },
        missing=sorted(named - {name.rpartition("/")[2] for name in kept}),
    )


def dump(target: Path) -> tuple[dict[str, dict[str, Any]], int]:
    """Dump the database; returns what it holds at that very instant, and the server's version."""
    address = servers.site_address()
    with servers.opened(address) as session:
        session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = session.execute("SELECT pg_export_snapshot()").fetchone()
        major = servers.major_of(session)
        servers.run(
            servers.tool("pg_dump", major), address, "--format=custom", "--no-comments",
            "--no-owner", "--no-privileges", "--exclude-table-data=*.spatial_ref_sys",
            f"--snapshot={row[0] if row else ''}",
            f"--file={target}",
        )  # fmt: skip
        tables = counting.contents(session)
        session.execute("COMMIT")
    return tables, major


def mail_folder() -> Path | None:
    """Where mails wait as files; None where a server takes them."""
    folder = getattr(settings, "EMAIL_FILE_PATH", "")
    return Path(folder) if folder else None
