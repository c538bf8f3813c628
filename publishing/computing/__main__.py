"""The process: makes the calls that it is sent, one after another, until nobody can send more."""

import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from pickle import UnpicklingError
from typing import IO

from publishing.computing.calls import outcome, receive, send


def serve(calls: IO[bytes], outcomes: IO[bytes]) -> None:
    """Answer each call; returns when the server has closed its end, or is gone."""
    with suppress(EOFError, UnpicklingError, BrokenPipeError):
        while True:
            send(outcome(receive(calls)), outcomes)


def main() -> None:
    """Import what will be called while the server still reads its data, then answer."""
    # Ctrl-C in a terminal is for the server, whose end is the end of this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    outcomes = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what is printed is no outcome
    import_module(sys.argv[1])
    serve(sys.stdin.buffer, outcomes)


if __name__ == "__main__":
    main()
