"""The production server on a free port, as bin/run starts it, and a client for it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from benchmarks.figures import MB

HOST = "127.0.0.1"
START_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came over the wire."""

    status: int
    body: bytes  # as sent: compressed


@dataclass(frozen=True)
class Download:
    """A file that came over the wire, in seconds from the request."""

    first_byte: float
    whole: float
    weight: int  # bytes, as sent


class Client:
    """One connection, kept open between requests."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)

    def get(self, path: str) -> Answer:
        """Ask for a page or a file, compressed as browsers accept it."""
        self.connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = self.connection.getresponse()
        return Answer(response.status, response.read())

    def get_whole(self, path: str) -> bytes:
        """The body of an answer that must be 200."""
        answer = self.get(path)
        if answer.status != 200:
            raise RuntimeError(f"{path} : réponse {answer.status}, 200 attendu")
        return answer.body

    def download(self, path: str, *encodings: str) -> Download:
        """Ask for a file and let its bytes go by; compressed only as said."""
        headers = {"Accept-Encoding": ", ".join(encodings) or "identity"}
        begun, weight = time.perf_counter(), 0
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        if response.status != 200:
            raise RuntimeError(f"{path} : réponse {response.status}, 200 attendu")
        weight += len(response.read(1))
        first_byte = time.perf_counter() - begun
        while piece := response.read(1 << 16):
            weight += len(piece)
        return Download(first_byte, time.perf_counter() - begun, weight)

    def close(self) -> None:
        """Hang up."""
        self.connection.close()


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    @contextmanager
    def client(self) -> Iterator[Client]:
        """A connection of one's own."""
        with closing(Client(self.port)) as client:
            yield client

    def processes(self) -> list[int]:
        """Its number, and those of its workers where it has some (Linux)."""
        return [self.process.pid] + [
            int(path.parent.name)
            for path in Path("/proc").glob("[0-9]*/status")
            if field(path, "PPid") == self.process.pid
        ]

    def megabytes(self, name: str) -> float:
        """`VmRSS` or `VmHWM` of the largest process; 0 where the system does not tell."""
        return max(self.each(name), default=0)

    def besides(self, name: str) -> float:
        """The same of all the others together, such as those that compute for it."""
        return sum(self.each(name)) - self.megabytes(name)

    def each(self, name: str) -> list[float]:
        """The same of each process."""
        kibibytes = (field(Path(f"/proc/{pid}/status"), name) or 0 for pid in self.processes())
        return [one * 1024 / MB for one in kibibytes]


def field(path: Path, name: str) -> int | None:
    """A number of a process's status; None once it is gone."""
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), None)


def free_port() -> int:
    """A port that nobody listens to."""
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: tuple[str, ...] = ()) -> Iterator[Server]:
    """The real server, stopped at the end whatever happens; or another, that listens to $PORT."""
    port = free_port()
    environment = os.environ | {
        "PORT": str(port),
        "PUBLIC_URL": f"http://{HOST}:{port}",
        "ALLOWED_HOSTS": HOST,
        "DEBUG": "false",
        "BEHIND_HTTPS": "false",
    }
    process = subprocess.Popen(  # noqa: S603
        command or (sys.executable, "-m", "config.server"), cwd=settings.BASE_DIR, env=environment
    )
    try:
        server = Server(port, process)
        wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(server: Server) -> None:
    """Wait for the first sound answer."""
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        if server.process.poll() is not None:
            raise RuntimeError("le serveur n'a pas démarré ; ses messages sont ci-dessus")
        try:
            with server.client() as client:
                client.get_whole("/sante/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"le serveur ne répond pas après {START_SECONDS} s")
