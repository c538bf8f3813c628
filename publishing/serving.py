"""What the server does for whoever answers a request: handed by the server, asked by any room."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from publishing.computing.calls import Called, here


@dataclass(frozen=True)
class Server:
    """The server that this process runs in; by default, none (commands, tests)."""

    aside: Callable[[], AbstractContextManager[None]] = nullcontext  # leave one's place to others
    client: Callable[[], str] = str  # whose request this thread answers
    waited: Callable[[], float] = float  # seconds since that request had come whole
    # Where a module of heavy computation works: what it imports would stay in a server for good.
    computing: Callable[[str], AbstractContextManager[Called]] = here


_server: list[Server] = [Server()]


def serve_by(server: Server) -> None:
    """Tell what the server of this process does."""
    _server[-1] = server


def server() -> Server:
    """The server of this process."""
    return _server[-1]
