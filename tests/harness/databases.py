"""The databases of the suite: templates, kept, and a clone of each for every worker that asks.

One template has the small ground; another, made of it, has all of France. Each is made again when
what it is made of changes (migrations, factories, loaders, files); a clone of the small one takes
a fifth of a second, of France two. A lock on each clone's name gives two runs of the suite a
database each.
"""

import hashlib
import itertools
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

LONGEST_NAME = 63  # of PostgreSQL, which cuts a longer one in silence


@dataclass(frozen=True)
class Template:
    """A database to copy: its name, what furnishes it (after its base), the files that decide."""

    name: str
    furnish: Callable[[], None]
    made_of: tuple[str, ...]
    base: "Template | None" = None

    def named(self, served: str) -> str:
        """Its name, which says what it is made of. Raises ValueError where it is too long."""
        files = (*self.made_of, *(self.base.made_of if self.base else ()))
        name = f"test_{served}_{self.name}_{fingerprint(settings.BASE_DIR, files)}"
        if len(name) > LONGEST_NAME:
            raise ValueError(
                f"le nom de la base « {served} » est trop long pour ses copies de test"
            )
        return name


def fingerprint(root: Path, patterns: tuple[str, ...]) -> str:
    """What files hold, in twelve characters."""
    found = hashlib.sha256(django.__version__.encode())
    for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
        found.update(path.relative_to(root).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def run(keeper: BaseDatabaseWrapper, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement, outside any transaction."""
    with keeper.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def number_of(name: str) -> int:
    """The key of the advisory lock of a name."""
    return zlib.crc32(name.encode())


def worker_of(config: pytest.Config) -> str:
    """What tells the databases of this process from those of its siblings."""
    return str(getattr(config, "workerinput", {}).get("workerid", "seul"))


@contextmanager
def cloned(suffix: str, template: Template) -> Iterator[None]:
    """Point Django at a fresh clone of a template, made and furnished where it is missing."""
    before = connection.settings_dict["NAME"]
    served = served_name()
    # Its own connection to the project's database, which may not be the one it makes.
    keeper = connection.copy()
    keeper.settings_dict = {**keeper.settings_dict, "NAME": served}
    try:
        clone = take(keeper, f"test_{served}_{suffix}")
        run(keeper, "SELECT pg_advisory_lock(%s)", number_of(f"test_{served}"))
        original = found_or_made(keeper, served, template)
        remove(keeper, clone)
        run(keeper, f"CREATE DATABASE {quoted(clone)} TEMPLATE {quoted(original)}")
        # Nothing in it is worth waiting for the disk.
        run(keeper, f"ALTER DATABASE {quoted(clone)} SET synchronous_commit = off")
        run(keeper, "SELECT pg_advisory_unlock(%s)", number_of(f"test_{served}"))
        point_at(clone)
        yield
        connection.close()
        remove(keeper, clone)
    finally:
        keeper.close()
        point_at(before)


@cache
def served_name() -> str:
    """The name of the project's database, before any clone is pointed at."""
    return str(connection.settings_dict["NAME"])


def remove(keeper: BaseDatabaseWrapper, name: str) -> None:
    """Drop a database that nobody needs any more, its last connections first.

    `WITH (FORCE)` would be refused while an autovacuum, which is not ours to end, is at work.
    """
    run(
        keeper,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = %s AND usename = current_user AND backend_type = 'client backend'",
        name,
    )
    run(keeper, f"DROP DATABASE IF EXISTS {quoted(name)}")


def take(keeper: BaseDatabaseWrapper, name: str) -> str:
    """Hold the first free name for as long as this connection lives: another run has its own."""
    for number in itertools.count(1):
        mine = name if number == 1 else f"{name}_{number}"
        ((held,),) = run(keeper, "SELECT pg_try_advisory_lock(%s)", number_of(mine))
        if held:
            break
    return mine


def found_or_made(keeper: BaseDatabaseWrapper, served: str, template: Template) -> str:
    """The name of a template that is there; those of the same kind that it replaces go."""
    name = template.named(served)
    if run(keeper, "SELECT 1 FROM pg_database WHERE datname = %s", name):
        return name
    half = f"test_{served}_{template.name}"
    base = found_or_made(keeper, served, template.base) if template.base else None
    kind = half.replace("_", chr(92) + "_")
    for (old,) in run(keeper, "SELECT datname FROM pg_database WHERE datname LIKE %s", f"{kind}%"):
        remove(keeper, old)
    if base:
        run(keeper, f"CREATE DATABASE {quoted(half)} TEMPLATE {quoted(base)}")
        run(keeper, f"ALTER DATABASE {quoted(half)} SET synchronous_commit = off")
        point_at(half)
    else:
        connection.settings_dict["TEST"]["NAME"] = half
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    template.furnish()
    connection.close()
    run(keeper, f"ALTER DATABASE {quoted(half)} RENAME TO {quoted(name)}")
    return name


def point_at(name: str) -> None:
    """The database that Django uses from here on."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
