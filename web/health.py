"""Health, for machines: whether the database answers, and what it holds."""

from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from psycopg.errors import LockNotAvailable

# What is counted, by the name that the answer gives it: apps say so once they are ready.
COUNTED: dict[str, Callable[[], int]] = {}
# A probe does not wait for a table that is being loaded: the database is there all the same.
PATIENCE = "SET LOCAL lock_timeout = '200ms'"


@never_cache
@require_safe
def sante(request: HttpRequest) -> JsonResponse:
    """`{"etat": "ok", "base": true, "communes": n, "poles": n}`; 503 where the base is away.

    The numbers are null while their tables are locked.
    """
    try:
        return JsonResponse({"etat": "ok", "base": True, **counts()})
    except (DatabaseError, InterfaceError):
        return JsonResponse({"etat": "indisponible", "base": False}, status=503)


def counts() -> dict[str, int | None]:
    """How many there are of each thing counted."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PATIENCE)
            return {name: count() for name, count in COUNTED.items()}
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return dict.fromkeys(COUNTED)
        raise
