"""What commands show while they work: steps with their time, a bar, tables, errors."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track

Item = TypeVar("Item")
LONG = 300  # items, some two seconds


class Progress:
    """The progress of a load, on a console."""

    def __init__(self, console: Console) -> None:
        self.console = console

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show a step while it runs, then one line with the seconds it took."""
        start = time.perf_counter()
        with self.console.status(f"{title}…") if self.console.is_terminal else nullcontext():
            yield
        took = f"{time.perf_counter() - start:.1f} s".replace(".", ",")
        self.console.print(f"  {title} : {took}")

    def track(self, items: Sequence[Item], title: str) -> Iterable[Item]:
        """The same items; a bar, where they are many enough to wonder."""
        hidden = len(items) < LONG or not self.console.is_terminal
        return track(items, title, console=self.console, transient=True, disable=hidden)


QUIET = Progress(Console(quiet=True))


def console_on(stream: Any) -> Console:
    """A console on a command's stream; in a file or a pipe, lines are wide enough for tables."""
    inner = getattr(stream, "_out", stream)
    terminal = getattr(inner, "isatty", lambda: False)()
    return Console(file=inner, width=None if terminal else 160, soft_wrap=False)
