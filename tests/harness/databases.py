"""The databases of the suite: one template with the small ground, kept, and a clone per worker.

The template is made again when what it is made of changes (migrations, factories, Django's
version); a clone takes a fifth of a second. A lock on each clone's name gives two runs of the
suite a database each.
"""

import hashlib
import itertools
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts import custody
from config.environment import SITE_ACCOUNT
from tests.harness.accounts import may_become
from tests.harness.worlds import keep, tables

MADE_OF = (
    "*/migrations/*.py", "geo/models*", "geo/names.py", "geo/constants.py", "tests/factories.py",
    "tests/harness/*.py", "requirements/base.txt", "accounts/custody.py", "geo/registers.py",
)  # fmt: skip

LONGEST_NAME = 63  # of PostgreSQL, which cuts a longer one in silence


def fingerprint(root: Path) -> str:
    """What the template is made of, in twelve characters."""
    found = hashlib.sha256(django.__version__.encode())
    for path in sorted(path for pattern in MADE_OF for path in root.glob(pattern)):
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


@contextmanager
def cloned(suffix: str, furnish: Callable[[], None]) -> Iterator[None]:
    """Point Django at a fresh clone of the template, made and furnished where it is missing."""
    served = connection.settings_dict["NAME"]
    base = f"test_{served}"
    template = f"{base}_modele_{fingerprint(settings.BASE_DIR)}"
    if len(template) > LONGEST_NAME:
        raise ValueError(f"le nom de la base « {served} » est trop long pour ses copies de test")
    # Its own connection to the project's database, which may not be the one it makes.
    keeper = connection.copy()
    try:
        clone = take(keeper, f"{base}_{suffix}")
        run(keeper, "SELECT pg_advisory_lock(%s)", number_of(base))
        if not run(keeper, "SELECT 1 FROM pg_database WHERE datname = %s", template):
            make_template(keeper, base, template, furnish)
        remove(keeper, clone)
        run(keeper, f"CREATE DATABASE {quoted(clone)} TEMPLATE {quoted(template)}")
        # Nothing in it is worth waiting for the disk.
        run(keeper, f"ALTER DATABASE {quoted(clone)} SET synchronous_commit = off")
        run(keeper, "SELECT pg_advisory_unlock(%s)", number_of(base))
        point_at(clone)
        yield
        connection.close()
        remove(keeper, clone)
    finally:
        keeper.close()
        point_at(served)


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


def make_template(
    keeper: BaseDatabaseWrapper, base: str, template: str, furnish: Callable[[], None]
) -> None:
    """Migrate and furnish a database aside, then give it its name; older templates go."""
    old = run(
        keeper,
        "SELECT datname FROM pg_database WHERE datname LIKE %s",
        f"{base.replace('_', chr(92) + '_')}\\_modele%",
    )
    for (name,) in old:
        remove(keeper, name)
    half = f"{base}_modele"
    connection.settings_dict["TEST"]["NAME"] = half
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    furnish()
    if may_become():
        custody.give(SITE_ACCOUNT)
    keep("sol")
    # The ground alone: a table known to be empty is planned for one row, whatever then fills it.
    for table in tables("sol"):
        run(connection, f"ANALYZE public.{quoted(table)}")
    connection.close()
    run(keeper, f"ALTER DATABASE {quoted(half)} RENAME TO {quoted(template)}")


def point_at(name: str) -> None:
    """The database that Django uses from here on."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
