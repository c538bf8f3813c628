"""The database as PostgreSQL's own tools reach it, and these tools in the right version."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from backup.problems import BackupError
from config.environment import read

Address = dict[str, str]
FOLDERS = (
    "/usr/lib/postgresql/{}/bin", "/usr/pgsql-{}/bin",
    "/opt/homebrew/opt/postgresql@{}/bin", "/usr/local/opt/postgresql@{}/bin",
)  # fmt: skip
PARTS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
NEWEST = 30  # far above any version to come while this code lives
LAST_WORDS = 1500


def site_address() -> Address:
    """Where the site's database is, in libpq's words."""
    held = connection.settings_dict
    found = {name: str(held[key]) for name, key in PARTS.items() if held[key]}
    return {key: str(value) for key, value in held["OPTIONS"].items()} | found


def opened(address: Address) -> psycopg.Connection:
    """A connection that commits each statement."""
    try:
        return psycopg.connect(make_conninfo(**address), autocommit=True)
    except psycopg.OperationalError as error:
        last = str(error).strip().splitlines()[-1]
        said = f"La base « {address['dbname']} » ne répond pas : {last}"
        site = address.get("host") == site_address().get("host")
        ways = read().ways_to_start(error) if site else []
        raise BackupError("\n".join([said, *ways])) from error


def major_of(session: psycopg.Connection) -> int:
    """The version of a server, say 15."""
    return session.info.server_version // 10_000


def tool(name: str, major: int) -> str:
    """The path of a tool of that version, or of the next newer one, which reads older servers."""
    given = os.environ.get("POSTGRES_BIN", "")
    places = [Path(given) / name] if given else []
    for version in range(major, NEWEST):
        places += [Path(folder.format(version)) / name for folder in FOLDERS]
    found = next((str(place) for place in places if place.is_file()), shutil.which(name) or "")
    if not found or version_of(found) < major:
        raise BackupError(
            f"{name} {major} (ou plus récent) n’est pas installé sur cette machine. "
            f"Sur Debian : apt-get install postgresql-client-{major}"
        )
    return found


def version_of(path: str) -> int:
    """The version that a tool says it has."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    match = re.search(r" (\d+)", said.stdout)
    return int(match[1]) if match else 0


def run(path: str, address: Address, *arguments: str) -> None:
    """Run a tool on a database; its password never stands on the command line."""
    shown = {key: value for key, value in address.items() if key != "password"}
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    if "password" in address:
        environment["PGPASSWORD"] = address["password"]
    done = subprocess.run(  # noqa: S603
        [path, *arguments, f"--dbname={make_conninfo(**shown)}"],
        env=environment | {"LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip()[-LAST_WORDS:]
        raise BackupError(f"{Path(path).name} n’a pas abouti (code {done.returncode}) :\n{said}")


def create(address: Address, name: str) -> Address:
    """Make an empty database beside another, on the same server."""
    with opened(address) as session:
        try:
            session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupError(
                f"L’utilisateur « {session.info.user} » n’a pas le droit de créer une base sur ce "
                "serveur. Donnez-lui CREATEDB ; pour vérifier seulement, --into désigne une base "
                "vide."
            ) from error
    return {**address, "dbname": name}


def remove(address: Address, name: str) -> None:
    """Remove a database made here."""
    with opened(address) as session:
        session.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


@contextmanager
def passing(address: Address, name: str) -> Iterator[Address]:
    """A database that is gone afterwards, whatever happens."""
    made = create(address, name)
    try:
        yield made
    finally:
        remove(address, name)
