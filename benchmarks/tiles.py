"""Ground tiles: their weight at every zoom, and a warm one at zoom 8 against its own SQL."""

from collections.abc import Iterable, Iterator

from benchmarks.figures import KB, Figure, alternately, french, median
from benchmarks.raw import captured, plain_connection, replay
from benchmarks.server import running
from benchmarks.weights import Tile, draw, spaced, weighed

WEIGHT_KB, MOST_RATIO = 300, 3
TIMED_ZOOM = 8
TIMED, RUNS = 9, 15


def measure() -> Iterable[Figure]:
    """Weights, then times."""
    timed: list[Tile] = []
    for tiles in weighed():
        heaviest = tiles[0]
        if heaviest.zoom == TIMED_ZOOM:
            timed = spaced(tiles, TIMED)
        yield Figure(
            f"Tuile la plus lourde au zoom {heaviest.zoom}",
            heaviest.weight / KB,
            "ko",
            WEIGHT_KB,
            detail=f"{heaviest.zoom}/{heaviest.column}/{heaviest.row}, {len(tiles)} tuiles pesées",
        )
    yield from times(timed)


def times(tiles: list[Tile]) -> Iterator[Figure]:
    """The whole answer over HTTP, compressed, beside the statement alone."""
    served, ratios = [], []
    with running() as server, server.client() as client, plain_connection() as plain:
        for tile in tiles:
            statements = captured(lambda tile=tile: draw(tile.zoom, tile.column, tile.row))  # type: ignore[misc]
            whole, bare = alternately(
                [
                    lambda tile=tile: client.get_whole(tile.path),  # type: ignore[misc]
                    lambda statements=statements: replay(plain, statements),  # type: ignore[misc]
                ],
                RUNS,
                warm_up=2,
            )
            served.append(median(whole))
            ratios.append(median(whole) / median(bare))
    yield Figure(
        f"Tuile chaude au zoom {TIMED_ZOOM} par HTTP",
        median(served) * 1000,
        "ms",
        detail=f"{len(tiles)} tuiles, de la plus lourde à la plus légère",
    )
    yield Figure(
        "Rapport à son SQL, la plus lourde", ratios[0], "×", MOST_RATIO, detail=tiles[0].path
    )
    yield Figure(
        "Rapport à son SQL, médiane des tuiles",
        median(ratios),
        "×",
        MOST_RATIO,
        detail=f"de {french(min(ratios))} à {french(max(ratios))}",
    )
