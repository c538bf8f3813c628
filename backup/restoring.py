"""Prove a backup by restoring it aside, and put one back; what was there is kept beside."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from accounts import custody
from backup import archive, counting, keys, placing, servers
from backup.problems import BackupError
from backup.saving import mail_folder
from config.keys import write_whole
from publishing.disk import disk_is_full
from tables.counting import counted

# What says at a glance what a database is worth.
TOLD = {"auth_user": "compte", "calls_application": "candidature", "directory_pole": "pôle"}


@dataclass(frozen=True)
class Proof:
    """What was compared with the manifest."""

    made_at: str
    tables: int
    rows: int
    files: int
    same_key: bool


@contextmanager
def unpacked(path: Path, beside: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """The manifest and the files of an archive, each checked, in a folder that goes away."""
    beside.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=beside, prefix=".restauration-") as work:
        yield archive.unpack(path, Path(work)), Path(work)


def verify(path: Path, into: servers.Address | None = None) -> Proof:
    """Restore an archive into an empty database, gone afterwards, and compare all that it holds.

    `into` is an empty database of the operator's, left filled. Raises `BackupError`.
    """
    with unpacked(path, Path(settings.TEMPORARY_ROOT)) as (manifest, work):
        if into:
            if not is_empty(into):
                raise BackupError(f"La base « {into['dbname']} » n’est pas vide : rien n’est fait.")
            filled(into, work, manifest)
        else:
            site = servers.site_address()
            with servers.passing(site, f"atlas_verification_{secrets.token_hex(4)}") as aside:
                filled(aside, work, manifest)
    return proof_of(manifest)


def filled(address: servers.Address, work: Path, manifest: dict[str, Any]) -> None:
    """Restore the dump into an empty database, and compare each table with the manifest."""
    with servers.opened(address) as session:
        tool = servers.tool("pg_restore", max(servers.major_of(session), manifest["postgresql"]))
    servers.run(
        tool, address, "--no-owner", "--no-privileges", "--no-comments", "--single-transaction",
        str(work / archive.DUMP),
    )  # fmt: skip
    with servers.opened(address) as session:
        found = counting.differences(manifest["tables"], counting.contents(session))
    if found:
        raise BackupError("La base restaurée n’est pas celle qui fut sauvegardée :\n  "
                          + "\n  ".join(found[:20]))  # fmt: skip


def proof_of(manifest: dict[str, Any]) -> Proof:
    """What a manifest says was compared."""
    tables = [one["lignes"] for one in manifest["tables"].values() if "lignes" in one]
    return Proof(
        manifest["fait_le"], len(tables), sum(tables), len(manifest["fichiers"]) - 1,
        manifest["cle"] == keys.mark(),
    )  # fmt: skip


def is_empty(address: servers.Address) -> bool:
    """Whether a database has no table of its own."""
    with servers.opened(address) as session:
        return not counting.relations(session, "rmvS")


def standing() -> list[str]:
    """What a restoration would take the place of, in French, a line each; empty if nothing."""
    said = []
    site = servers.site_address()
    if not is_empty(site):
        with servers.opened(site) as session:
            counts = [
                counted(count, noun)
                for table, noun in TOLD.items()
                if (count := rows_of(session, table)) is not None
            ]
        said.append(f"la base « {site['dbname']} » : {', '.join(counts) or 'des tables'}")
    for name, folder in folders().items():
        if found := sum(path.is_file() for path in folder.rglob("*")):
            said.append(f"{name} ({folder}) : {counted(found, 'fichier')}")
    return said


def rows_of(session: Any, table: str) -> int | None:
    """How many rows a table has; None if there is no such table."""
    if not session.execute("SELECT to_regclass(%s)", [table]).fetchone()[0]:
        return None
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    return int(session.execute(query).fetchone()[0])


def folders() -> dict[str, Path]:
    """Where the files of an archive go."""
    mails = mail_folder()
    return {"documents": Path(settings.MEDIA_ROOT)} | ({"courriels": mails} if mails else {})


def restore(path: Path, opened_keys: dict[str, Any] | None) -> tuple[Proof, list[str]]:
    """Put an archive back; returns what was compared, and what was put aside, by name.

    The caller has asked where something stands. All is unpacked, restored beside and compared
    before anything takes the place of anything.
    """
    now = datetime.now(UTC)
    stamp = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z"
    try:
        with unpacked(path, Path(settings.MEDIA_ROOT).parent) as (manifest, work):
            aside = put_back(manifest, work, stamp)
        if opened_keys:
            aside += put_back_keys(opened_keys, stamp)
    except (OSError, psycopg.Error) as error:
        why = "le disque est plein" if disk_is_full(error) else str(error).strip()
        raise BackupError(f"Le retour s’est arrêté : {why}") from error
    return proof_of(manifest), aside


def put_back(manifest: dict[str, Any], work: Path, stamp: str) -> list[str]:
    """Put the base and the folders in their places, or leave all as it was; what was put aside.

    An empty base is replaced as any other is: what does not compare is never restored into it.
    """
    with ExitStack() as undo:
        places = folders()
        ready = {}
        for name, folder in places.items():
            ready[name] = placing.staged(work / name, folder)
            undo.callback(placing.removed, ready[name])
        site = servers.site_address()
        before, fresh = replaced_database(site, work, manifest, stamp)
        undo.callback(servers.remove, ruler_of(site), fresh)
        undo.callback(swap, site, [(site["dbname"], fresh), (before, site["dbname"])])
        aside = [] if is_empty({**site, "dbname": before}) else [f"base {before}"]
        give_site_account()
        for name, folder in places.items():
            aside += placing.replaced(folder, ready[name], stamp)
        undo.pop_all()
    if f"base {before}" not in aside:
        servers.remove(ruler_of(site), before)
    return aside


def give_site_account() -> None:
    """Give the account that serves pages its rights, which an archive does not carry."""
    connection.close()  # it may be to what has just been put aside
    role = settings.SITE_ACCOUNT
    if role and custody.exists(role):
        custody.give(role)


def replaced_database(
    site: servers.Address, work: Path, manifest: dict[str, Any], stamp: str
) -> tuple[str, str]:
    """Fill a new database, then give it the name of the site's, which is kept under another.

    Returns that other name, and the one under which the new database was filled.
    """
    name, fresh = site["dbname"], f"{site['dbname']}_restauree_{stamp.lower()}"
    before = f"{name}_avant_{stamp.lower()}"
    try:
        filled(servers.create(site, fresh), work, manifest)
        swap(site, [(name, before), (fresh, name)])
    except BaseException:
        servers.remove(ruler_of(site), fresh)
        raise
    return before, fresh


def ruler_of(site: servers.Address) -> servers.Address:
    """The database from which others of that server are renamed and removed."""
    return {**site, "dbname": "postgres"}


def swap(site: servers.Address, names: list[tuple[str, str]]) -> None:
    """Rename databases, all or none; whoever is connected to the first is sent away."""
    connection.close()
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with servers.opened(ruler_of(site)) as session, session.transaction():
        session.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND pg_has_role(usesysid, 'MEMBER')",
            [names[0][0]],
        )
        try:
            for old, new in names:
                session.execute(rename.format(sql.Identifier(old), sql.Identifier(new)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupError(
                f"L’utilisateur « {session.info.user} » n’a pas le droit de renommer la base "
                f"« {names[0][0]} » : il faut qu’elle soit à lui (ALTER DATABASE … OWNER TO …)."
            ) from error


def put_back_keys(found: dict[str, Any], stamp: str) -> list[str]:
    """Write the key and the settings of an installation back; what differs is kept beside."""
    said = []
    state = settings.BASE_DIR / ".run"
    state.mkdir(exist_ok=True)
    for path, content in (
        (state / "secret_key", found["secret_key"]), (settings.BASE_DIR / ".env", found[keys.ENV]),
    ):  # fmt: skip
        if not content:
            continue
        if path.exists() and path.read_text(encoding="utf-8", errors="replace") != content:
            before = path.with_name(f"{path.name}.avant-{stamp}")
            path.rename(before)
            said.append(str(before))
        write_whole(path, content)
    return said
