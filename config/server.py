"""The production server: one process that takes requests in whole before a thread answers them.

`python -m config.server` serves 127.0.0.1:$PORT. Waitress reads every request to its end and
keeps every answer until it is read, in small pieces of memory then on the disk, from one loop:
whoever is slow holds a connection, never a thread (docs/adr/0020).
"""

import ctypes
import logging
import os
import resource
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import get_resolver
from waitress.server import BaseWSGIServer, create_server

from config.intake import Channel
from config.lines import Dispatcher, Site, asking, first_segment, waited
from config.patience import limit_requests
from publishing.computing.processes import Computers
from publishing.disk import private_folder
from publishing.serving import Server, serve_by
from publishing.turns import places

# Threads, each with its connection to the database, that nobody who waits for a turn can take.
ALWAYS_FREE = 10
CONNECTIONS = 2000
FILES_OF_A_CONNECTION = 3  # its socket, what came in, what goes out
FILES_BESIDES = 100
KILOBYTE = 1024
IN_MEMORY = 64 * KILOBYTE  # of one request; the rest is on the disk
ANSWER_IN_MEMORY = 256 * KILOBYTE  # every page, compressed or not: a full disk keeps none away
# An answer larger than that waits for its reader, and its thread with it.
MOST_WAITING = 512 * KILOBYTE * KILOBYTE
# Whoever sends too much is told so by the page, as long as it can be taken in.
HEAVIEST = 64 * KILOBYTE * KILOBYTE
SENT_AT_ONCE = 128 * KILOBYTE
IDLE_SECONDS, SWEEP_SECONDS = 60, 10
# The loop lets go of the interpreter at every connection; a thread that makes a page gives it back
# after so long, instead of 5 ms.
LOOP_WAITS_SECONDS = 0.0005
ACCEPTED_AT_ONCE = 64

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def threads() -> int:
    """How many: every one who works or waits in a turn, and enough for everybody else."""
    return ALWAYS_FREE + places()


def keep_memory_small() -> None:
    """Give large blocks back to the system at once, and let the threads share the rest.

    mallopt of glibc; elsewhere nothing is changed.
    """
    mmap_threshold, arena_max = -3, -8
    with suppress(OSError, AttributeError):
        glibc = ctypes.CDLL(None)
        glibc.mallopt(arena_max, 1)
        glibc.mallopt(mmap_threshold, 131_072)


def keep_files_apart() -> None:
    """What is too large for the memory waits in the installation's own folder, where it can."""
    with suppress(OSError):
        tempfile.tempdir = str(private_folder(Path(settings.TEMPORARY_ROOT)))


def connections() -> int:
    """How many may be open at once, with as many files as the system gives."""
    _soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS * FILES_OF_A_CONNECTION + FILES_BESIDES
    given = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (given, most))
    return max(1, (given - FILES_BESIDES) // FILES_OF_A_CONNECTION)


def without_body_to_head(application: Application) -> Application:
    """Drop the body of an answer to HEAD, which Django leaves to its server."""

    def answering(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if close := getattr(body, "close", None):
            close()
        return ()

    return answering


def first_segments() -> frozenset[str]:
    """Those of every address of the site; all are read now, with the turns that views take."""
    return frozenset(first_segment(route) for route in routes(get_resolver().url_patterns))


def routes(patterns: Iterable[Any], before: str = "") -> Iterator[str]:
    """Addresses as they are declared, parameters included."""
    for one in patterns:
        route = before + str(one.pattern)
        yield from routes(one.url_patterns, route) if hasattr(one, "url_patterns") else (route,)


def stop(_number: int, _frame: FrameType | None) -> None:
    """Leave the loop: what is being answered has a few seconds."""
    sys.exit(0)


def listening(application: Application, port: int) -> BaseWSGIServer:
    """The server, which listens already; `run` it. Port 0 is any free one."""
    limit_requests()
    sys.setswitchinterval(LOOP_WAITS_SECONDS)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    host, proxies = urlsplit(settings.PUBLIC_URL).netloc, settings.ALLAUTH_TRUSTED_PROXY_COUNT
    dispatcher = Dispatcher(Site(first_segments(), host, proxies), threads())
    serve_by(
        Server(
            aside=dispatcher.queue.aside,
            client=asking,
            waited=waited,
            computing=Computers().borrowed,
        )
    )
    server = create_server(
        without_body_to_head(application),
        _dispatcher=dispatcher,
        host="127.0.0.1",
        port=port,
        connection_limit=connections(),
        asyncore_use_poll=True,
        inbuf_overflow=IN_MEMORY,
        outbuf_overflow=ANSWER_IN_MEMORY,
        outbuf_high_watermark=MOST_WAITING,
        max_request_body_size=HEAVIEST,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=SWEEP_SECONDS,
        # Django alone knows how many proxies are trusted (TRUSTED_PROXIES, BEHIND_HTTPS).
        clear_untrusted_proxy_headers=False,
        ident="",
        log_socket_errors=False,
    )
    server.channel_class = Channel
    server.handle_accept = several(server)
    # Inherited by every connection; each thread that sends holds as much in memory.
    server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENT_AT_ONCE)
    return server


def several(server: BaseWSGIServer) -> Callable[[], None]:
    """Let in all who come together: waitress lets in one, then goes round all who are there."""
    accept = server.handle_accept

    def accept_all() -> None:
        for _ in range(ACCEPTED_AT_ONCE):
            opened = len(server.active_channels)
            accept()
            if len(server.active_channels) == opened:
                return

    return accept_all


def tell_of_custody() -> None:
    """Say in the log where pages are served by an account that could rewrite the registers."""
    from django.db import DatabaseError, connection  # noqa: PLC0415 - once settings are read

    from accounts.custody import faults, own_name  # noqa: PLC0415

    log = logging.getLogger("atlas.base")
    with suppress(DatabaseError):  # told by the pages themselves
        for said in faults(own_name()):
            log.warning("Base de données : %s (manage.py site_account)", said)
    connection.close()


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    keep_memory_small()
    from config.wsgi import application  # noqa: PLC0415 - once memory is tuned

    keep_files_apart()
    tell_of_custody()
    signal.signal(signal.SIGTERM, stop)
    listening(application, int(os.environ.get("PORT", "8000"))).run()


if __name__ == "__main__":
    main()
