"""Thousands of poles, made up: what lists, tiles and pages weigh and take, and that none is lost.

They are made in a transaction that is taken back: the project's own poles are as they were.
"""

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus
from typing import TypeVar

from django.db import connection, transaction
from django.test import Client as InProcess

import directory.record.dataset  # noqa: F401  (registers the poles)
from benchmarks.figures import KB, Figure
from benchmarks.server import HOST
from directory.models import Pole, Territory
from directory.record.writing import poles_changed
from directory.vocabulary import TERRITORY_TARGETS, SeatConfidence, Status, TerritoryLevel, Theme
from geo.models import Commune
from publishing.layer import FIRST_ZOOM, LAST_ZOOM
from publishing.registry import tile_set
from publishing.tiles import tile

Answer = TypeVar("Answer")
MANY, SEED = 10_000, 20261127
TILE_KB = 300
# One in five is emerging, as in the real directory; one in twenty has no territory but its seat's.
STATUSES = [*[Status.ACTIVE] * 14, *[Status.EMERGING] * 4, Status.UNKNOWN, Status.ENDED]
LEVELS: list[TerritoryLevel | None] = [
    *[TerritoryLevel.EPCI] * 10,
    *[TerritoryLevel.COMMUNE] * 4,
    *[TerritoryLevel.PART] * 2,
    *[TerritoryLevel.DEPARTMENT] * 2,
    TerritoryLevel.REGION,
    None,
]
# The square of every tile that holds a footprint, at a zoom.
TILES = """
SELECT DISTINCT x, y FROM directory_footprint f, LATERAL (
  SELECT floor((ST_XMin(f.tile) + %(half)s) / %(side)s)::int AS west,
         floor((ST_XMax(f.tile) + %(half)s) / %(side)s)::int AS east,
         floor((%(half)s - ST_YMax(f.tile)) / %(side)s)::int AS north,
         floor((%(half)s - ST_YMin(f.tile)) / %(side)s)::int AS south
) box, generate_series(west, east) x, generate_series(north, south) y
WHERE f.tile IS NOT NULL
ORDER BY x, y LIMIT 100000
"""
DENSEST = """
SELECT x, y FROM (
  SELECT floor((ST_X(c) + %(half)s) / %(side)s)::int AS x,
         floor((%(half)s - ST_Y(c)) / %(side)s)::int AS y
  FROM directory_footprint f, LATERAL ST_Centroid(f.tile) c WHERE f.tile IS NOT NULL
) placed GROUP BY x, y ORDER BY count(*) DESC, x, y LIMIT 40
"""
HALF_WORLD = 20_037_508.342789244


def make_poles(count: int, seed: int = SEED) -> None:
    """Make up that many published poles, where people live, and derive what follows.

    Always the same for a seed. To be called in a transaction that is taken back.
    """
    chance = random.Random(seed)  # noqa: S311 - drawn for figures, not for secrets
    communes = list(
        Commune.objects.current().select_related("epci").order_by("code").defer("postcodes")
    )
    seats = chance.choices(communes, [one.population + 100 for one in communes], k=count)
    poles = Pole.objects.bulk_create(
        Pole(
            slug=f"foule-{number}",
            name=f"Pôle imaginé n° {number} : {seat.name}",
            seat=seat,
            seat_confidence=SeatConfidence.STATED,
            department_id=seat.department_id,
            region_id=seat.region_id,
            status=chance.choice(STATUSES),
            themes=chance.sample(Theme.values, 2),
            sources=["https://example.org/"],
            checked=date(2026, 11, 27),
        )
        for number, seat in enumerate(seats)
    )
    Territory.objects.bulk_create(
        one for pole, seat in zip(poles, seats, strict=True)
        if (one := territory_of(pole, seat, chance.choice(LEVELS)))
    )  # fmt: skip
    poles_changed()


def territory_of(pole: Pole, seat: Commune, level: TerritoryLevel | None) -> Territory | None:
    """One declared piece around a seat."""
    if level is None or (level == TerritoryLevel.EPCI and seat.epci_id is None):
        return None
    target = TERRITORY_TARGETS[level]
    key = seat.pk if target == "commune" else getattr(seat, f"{target}_id")
    return Territory(pole=pole, level=level, **{f"{target}_id": key})


@contextmanager
def crowd(count: int = MANY) -> Iterator[None]:
    """The project's ground with that many poles more, for as long as a measure lasts."""
    with transaction.atomic():
        make_poles(count)
        try:
            yield
        finally:
            transaction.set_rollback(True)


def measure() -> Iterable[Figure]:
    """What is served of ten thousand poles, and the heaviest tile of each zoom."""
    with crowd():
        yield from lists_and_pages()
        yield from tiles()


def lists_and_pages() -> Iterator[Figure]:
    """Every list says all that the database holds; the time of each, and of the pages."""
    client = InProcess(SERVER_NAME=HOST)
    public = Pole.objects.public()
    yield counted(client, "/api/priorites/?limit=5000", public.emerging().count())
    yield counted(client, "/api/poles/?limit=1", public.count())
    # Not `/priorites/`: distances of 2,000 emerging poles to all communes take minutes (ADR 25).
    for path in ("/", "/annuaire/", "/couverture/", "/regions/84/"):
        body, seconds = timed(lambda path=path: client.get(path))  # type: ignore[misc]
        if body.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{path} : {body.status_code}")
        weight = f"{len(body.content) / KB:.0f} ko"
        yield Figure(f"Page {path}", seconds * 1000, "ms", detail=weight)


def tiles() -> Iterator[Figure]:
    """The heaviest tile of poles at each zoom."""
    poles = tile_set("poles")
    for zoom in range(FIRST_ZOOM, LAST_ZOOM + 1):
        weights = sorted((len(tile(poles, zoom, x, y)), x, y) for x, y in places(zoom))
        weight, x, y = weights[-1]
        where = f"{zoom}/{x}/{y}, {len(weights)} pesées"
        title = f"Tuile de pôles la plus lourde au zoom {zoom}"
        yield Figure(title, weight / KB, "ko", TILE_KB, detail=where)


def counted(client: InProcess, path: str, expected: int) -> Figure:
    """How long a list takes, once it says that it has as many rows as there are."""
    body, seconds = timed(lambda: client.get(path))
    said = json.loads(body.content)["numberMatched"]
    if said != expected:
        raise RuntimeError(f"{path} : {said} annoncés, {expected} en base")
    return Figure(f"Liste {path}", seconds * 1000, "ms", detail=f"{said} annoncés, autant en base")


def timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    """An answer, and its seconds."""
    start = time.perf_counter()
    return ask(), time.perf_counter() - start


def places(zoom: int) -> list[tuple[int, int]]:
    """The tiles to weigh at a zoom: all those that hold poles, or the forty that hold most."""
    side = 2 * HALF_WORLD / 2**zoom
    with connection.cursor() as cursor:
        cursor.execute(TILES if zoom < 7 else DENSEST, {"half": HALF_WORLD, "side": side})
        return list(cursor.fetchall())
