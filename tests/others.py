"""Somebody else at work, in a thread of their own."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from publishing.turns import Turn


@contextmanager
def taken_by_others(*turns: Turn) -> Iterator[None]:
    """Another thread works in these turns."""
    ready, over = threading.Event(), threading.Event()

    def work() -> None:
        with ExitStack() as stack:
            for turn in turns:
                stack.enter_context(turn.taken())
            ready.set()
            over.wait()

    thread = threading.Thread(target=work)
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        over.set()
        thread.join()
