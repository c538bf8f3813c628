"""What goes between the server and the process that computes for it. Knows no Django.

A function is named, not sent: the server never imports the module that holds it.
"""

import pickle
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import IO, Any, NamedTuple, Protocol


class Call(NamedTuple):
    """A function of a module, and what it is given."""

    module: str
    function: str
    arguments: tuple[Any, ...]

    def made(self) -> Any:
        """What the function returns; raises what it raises."""
        return getattr(import_module(self.module), self.function)(*self.arguments)


class Called(Protocol):
    """Calls a function of a module by its name."""

    def __call__(self, function: str, *arguments: Any) -> Any:
        """What it returns; raises what it raises."""


@contextmanager
def here(module: str) -> Iterator[Called]:
    """Functions of a module, called in this very process."""
    yield lambda function, *arguments: Call(module, function, arguments).made()


class Outcome(NamedTuple):
    """What a call returned, or what it raised."""

    value: Any
    error: Exception | None


def send(one: Call | Outcome, stream: IO[bytes]) -> None:
    """Write one of them whole."""
    pickle.dump(one, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one, sent by the other of the two processes and by nobody else.

    EOFError or UnpicklingError where the other ended before, or midway.
    """
    return pickle.load(stream)  # noqa: S301


def outcome(call: Call) -> Outcome:
    """Make a call. What it raises is given back, with where that was."""
    try:
        return Outcome(call.made(), None)
    except Exception as error:
        error.add_note(traceback.format_exc())
        return Outcome(None, error)
