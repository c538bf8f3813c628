"""Turns: heavy answers are made one at a time by a process, and few may wait for theirs.

Its threads would share one interpreter and gain little time, but each would hold its own tens of
megabytes, and a worker never gives back what it once took. The server has a thread for everyone
who works or waits in a turn, and others besides: no queue here keeps a light page waiting.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import BoundedSemaphore

PATIENCE_SECONDS = 30.0
_turns: "list[Turn]" = []
_aside: list[Callable[[], AbstractContextManager[None]]] = [nullcontext]


class Turn:
    """One kind of work: so many at it, so many waiting; whoever comes next is sent away at once."""

    def __init__(self, refusal: Callable[[], Exception], *, waiting: int, working: int = 1) -> None:
        self.places = working + waiting
        self._refusal = refusal
        self._room, self._work = BoundedSemaphore(self.places), BoundedSemaphore(working)
        _turns.append(self)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Work in one's turn. Raises the refusal where too many wait, or for too long."""
        if not self._room.acquire(blocking=False):
            raise self._refusal()
        try:
            with _aside[-1]():
                if not self._work.acquire(timeout=PATIENCE_SECONDS):
                    raise self._refusal()
                try:
                    yield
                finally:
                    self._work.release()
        finally:
            self._room.release()


def places() -> int:
    """How many threads all turns together can hold, at work or waiting."""
    return sum(turn.places for turn in _turns)


def step_aside_by(way: Callable[[], AbstractContextManager[None]]) -> None:
    """Tell how a thread of the server leaves its place to others for as long as it is in a turn."""
    _aside[-1] = way
