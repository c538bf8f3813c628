"""Exports of the 35,000 communes with their contours: time, and the memory that they leave."""

from collections.abc import Iterable, Iterator

from benchmarks.figures import MB, Figure, french
from benchmarks.memory import MOST_MB
from benchmarks.server import Client, Server, running
from publishing.files.formats import FORMATS

PATH = "/api/exports/couverture-communes"
FIRST_BYTE_SECONDS, WHOLE_SECONDS, STREAMING_MB = 1, 10, 400


def measure() -> Iterable[Figure]:
    """GeoJSON alone on a new worker, then every format on another."""
    with running() as server, server.client() as client:
        yield from streamed(server, client)
    with running() as server, server.client() as client:
        yield from every_format(server, client)


def streamed(server: Server, client: Client) -> Iterator[Figure]:
    """The first request of a worker, then one compressed as for browsers."""
    plain = client.download(f"{PATH}.geojson")
    highest = server.megabytes("VmHWM")
    zipped = client.download(f"{PATH}.geojson", "gzip")
    for title, file in (("", plain), (", gzip", zipped)):
        weight = f"{french(file.weight / MB)} Mo"
        yield Figure(
            f"Communes en GeoJSON{title}, premier octet", file.first_byte, "s", FIRST_BYTE_SECONDS
        )
        yield Figure(
            f"Communes en GeoJSON{title}, entier", file.whole, "s", WHOLE_SECONDS, detail=weight
        )
    yield Figure("Worker pendant le GeoJSON, au plus haut", highest, "Mo", STREAMING_MB)


def every_format(server: Server, client: Client) -> Iterator[Figure]:
    """Each format once: how long it takes, and what the worker keeps."""
    resting = server.megabytes("VmRSS")
    for form in FORMATS:
        file = client.download(f"{PATH}.{form}")
        kept = f"{french(file.weight / MB)} Mo ; worker ensuite : {server.megabytes('VmRSS'):.0f}"
        yield Figure(f"Communes en {form}", file.whole, "s", detail=f"{kept} Mo")
    yield Figure(
        "Worker après chaque format",
        server.megabytes("VmRSS"),
        "Mo",
        MOST_MB,
        detail=f"au départ {resting:.0f} Mo",
    )
    yield Figure("Worker, au plus haut", server.megabytes("VmHWM"), "Mo", MOST_MB)
