"""The production server, with an answer too large to be sent and a calculation that lasts.

`python -m tests.serving.subject` listens to $PORT until it is stopped.
"""

import signal
import threading
from collections.abc import Iterable
from typing import Any

from config import intake
from config.server import listening, stop
from config.wsgi import application
from coverage.turns import EXACT_ANSWERS

LARGE, HOLD, RELEASE = "/large", "/hold", "/release"
PIECE, PIECES = b"a" * 65_536, 80
MOST_HELD = 8 * intake.MEGABYTE
held, released = threading.Event(), threading.Event()


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """A page of the site, or one of ours."""
    path = environ["PATH_INFO"]
    if path == LARGE:
        start_response("200 OK", [("Content-Length", str(len(PIECE) * PIECES))])
        return (PIECE for _ in range(PIECES))
    if path == HOLD:
        with EXACT_ANSWERS.taken():
            held.set()
            released.wait()
    elif path == RELEASE:
        held.wait()
        released.set()
    else:
        return application(environ, start_response)
    start_response("204 No Content", [])
    return ()


if __name__ == "__main__":
    import os

    intake.MOST_HELD = MOST_HELD
    signal.signal(signal.SIGTERM, stop)
    listening(answer, int(os.environ["PORT"])).run()
