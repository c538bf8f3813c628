"""Long readings: rows come from a cursor on the server, never all at once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def one_pass() -> Iterator[None]:
    """A transaction around one reading.

    Outside a transaction a server-side cursor is held, that is, its whole result is computed and
    put aside before the first row comes.
    """
    with transaction.atomic():
        yield


def rows_of(statement: str, params: Mapping[str, Any], chunk: int = 500) -> Iterator[tuple]:
    """The rows of a statement, by chunks."""
    with one_pass(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, params)
        while rows := cursor.fetchmany(chunk):
            yield from rows
