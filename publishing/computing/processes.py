"""The processes that compute for a server: started on need, kept for the next, ended when idle.

Started by `vfork` and `exec`, as those that write files. Whoever borrows one has it alone; turns
say how many work at once (publishing/turns.py).
"""

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pickle import UnpicklingError
from threading import Lock, Timer
from typing import Any

from django.conf import settings

from publishing.computing.calls import Call, Called, Outcome, receive, send
from publishing.problems import AGAIN, BusyError

MOST_SECONDS = 120.0  # of one call; then the process is stopped, whatever it is doing
IDLE_SECONDS = 600.0  # after which a process gives its memory back
ENDING_SECONDS = 5.0  # left to a process that has hung up to end by itself, and say how

logger = logging.getLogger(__name__)


class Computer:
    """A process that answers one call at a time, for the module that it has imported."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.process = started(module)
        self.rest: Timer | None = None

    @property
    def sound(self) -> bool:
        """Whether it can be called."""
        return self.process.poll() is None

    def call(self, function: str, *arguments: Any) -> Any:
        """What a function of the module returns, or raises; BusyError where the process ended."""
        watch = Timer(MOST_SECONDS, self.process.kill)
        watch.daemon = True
        watch.start()
        try:
            found = self._answered(Call(self.module, function, arguments))
        except BaseException:  # whatever it still would say is the answer to nobody
            self.end()
            raise
        finally:
            watch.cancel()
        if found.error is not None:
            raise found.error
        return found.value

    def _answered(self, call: Call) -> Outcome:
        """The outcome of a call."""
        process = self.process
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
        try:
            send(call, process.stdin)
            found: Outcome = receive(process.stdout)
        except (EOFError, UnpicklingError, OSError) as error:
            raise failure(self.module, ended(process)) from error
        return found

    def end(self) -> None:
        """Stop it, whatever it is doing, and leave nothing open."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was still to be sent goes nowhere
                    stream.close()


class Computers:
    """Those of a server."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self.idle_seconds = idle_seconds
        self._resting: list[Computer] = []
        self._lock = Lock()

    @contextmanager
    def borrowed(self, module: str) -> Iterator[Called]:
        """A process that has imported a module, or is doing so meanwhile: its calls."""
        computer = self._taken(module) or Computer(module)
        try:
            yield computer.call
        finally:
            self._given_back(computer)

    def _taken(self, module: str) -> Computer | None:
        """One that rests, the last that worked first: those that are too many go unused, and end.

        One that ended meanwhile is nobody's trouble.
        """
        with self._lock:
            found = [one for one in self._resting if one.module == module]
            for computer in reversed(found):
                self._roused(computer)
                if computer.sound:
                    return computer
                computer.end()
        return None

    def _given_back(self, computer: Computer) -> None:
        """Let it rest, for a while."""
        if not computer.sound:
            computer.end()
            return
        with self._lock:
            computer.rest = Timer(self.idle_seconds, self._retired, [computer])
            computer.rest.daemon = True
            computer.rest.start()
            self._resting.append(computer)

    def _roused(self, computer: Computer) -> None:
        """It rests no more."""
        self._resting.remove(computer)
        if computer.rest is not None:
            computer.rest.cancel()

    def _retired(self, computer: Computer) -> None:
        """End one that nobody needed."""
        with self._lock:
            if computer not in self._resting:  # taken at this very moment
                return
            self._roused(computer)
        computer.end()

    def end(self) -> None:
        """End all those that rest."""
        with self._lock:
            resting, self._resting = self._resting, []
        for computer in resting:
            if computer.rest is not None:
                computer.rest.cancel()
            computer.end()


def started(module: str) -> subprocess.Popen[bytes]:
    """The process, importing; its complaints go to the journal of the server."""
    try:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "publishing.computing", module],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
    except OSError as error:  # neither memory nor processes are left
        raise BusyError(f"Le serveur manque de ressources ; {AGAIN}.") from error


def ended(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process that has hung up."""
    with suppress(subprocess.TimeoutExpired):
        return process.wait(ENDING_SECONDS)
    process.kill()
    return process.wait()


def failure(module: str, code: int) -> Exception:
    """What is told of a process that ended before its answer; its own words are in the journal."""
    logger.error("%s: the computing process ended with %s", module, code)
    if code < 0:  # by a signal: out of memory, too long, or a server that is being stopped
        return BusyError(f"Le calcul a été interrompu ; {AGAIN}.")
    return RuntimeError(f"{module}: the computing process ended with {code}")
