"""Who is answered next: the client that has cost least, by the kind of address that has cost least.

The threads share one interpreter: a page asked two hundred times over, or two hundred pages asked
at once, would be made before whatever comes next. So few are made at once; none is made twice at
the same time, for the second finds it kept (config/kept.py); and whoever asks for much, or in a
way of their own (parameters, a cookie), waits behind their own requests (docs/adr/0024).
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from waitress.task import ThreadedTaskDispatcher

from accounts.networks import network_of

MADE_AT_ONCE = 3  # pages, and as many things sent: neither waits for the other
PAGE, SENDING = "page", "envoi"
CROWD = 20
# What is answered without making anything is never kept waiting, a probe for one.
AT_ONCE = frozenset(("sante", "static", "robots.txt"))
READING = ("GET", "HEAD")
# Each makes an answer another than that of everybody else.
OF_ONES_OWN = ("COOKIE", "AUTHORIZATION", "X_FRAGMENT")

_answering = threading.local()


class Site(NamedTuple):
    """What the order must know: first segments that exist, its own host, how many are trusted."""

    known: frozenset[str]
    host: str
    proxies: int


class Asked(NamedTuple):
    """What the order goes by."""

    client: str
    kind: str  # the first segment of the address, and whether all who ask it ask the same
    page: str | None  # what nobody else needs to make meanwhile
    place: str  # PAGE or SENDING, of which few are answered at once; "" for what takes none
    since: float  # time.monotonic()


def first_segment(path: str) -> str:
    """The first word of an address."""
    return path.lstrip("/").partition("/")[0]


@dataclass(eq=False)
class Line:
    """What one client asks of one kind, and the seconds that it has cost."""

    spent: float
    waiting: deque[tuple[Any, Asked]] = field(default_factory=deque)
    at_work: int = 0

    @property
    def next(self) -> Asked:
        """First come, first served; but last come where so many wait that they may be gone."""
        return self.waiting[-1 if len(self.waiting) > CROWD else 0][1]

    def take(self) -> tuple[Any, Asked]:
        """The next, who waits no more."""
        return self.waiting.pop() if len(self.waiting) > CROWD else self.waiting.popleft()


@dataclass(eq=False)
class Work:
    """A request that a thread answers."""

    task: Any
    asked: Asked
    lines: "Lines"
    begun: float = field(default_factory=time.monotonic)

    def service(self) -> None:
        """Answer, then leave the place to the next."""
        _answering.work = self
        try:
            self.task.service()
        finally:
            _answering.work = None
            self.lines.leave(self)

    def cancel(self) -> None:
        """Give up: the server stops."""
        self.task.cancel()


class Lines:
    """The queue of waitress: `append`, `popleft`, true where there is work for one more thread.

    Next is the client that has cost least, by the line of theirs that has cost least; whoever
    comes begins as the least of those there.
    """

    def __init__(self, site: Site, ready: threading.Condition) -> None:
        self.site, self.ready = site, ready
        self.lines: dict[tuple[str, str], Line] = {}
        self.spent: dict[str, float] = {}  # of each client, in seconds
        self.making: list[Work] = []

    def asked(self, task: Any) -> Asked:
        """What a connection asks, by its first request that is not answered yet."""
        request, since = task.requests[0], time.monotonic()
        forwarded = request.headers.get("X_FORWARDED_FOR", "")
        client = client_of(task.addr[0], forwarded, self.site.proxies)
        if request.error:
            return Asked(client, "", None, place="", since=since)
        first = first_segment(request.path)
        reads = request.command in READING
        place = "" if reads and first in AT_ONCE else PAGE if reads else SENDING
        own = any(map(request.headers.get, OF_ONES_OWN))
        same = not (own or request.query or request.headers.get("HOST") != self.site.host)
        kind = (first if first in self.site.known else "") + ("" if same else "?")
        page = f"{request.path}?{request.query}" if place == PAGE and not own else None
        return Asked(client, kind, page, place, since)

    def append(self, task: Any) -> None:
        """One more waits."""
        asked = self.asked(task)
        key = asked.client, asked.kind
        if key not in self.lines:
            theirs = [line.spent for (client, _), line in self.lines.items() if client == key[0]]
            self.spent.setdefault(asked.client, min(self.spent.values(), default=0.0))
            self.lines[key] = Line(min(theirs, default=0.0))
        self.lines[key].waiting.append((task, asked))

    def next(self) -> tuple[str, str] | None:
        """The line whose first may be answered now."""
        making = [work.asked for work in self.making]
        able = (
            (self.spent[key[0]], line.spent, line.next.since, key)
            for key, line in self.lines.items()
            if line.waiting and may_begin(line.next, making)
        )
        return min(able, default=(0.0, 0.0, 0.0, None))[-1]

    def popleft(self) -> Work:
        """Take the next out."""
        key = self.next()
        if key is None:
            raise IndexError("nobody may be answered now")
        line = self.lines[key]
        work = Work(*line.take(), self)
        line.at_work += 1
        if work.asked.place:
            self.making.append(work)
        return work

    def leave(self, work: Work) -> None:
        """Count what it has cost, and let another in."""
        client, kind = work.asked.client, work.asked.kind
        with self.ready:
            self.stop_making(work)
            line = self.lines[client, kind]
            line.at_work -= 1
            if not line.waiting and not line.at_work:
                del self.lines[client, kind]
            if not any(key[0] == client for key in self.lines):
                del self.spent[client]
            self.ready.notify()

    def stop_making(self, work: Work) -> None:
        """It makes nothing any more, for good or for as long as it is in a turn."""
        if work in self.making:
            self.making.remove(work)
            seconds = time.monotonic() - work.begun
            self.lines[work.asked.client, work.asked.kind].spent += seconds
            self.spent[work.asked.client] += seconds

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While one waits or works in a turn of heavy answers, which has its own places."""
        work = getattr(_answering, "work", None)
        if work not in self.making:
            yield
            return
        with self.ready:
            self.stop_making(work)
            self.ready.notify()
        try:
            yield
        finally:
            with self.ready:
                work.begun = time.monotonic()
                self.making.append(work)

    def __bool__(self) -> bool:
        return self.next() is not None

    def __len__(self) -> int:
        return sum(len(line.waiting) for line in self.lines.values())


def may_begin(asked: Asked, making: list[Asked]) -> bool:
    """Whether there is a place for it, and nobody makes the same."""
    if not asked.place:
        return True
    free = sum(one.place == asked.place for one in making) < MADE_AT_ONCE
    return free and (asked.page is None or asked.page not in [one.page for one in making])


def asked_at() -> float:
    """Since when the request that this thread answers has waited, by time.monotonic()."""
    work: Work | None = getattr(_answering, "work", None)
    return work.asked.since if work else time.monotonic()


def asking() -> str:
    """The client whose request this thread answers; "" in a thread that answers none."""
    work: Work | None = getattr(_answering, "work", None)
    return work.asked.client if work else ""


def waited() -> float:
    """Seconds since the request that this thread answers had come whole."""
    return time.monotonic() - asked_at()


def client_of(address: str, forwarded: str, proxies: int) -> str:
    """Whose request it is: the address that the trusted proxies give, or that of the connection."""
    named = [one.strip() for one in forwarded.split(",") if one.strip()]
    given = named[-proxies] if 0 < proxies <= len(named) else address
    return network_of(given)


class Dispatcher(ThreadedTaskDispatcher):
    """The threads of waitress, which take from the lines."""

    def __init__(self, site: Site, threads: int) -> None:
        super().__init__()
        self.queue = Lines(site, self.queue_cv)
        self.set_thread_count(threads)
