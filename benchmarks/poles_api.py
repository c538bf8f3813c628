"""The poles with their footprints, as the map of another site would ask for them at once."""

from collections.abc import Iterable

from django.test import Client as InProcess

from benchmarks.figures import KB, Figure, alternately, median, spread
from benchmarks.raw import captured, plain_connection, replay
from benchmarks.server import HOST, running

PATH = "/api/poles/?geometry=territoire&limit=1000"
WEIGHT_KB, MOST_QUERIES = 250, 6
RUNS = 15


def measure() -> Iterable[Figure]:
    """Weight, queries, time."""
    in_process = InProcess(SERVER_NAME=HOST)
    in_process.get(PATH)  # the first one also opens the connection
    statements = captured(lambda: in_process.get(PATH))
    with running() as server, server.client() as client, plain_connection() as plain:
        weight = len(client.get_whole(PATH))
        served, bare = alternately(
            [lambda: client.get_whole(PATH), lambda: replay(plain, statements)], RUNS
        )
    yield Figure("Pôles et territoires, gzip", weight / KB, "ko", WEIGHT_KB, detail=PATH)
    yield Figure("Requêtes SQL de cette réponse", len(statements), budget=MOST_QUERIES)
    yield Figure(
        "Temps de cette réponse par HTTP",
        median(served) * 1000,
        "ms",
        ratio=median(served) / median(bare),
        detail=spread(served),
    )
