"""The best sites, asked of the real server: fifteen among all EPCI, 30 km around each."""

from collections.abc import Iterable

from benchmarks.figures import Figure, durations, french, median, spread
from benchmarks.server import running

QUICK = "/api/sites/?k=15&rayon_km=30&candidats=epci"
EXACT = f"{QUICK}&methode=exacte"
QUICK_SECONDS, EXACT_SECONDS = 1, 30
RUNS, EXACT_RUNS = 7, 3


def measure() -> Iterable[Figure]:
    """A worker that has not answered yet, then the same again, then with its proof."""
    with running() as server, server.client() as client:
        (first,) = durations(lambda: client.get_whole(QUICK), 1, warm_up=0)
        again = durations(lambda: client.get_whole(QUICK), RUNS, warm_up=0)
        exact = durations(lambda: client.get_whole(EXACT), EXACT_RUNS, warm_up=0)
    yield Figure("Sites, première demande", first, "s", QUICK_SECONDS, detail=QUICK)
    yield Figure(
        "Sites, demandes suivantes", median(again), "s", QUICK_SECONDS, detail=spread(again, 1, "s")
    )
    yield Figure(
        "Sites, réponse exacte",
        median(exact),
        "s",
        EXACT_SECONDS,
        detail=f"{spread(exact, 1, 's')} ; rapide : {french(median(again))} s",
    )
