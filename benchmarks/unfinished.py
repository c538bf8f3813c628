"""What unfinished requests cost everyone else: headers, bodies, slow readers, idle connections.

`python -m benchmarks.unfinished -- COMMAND…` measures another server that listens to $PORT.
"""

import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager

from benchmarks.figures import Figure, french
from benchmarks.server import HOST, Server, running

EACH = 200
MOST_SECONDS = 1.0
TRIES = 10
SETTLED_SECONDS = 15.0  # for what was sent to be taken in, or never
# Large enough for the buffers of the system to fill before its end; it costs no calculation.
LARGE = "/static/drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js.map"
HEAD = f"Host: {HOST}\r\nUser-Agent: bench\r\n"
BODY = 300_000  # bytes, of which a part is sent
OPENINGS: dict[str, bytes] = {
    "headers": f"GET / HTTP/1.1\r\n{HEAD}X-Slow: ".encode(),
    "bodies": (
        f"POST /compte/connexion/ HTTP/1.1\r\n{HEAD}Content-Length: {BODY}\r\n"
        # Without the cookie of a form the answer is a refusal, before the body is read.
        f"Cookie: csrftoken={'a' * 32}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin="
    ).encode()
    + b"a" * (BODY // 2),
    "readers": f"GET {LARGE} HTTP/1.1\r\n{HEAD}\r\n".encode(),
    "idle": f"GET /robots.txt HTTP/1.1\r\n{HEAD}\r\n".encode(),
    "silent": b"",
}
ANSWERED = ("readers", "idle")
WORDS = {
    "headers": "en-têtes inachevés",
    "bodies": "corps inachevés",
    "readers": "lecteurs lents",
    "idle": "connexions gardées",
    "silent": "connexions muettes",
}


@contextmanager
def unfinished(port: int, kinds: Iterable[str], each: int) -> Iterator[list[socket.socket]]:
    """So many requests of each kind, begun and left there; closed on leaving."""
    with ExitStack() as opened, selectors.DefaultSelector() as awaited:
        every = []
        for kind in kinds:
            for _ in range(each):
                line = opened.enter_context(closing(begun(port, OPENINGS[kind])))
                every.append(line)
                if kind in ANSWERED:
                    awaited.register(line, selectors.EVENT_READ)
        limit = time.monotonic() + SETTLED_SECONDS
        while awaited.get_map() and time.monotonic() < limit:
            for key, _ in awaited.select(0.2):
                awaited.unregister(key.fileobj)
        yield every


def begun(port: int, words: bytes) -> socket.socket:
    """A connection that has said these words, as far as they are taken, and reads nothing."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(5)
    line.connect((HOST, port))
    line.setblocking(False)
    if words:
        line.send(words)
    return line


def measure() -> Iterable[Figure]:
    """The home page while every kind is open, alone and together."""
    return figures(())


def figures(command: tuple[str, ...]) -> Iterator[Figure]:
    """One line a kind, for the server of the project or for that of `command`."""
    for kinds in (*((kind,) for kind in OPENINGS), tuple(OPENINGS)):
        with running(command) as server, unfinished(server.port, kinds, EACH):
            worst, lost = home(server)
            memory = server.megabytes("VmHWM")
        name = " + ".join(WORDS[kind] for kind in kinds) if len(kinds) == 1 else "tous ensemble"
        detail = f"{TRIES} essais, {lost} sans réponse ; {french(memory)} Mo au plus haut"
        yield Figure(f"{EACH} {name}", worst, "s", MOST_SECONDS, detail=detail)


def home(server: Server) -> tuple[float, int]:
    """The longest of some answers of `/`, each on its own connection, and how many never came."""
    worst, lost = 0.0, 0
    for _ in range(TRIES):
        start = time.perf_counter()
        try:
            with server.client() as client:
                client.connection.timeout = 20
                sound = client.get("/").status == 200
        except OSError:
            sound = False
        if not sound:
            lost += 1
        worst = max(worst, time.perf_counter() - start)
        if lost > 1:
            break
    return worst, lost


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for figure in figures(tuple(sys.argv[1:])):
        print(f"{figure.label:40} {figure.value:7.3f} s   {figure.detail}", flush=True)  # noqa: T201
