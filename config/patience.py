"""How long a request waits for the database, and for a table that another has locked.

A loader or a command waits as long as its work takes: only what serves pages is bound.
"""

import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from psycopg.errors import LockNotAvailable

from web import errors

# Told to every connection of the server, in milliseconds.
LIMITS = {
    "statement_timeout": 30_000,
    # A reader waits for nobody but who changes the table itself, or loads it anew.
    "lock_timeout": 2_000,
    # An export leaves its transaction idle while the file is written in another process.
    "idle_in_transaction_session_timeout": 120_000,
}
AVOIDED_SECONDS = 3.0

GetResponse = Callable[[HttpRequest], HttpResponse]


def limit_requests() -> None:
    """Bind every connection that this process opens from now on."""
    connection_created.connect(limit)


def limit(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Bind one connection."""
    told = ", ".join("set_config(%s, %s, false)" for _ in LIMITS)
    values = [word for name, limit in LIMITS.items() for word in (name, str(limit))]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {told}", values)


class LockedTable:
    """Answer 503 at once, for a few seconds, where a reader has just waited for a lock in vain.

    Or all that come would wait in turn, and hold every thread of the server.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.avoided: dict[object, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Keep a reader from a view that waits for a lock."""
        if request.method in ("GET", "HEAD") and time.monotonic() < self.avoided.get(view, 0.0):
            return errors.unavailable(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Note the view; whoever writes waits for one row, which tells nothing of the others."""
        locked = isinstance(exception, OperationalError) and isinstance(
            exception.__cause__, LockNotAvailable
        )
        if locked and request.method in ("GET", "HEAD") and request.resolver_match:
            self.avoided[request.resolver_match.func] = time.monotonic() + AVOIDED_SECONDS
