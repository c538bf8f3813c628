"""Turns: heavy answers are made one at a time by a process.

Its threads would share one interpreter and gain little time, but each would hold its own tens of
megabytes, and a worker never gives back what it once took.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from geo.publishing.problems import BusyError

PATIENCE_SECONDS = 30.0


class Turn:
    """One kind of work: whoever comes waits for whoever is at it."""

    def __init__(self) -> None:
        self._lock = Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Work alone. BusyError where the wait is too long."""
        if not self._lock.acquire(timeout=PATIENCE_SECONDS):
            raise BusyError("Trop de calculs sont demandés à la fois ; réessayez dans une minute.")
        try:
            yield
        finally:
            self._lock.release()
