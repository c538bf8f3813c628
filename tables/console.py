"""What commands show while they work: steps with their time, tables, errors."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

console = Console(highlight=False, soft_wrap=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show a step while it runs, then one line with the seconds it took."""
    start = time.perf_counter()
    if console.is_terminal:
        with console.status(f"{title}…"):
            yield
    else:
        yield
    console.print(f"  {title} : {seconds(time.perf_counter() - start)}")


def seconds(elapsed: float) -> str:
    """A duration in French."""
    return f"{elapsed:.1f} s".replace(".", ",")


def console_on(stream: Any) -> Console:
    """A console on a command's stream; in a file or a pipe, lines are wide enough for tables."""
    inner = getattr(stream, "_out", stream)
    terminal = getattr(inner, "isatty", lambda: False)()
    return Console(file=inner, width=None if terminal else 160, soft_wrap=False)
