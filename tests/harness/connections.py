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

from tests.harness.accounts import BECOME, Account

THREAD = "(process_request_thread)"  # as Django's live server names them


def of_the_live_server() -> bool:
    """Whether this is asked to answer a browser."""
    return threading.current_thread().name.endswith(THREAD)


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
            return free.pop()
        made = opens(self, parameters)
        if Account.taken:
            made.execute(BECOME)
            made.commit()
        return made

    def close(self: DatabaseWrapper) -> None:
        if self.connection is None or self.connection.closed or not of_the_live_server():
            closes(self)
            return
        self.connection.rollback()
        free.append(self.connection)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(DatabaseWrapper, "get_new_connection", get_new_connection)
        patched.setattr(DatabaseWrapper, "_close", close)
        yield
    for connection in free:
        connection.close()
