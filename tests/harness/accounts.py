"""Pages are asked as the account of the database that serves them, which owns no table.

What tests prepare is written by the account of commands, which may become the other: what a page
does with more rights than it has in service fails here.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from config.environment import SITE_ACCOUNT


class Account:
    """Whether pages are asked as the account that serves them, in this session."""

    taken = False


MAY = "SELECT coalesce(pg_has_role(oid, 'MEMBER'), false) FROM pg_roles WHERE rolname = %s"
BECOME, BE_ONESELF = f'SET ROLE "{SITE_ACCOUNT}"', "RESET ROLE"


def may_become() -> bool:
    """Whether this server has that account, and lets the tests take it: ours does."""
    with connection.cursor() as cursor:
        cursor.execute(MAY, [SITE_ACCOUNT])
        return bool((cursor.fetchone() or (False,))[0])


@contextmanager
def as_site() -> Iterator[None]:
    """Do something by the account that serves pages, beside the queries that tests count."""
    if not Account.taken or not opened():
        yield
        return
    run(connection, BECOME)
    try:
        yield
    finally:
        run(connection, BE_ONESELF)


def opened() -> bool:
    """Whether the test uses the database."""
    try:
        connection.ensure_connection()
    except RuntimeError:
        return False
    return True


def run(database: BaseDatabaseWrapper, statement: str) -> None:
    """Tell the server, where it still listens: a transaction that failed takes its roles back."""
    if database.connection is not None:
        with suppress(psycopg.errors.InFailedSqlTransaction, psycopg.OperationalError):
            database.connection.execute(statement)
