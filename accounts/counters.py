"""Counters of tries, in a table of their own: what limits how often someone may do something.

A cache of Django (allauth keeps its limits there too) that forgets nothing before its time and
keeps no ceiling of entries. Each act is one statement, whatever comes at the same instant. A key
is kept as its keyed digest: an address is never written.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils.crypto import salted_hmac

# So long that no counter of this site lasts longer, and none lasts for ever.
LONGEST_SECONDS = 31 * 24 * 3600
PURGED_AT_ONCE = 100
SALT = "accounts.counters"

# The clock of the database, which all workers share; not that of the transaction's beginning.
UNTIL = "clock_timestamp() + make_interval(secs => %s)"
LIVING = "WHERE key = %s AND until > clock_timestamp()"
PUT = f"""
    INSERT INTO accounts_counter AS kept (key, value, until) VALUES (%s, %s::jsonb, {UNTIL})
    ON CONFLICT (key) DO UPDATE SET"""  # noqa: S608 - words of this module alone
SET = f"{PUT} value = EXCLUDED.value, until = EXCLUDED.until"
ADD = f"{SET} WHERE kept.until <= clock_timestamp() RETURNING key"
COUNT = f"""{PUT}
    value = CASE WHEN kept.until <= clock_timestamp() THEN EXCLUDED.value
                 ELSE to_jsonb((kept.value #>> '{{}}')::bigint + 1) END,
    until = CASE WHEN kept.until <= clock_timestamp() THEN EXCLUDED.until ELSE kept.until END
    RETURNING value"""
GET = f"SELECT value FROM accounts_counter {LIVING}"  # noqa: S608
TOUCH = f"UPDATE accounts_counter SET until = {UNTIL} {LIVING} RETURNING key"  # noqa: S608
MORE = f"""
    UPDATE accounts_counter SET value = to_jsonb((value #>> '{{}}')::bigint + %s) {LIVING}
    RETURNING value"""  # noqa: S608
DELETE = "DELETE FROM accounts_counter WHERE key = %s RETURNING until > clock_timestamp()"
CLEAR = "DELETE FROM accounts_counter"
# What another worker is counting is left to it.
PURGE = """
    DELETE FROM accounts_counter WHERE key IN (
        SELECT key FROM accounts_counter WHERE until <= clock_timestamp()
        ORDER BY until LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING key"""


def told(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def value_of(rows: list[tuple[Any, ...]], missing: Any = None) -> Any:
    """The value of the one row, or what stands for none."""
    if not rows:
        return missing
    return json.loads(rows[0][0]) if isinstance(rows[0][0], str) else rows[0][0]


def digest_of(key: str) -> str:
    """What is kept of a key: 64 hexadecimal digits, which nobody without SECRET_KEY can redo."""
    return salted_hmac(SALT, key, algorithm="sha256").hexdigest()


def count(key: str, seconds: float) -> int:
    """Count one more; how many since the first that is not past its seconds."""
    purge(PURGED_AT_ONCE)
    return int(value_of(told(COUNT, [digest_of(key), "1", seconds])))


def purge(most: int) -> int:
    """Erase what is past its time; how many were."""
    return len(told(PURGE, [most]))


class Counters(BaseCache):
    """The same table as Django's cache; values are those of JSON."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def _digest(self, key: Any, version: int | None) -> str:
        return digest_of(self.make_and_validate_key(key, version=version))

    def _seconds(self, timeout: Any) -> float:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return LONGEST_SECONDS if seconds is None else min(seconds, LONGEST_SECONDS)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        purge(PURGED_AT_ONCE)
        row = [self._digest(key, version), json.dumps(value), self._seconds(timeout)]
        return bool(told(ADD, row))

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        told(SET, [self._digest(key, version), json.dumps(value), self._seconds(timeout)])

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return value_of(told(GET, [self._digest(key, version)]), default)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(told(TOUCH, [self._seconds(timeout), self._digest(key, version)]))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        rows = told(MORE, [delta, self._digest(key, version)])
        if not rows:
            raise ValueError(f"Key '{key}' not found")
        return int(value_of(rows))

    def delete(self, key: Any, version: int | None = None) -> bool:
        rows = told(DELETE, [self._digest(key, version)])
        return bool(rows and rows[0][0])

    def clear(self) -> None:
        told(CLEAR)
