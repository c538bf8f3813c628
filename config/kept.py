"""Pages already made are given again to visitors, and none is older than the data.

Whoever has no cookie sees what every other visitor sees. A page is given again to those who asked
before it was begun, and for as long as nothing is written to the database: its snapshot, which
moves with every transaction that writes, is the same. It may be ten seconds behind the clock (a
call that closes).
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from config.journal import SECRETS
from config.lines import AT_ONCE, READING, asked_at, first_segment

MEGABYTE = 1024 * 1024
MOST_KEPT = 8 * MEGABYTE
LARGEST = MEGABYTE
MOST_SECONDS = 10.0
# What pages depend on besides their address: they speak one language, and no cookie came.
FRAGMENT = "X-Fragment"
TOLD_APART = {"accept-encoding", "accept-language", "cookie", FRAGMENT.lower()}
ENTRY = 1024  # bytes, of an address and its headers

Key = tuple[str, ...]


@dataclass(frozen=True)
class KeptPage:
    """An answer in whole, as it was sent; `state` is the snapshot when it was begun."""

    state: str | None
    begun: float  # time.monotonic()
    headers: dict[str, str]
    body: bytes

    @property
    def weight(self) -> int:
        """In bytes."""
        return len(self.body) + ENTRY


class Store:
    """The pages asked last, as many as a number of bytes holds."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most, self.weight = most, 0
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> KeptPage | None:
        """The last one of an address, where the clock has not left it behind."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.begun + MOST_SECONDS < time.monotonic():
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: KeptPage) -> None:
        """Keep one, instead of those not asked for longest."""
        with self._lock:
            self._forget(key)
            self._pages[key] = page
            self.weight += page.weight
            while self.weight > self.most:
                self._forget(next(iter(self._pages)))

    def clear(self) -> None:
        """Keep nothing more of what was made so far."""
        with self._lock:
            self._pages.clear()
            self.weight = 0

    def _forget(self, key: Key) -> None:
        if page := self._pages.pop(key, None):
            self.weight -= page.weight


STORE = Store()


class Kept:
    """Give a visitor the page that another has just been given."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not of_a_visitor(request) or connection.in_atomic_block:
            return self.get_response(request)
        key, begun = key_of(request), time.monotonic()
        page = STORE.get(key)
        if page and page.begun >= asked_at():
            return again(request, page)
        state = snapshot()
        if page and state and page.state == state:
            return again(request, page)
        response = self.get_response(request)
        if may_be_kept(request, response):
            headers = dict(response.headers)
            STORE.put(key, KeptPage(state, begun, headers, response.content))
        return response


def again(request: HttpRequest, page: KeptPage) -> HttpResponse:
    """The same answer, or 304 to whoever has it."""
    response = HttpResponse(page.body, headers=page.headers)
    etag = response.headers.get("ETag")
    return get_conditional_response(request, etag=etag, response=response) or response


def of_a_visitor(request: HttpRequest) -> bool:
    """Whether nothing tells who asks, and the answer may cost something."""
    return (
        request.method in READING
        and not request.META.get("HTTP_COOKIE")
        and not request.META.get("HTTP_AUTHORIZATION")
        and first_segment(request.path_info) not in AT_ONCE
    )


def snapshot() -> str | None:
    """Which transactions are seen; None where the database is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            return str(cursor.fetchone()[0])
    except (DatabaseError, InterfaceError):  # the page itself tells it
        return None


def key_of(request: HttpRequest) -> Key:
    """All that an answer depends on, the data aside."""
    return (
        request.scheme or "",
        request.META.get("HTTP_HOST", ""),
        request.get_full_path(),
        "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else "",
        request.headers.get(FRAGMENT, ""),
    )


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether any visitor may be given the same; no address that opens something by itself."""
    varies = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    match = request.resolver_match
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.headers.get("Cache-Control", "")
        and varies <= {"", *TOLD_APART}
        and match is not None
        and not any(name in match.kwargs for name in SECRETS)
        and len(response.content) <= LARGEST
    )
