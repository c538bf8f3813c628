"""The curve of people covered for one to k sites, as a picture: points of an SVG."""

from dataclasses import dataclass
from math import ceil, floor, log10

from coverage.sites.candidates import Candidate
from coverage.sites.queries import Answer

WIDTH, HEIGHT = 640.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 76.0, 14.0, 12.0, 40.0
MOST_TICKS = 5
MOST_COUNTS = 12


@dataclass(frozen=True)
class Dot:
    """A number of sites on the picture, and the line of the table that says the same."""

    count: int
    x: float
    y: float
    bound_y: float
    candidate: Candidate | None  # the site added last; None where sites were exchanged
    gain: float
    total: float
    bound: float
    labelled: bool


@dataclass(frozen=True)
class Tick:
    """A line of the scale."""

    value: float
    y: float


@dataclass(frozen=True)
class Picture:
    """All that the template draws, in units of the viewBox."""

    dots: list[Dot]
    ticks: list[Tick]
    line: str
    band: str
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    foot: float = HEIGHT - BOTTOM


def picture(answer: Answer) -> Picture | None:
    """The picture of a curve; None where no site adds anything."""
    if not answer.curve or not answer.curve[-1].bound:
        return None
    most = max(float(point.bound) for point in answer.curve)
    step = nice(most / MOST_TICKS)
    top = ceil(most / step) * step
    last = answer.curve[-1].count
    every = max(1, ceil(last / MOST_COUNTS))

    def x(count: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * count / last, 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)

    dots = [
        Dot(
            count=point.count,
            x=x(point.count),
            y=y(float(point.total)),
            bound_y=y(float(point.bound)),
            candidate=None if point.site is None else answer.candidates[point.site],
            gain=point.gain,
            total=point.total,
            bound=point.bound,
            labelled=point.count % every == 0 or last <= MOST_COUNTS,
        )
        for point in answer.curve
    ]
    start = (x(0), y(0))
    found = [start, *((dot.x, dot.y) for dot in dots)]
    above = [start, *((dot.x, dot.bound_y) for dot in dots)]
    return Picture(
        dots=dots,
        ticks=[Tick(n * step, y(n * step)) for n in range(round(top / step) + 1)],
        line=path(found),
        band=path([*above, *reversed(found)]),
    )


def nice(step: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    power = 10 ** floor(log10(step))
    return float(next(n * power for n in (1, 2, 5, 10) if n * power >= step * 0.999))


def path(points: list[tuple[float, float]]) -> str:
    """Points as an SVG attribute writes them."""
    return " ".join(f"{x:g},{y:g}" for x, y in points)
