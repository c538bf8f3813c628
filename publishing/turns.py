"""Turns: heavy answers are made one at a time by a process, and few may wait for theirs.

Its threads would share one interpreter and gain little time, but each would hold its own tens of
megabytes, and a worker never gives back what it once took. The server has a thread for everyone
who works or waits in a turn, and others besides: no queue here keeps a light page waiting.

Places and turns go round between clients: whoever holds several gives the last one up to a client
that has none, and among those who wait, the client served longest ago is next. Whoever comes anew
counts as the one served longest ago of those known, behind it: nobody passes those who wait.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

from publishing.serving import server

PATIENCE_SECONDS = 30.0


_turns: "list[Turn]" = []


@dataclass(eq=False)
class Place:
    """One who works, or waits to."""

    client: str
    sent_away: bool = False


class Turn:
    """One kind of work: so many at it, so many waiting; whoever comes next is sent away at once."""

    def __init__(self, refusal: Callable[[], Exception], *, waiting: int, working: int = 1) -> None:
        self.places, self.at_once = working + waiting, working
        self._refusal = refusal
        self._moved = Condition()
        self._waiting: list[Place] = []  # first come first
        self._working: list[Place] = []
        self._served: dict[str, float] = {}  # when each client was last served, for a while
        _turns.append(self)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Work in one's turn. Raises the refusal where too many wait, or for too long."""
        place = self._entered(Place(server().client()))
        try:
            with server().aside():
                self._wait(place)
                yield
        finally:
            self._leave(place)

    def _entered(self, place: Place) -> Place:
        """Join those who wait, in the room that is left, or that another gives up."""
        with self._moved:
            if self._held() >= self.places:
                given = self._given_up_to(place.client)
                if given is None:
                    raise self._refusal()
                given.sent_away = True
                self._waiting.remove(given)
                self._moved.notify_all()
            least = min(self._served.values(), default=time.monotonic())
            self._served.setdefault(place.client, least)
            self._waiting.append(place)
        return place

    def _held(self) -> int:
        return len(self._waiting) + len(self._working)

    def _given_up_to(self, client: str) -> Place | None:
        """The last place in wait of the client that has most, if that leaves it no fewer."""
        held = Counter(place.client for place in (*self._working, *self._waiting))
        able = [place for place in self._waiting if held[place.client] > held[client] + 1]
        return max(reversed(able), key=lambda place: held[place.client], default=None)

    def _wait(self, place: Place) -> None:
        """Wait to be the next; raises the refusal where that lasts, or where one is sent away."""
        with self._moved:
            until = time.monotonic() + PATIENCE_SECONDS
            while not place.sent_away and not self._may_begin(place):
                if not self._moved.wait(until - time.monotonic()):
                    raise self._refusal()
            if place.sent_away:
                raise self._refusal()
            self._waiting.remove(place)
            self._working.append(place)
            self._served[place.client] = time.monotonic()
            self._moved.notify_all()

    def _may_begin(self, place: Place) -> bool:
        """Whether there is work for one more, and this is the next."""
        if len(self._working) >= self.at_once:
            return False
        return place is min(self._waiting, key=lambda one: self._served[one.client])

    def _leave(self, place: Place) -> None:
        """Leave room to another, and forget in time a client that is here no more."""
        with self._moved:
            for places in (self._waiting, self._working):
                if place in places:
                    places.remove(place)
            here = {one.client for one in (*self._waiting, *self._working)}
            before = time.monotonic() - PATIENCE_SECONDS
            self._served = {
                name: at for name, at in self._served.items() if name in here or at > before
            }
            self._moved.notify_all()


def places() -> int:
    """How many threads all turns together can hold, at work or waiting."""
    return sum(turn.places for turn in _turns)
