"""The journal of the server: hours in UTC, one line a request, nothing that opens a door."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("acces")

# Parts of addresses that open something to whoever reads them: a password to choose, a file.
SECRETS = ("key", "token", "uidb36")
PROBE = "/sante/"
LONGEST = 300


class Utc(logging.Formatter):
    """Lines whose hour is in UTC, and says so: 2026-11-26T17:30:00Z."""

    @staticmethod
    def converter(seconds: float | None) -> time.struct_time:
        """The hour of a record, in UTC."""
        return time.gmtime(seconds)

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"


class AskedWrongly(logging.Filter):
    """What Django tells as an error, with its trace, of a request that nobody sane sends.

    Another host, a cookie made by hand: whoever sends them would fill the journal. One line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through; those as a warning without a trace."""
        if record.name.startswith("django.security."):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = record.exc_text = None
        return True


class Access:
    """One line a request: method, address, status, milliseconds. Neither who nor what was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        took = (time.perf_counter() - began) * 1000
        # Those who ask whether the site lives ask all day.
        quiet = request.path_info == PROBE and response.status_code == HTTPStatus.OK
        log.log(
            logging.DEBUG if quiet else logging.INFO,
            "%s %s %d %.0f ms", request.method, told(request), response.status_code, took,
        )  # fmt: skip
        return response


def told(request: HttpRequest) -> str:
    """The address without its parameters, its secrets hidden, on one line."""
    path = request.path_info
    match = request.resolver_match
    for name in SECRETS:
        if match and name in match.kwargs:
            path = path.replace(str(match.kwargs[name]), "…")
    return "".join(c if c.isprintable() and c != " " else "?" for c in path[:LONGEST])
