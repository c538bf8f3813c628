"""The live server's connections to the database, handed on from one of its threads to the next.

It answers each connection of the browser in a thread of its own: a server process of PostgreSQL for
each, which loads PostGIS and its catalogue anew, cost more than what was asked of it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.contrib.gis.db.backends.postgis.base import DatabaseWrapper
from django.core.servers.basehttp import WSGIRequestHandler

from tests.harness.accounts import BECOME, Account

THREAD = "(process_request_thread)"  # as Django's live server names them
LEAVING_SECONDS = 10.0
_out: list[int] = []  # connections that a thread holds, by their identity
_moved = threading.Condition()


def of_the_live_server() -> bool:
    """Whether this is asked to answer a browser."""
    return threading.current_thread().name.endswith(THREAD)


def taken(connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Note that a thread of the live server holds a connection."""
    with _moved:
        _out.append(id(connection))
    return connection


def given_back(connection: psycopg.Connection[Any]) -> None:
    """Note that it does no more."""
    with _moved:
        if id(connection) in _out:
            _out.remove(id(connection))
        _moved.notify_all()


def all_given_back() -> bool:
    """Wait until the live server has finished with what browsers have left; whether it has.

    Or it would still be at it when the test is over, and the database is closed to everybody.
    """
    with _moved:
        return _moved.wait_for(lambda: not _out, LEAVING_SECONDS)


@contextmanager
def handed_on() -> Iterator[None]:
    """Keep what those threads opened until the end; they ask as the account that serves pages."""
    free: list[psycopg.Connection[Any]] = []
    opens: Any = DatabaseWrapper.get_new_connection
    closes: Any = getattr(DatabaseWrapper, "_close")  # noqa: B009 - unknown to the stubs

    def get_new_connection(self: DatabaseWrapper, parameters: dict[str, Any]) -> Any:
        if not of_the_live_server():
            return opens(self, parameters)
        if free:
            return taken(free.pop())
        made = opens(self, parameters)
        if Account.taken:
            made.execute(BECOME)
            made.commit()
        return taken(made)

    def close(self: DatabaseWrapper) -> None:
        if self.connection is None or self.connection.closed or not of_the_live_server():
            if self.connection is not None:
                given_back(self.connection)
            closes(self)
            return
        self.connection.rollback()
        free.append(self.connection)
        given_back(self.connection)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(DatabaseWrapper, "get_new_connection", get_new_connection)
        patched.setattr(DatabaseWrapper, "_close", close)
        # Head and body of an answer are two writes: the second would wait 40 ms for an
        # acknowledgement, at each level of a page's imports.
        patched.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)
        yield
    for connection in free:
        connection.close()
