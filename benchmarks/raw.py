"""The same SQL without Django: captured from the code, replayed over a plain connection."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.test.utils import CaptureQueriesContext

Statements = Sequence[str]


def captured(work: Callable[[], Any]) -> list[str]:
    """The statements that some work sends, whole: Django's driver fills the parameters in."""
    with CaptureQueriesContext(connection) as queries:
        work()
    return [query["sql"] for query in queries.captured_queries]


@contextmanager
def plain_connection() -> Iterator[psycopg.Connection]:
    """A connection to the same database, with the same settings, as psql would have it."""
    settings = connection.settings_dict
    keys = {
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
        "HOST": "host",
        "PORT": "port",
    }
    place = {name: settings[key] for key, name in keys.items() if settings[key]}
    with psycopg.connect(**place, **settings["OPTIONS"], autocommit=True) as opened:
        opened.prepare_threshold = None  # psql prepares nothing either
        yield opened


def replay(opened: psycopg.Connection, statements: Statements) -> None:
    """Send the statements and fetch all that they answer."""
    for statement in statements:
        opened.execute(statement.encode()).fetchall()
