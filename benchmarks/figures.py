"""What a measure yields: a value, its budget, and how it compares with the same work in SQL."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

KB, MB = 1_000, 1_000_000


@dataclass(frozen=True)
class Figure:
    """One line of the table. The value and its budget are in `unit`; a budget is a maximum."""

    label: str
    value: float
    unit: str = ""
    budget: float | None = None
    ratio: float | None = None  # to the same work in raw SQL, in the same run
    detail: str = ""

    @property
    def held(self) -> bool | None:
        """Whether the budget is kept; None without one."""
        return None if self.budget is None else self.value <= self.budget


@dataclass(frozen=True)
class Section:
    """The figures of one measure, and how busy the machine was when it began."""

    name: str
    title: str
    figures: Sequence[Figure]
    load: float
    seconds: float


def durations(work: Callable[[], Any], runs: int, warm_up: int = 1) -> list[float]:
    """Seconds of each run, after some that do not count."""
    return alternately([work], runs, warm_up)[0]


def alternately(
    works: Sequence[Callable[[], Any]], runs: int, warm_up: int = 1
) -> list[list[float]]:
    """Seconds of each run of each work, taken in turn: a busy machine slows them alike."""
    for _ in range(warm_up):
        for work in works:
            work()
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, seconds in zip(works, taken, strict=True):
            begun = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - begun)
    return taken


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def percentile(values: Sequence[float], rank: int) -> float:
    """The smallest value that at least `rank` % (1 to 100) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * rank // 100) - 1)]


def spread(values: Sequence[float], scale: float = 1000, unit: str = "ms") -> str:
    """How many values there are, the smallest and the largest."""
    low, high = min(values) * scale, max(values) * scale
    return f"{len(values)} passages, de {french(low)} à {french(high)} {unit}"


def french(value: float) -> str:
    """A number as French writes it, with the decimals that its size deserves.

    >>> french(3), french(2.345), french(48.26), french(1234.5), french(0.87)
    ('3', '2,35', '48,3', '1\N{NARROW NO-BREAK SPACE}234', '0,87')
    """
    size = abs(value)
    decimals = 0 if size >= 100 or float(value).is_integer() else 1 if size >= 10 else 2
    return f"{value:,.{decimals}f}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
