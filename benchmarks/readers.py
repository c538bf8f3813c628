"""What two hundred slow readers of whole pages, all at once, cost whoever comes next.

`python -m benchmarks.readers` measures without the other benches.
"""

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing

from benchmarks.figures import Figure, french
from benchmarks.server import HOST, running
from benchmarks.unfinished import EACH, MOST_SECONDS, TRIES, begun, home

OWN = "{own}"


PAGES = ("/", "/annuaire/", "/couverture/", "/priorites/")
WARM = ("/integration/", "/donnees/")  # a site in service, whose home page nobody has asked yet


def asked() -> Iterator[tuple[str, list[bytes]]]:
    """Kinds of slow readers: in words, and what each of them asks."""
    from geo.models import Commune  # noqa: PLC0415 - once Django is

    codes = Commune.objects.current().order_by("-population", "pk").values_list("pk", flat=True)
    communes = [asking(f"/communes/{code}/") for code in codes[:EACH]]
    for page in PAGES:
        yield f"lecteurs lents de {page}", [asking(page)] * EACH
    yield "d'autant de communes", communes
    yield "d'autant de recherches", [asking(f"/annuaire/?q={n}") for n in range(EACH)]
    yield "d'autant de cartes", [asking(f"/?q={n}") for n in range(EACH)]
    yield "de / sous autant de ports", [asking("/", host=f"{HOST}:{n + 1}") for n in range(EACH)]
    yield "de / avec autant de cookies", [asking("/", f"Cookie: a={n}") for n in range(EACH)]
    every = [asking(page) for page in PAGES for _ in range(EACH)]
    yield "de chacune, et des communes", every + communes


def asking(path: str, header: str = "X-Slow: yes", host: str = "") -> bytes:
    """A request; by default to the site's own host, which is filled in once it listens."""
    return f"GET {path} HTTP/1.1\r\nHost: {host or OWN}\r\n{header}\r\n\r\n".encode()


def measure() -> Iterable[Figure]:
    """The home page as soon as all have asked: the longest of some answers."""
    for name, requests in asked():
        with running() as server, ExitStack() as opened:
            with server.client() as client:
                for page in WARM:
                    client.get_whole(page)
            own = f"{HOST}:{server.port}".encode()
            for words in requests:
                line = begun(server.port, words.replace(OWN.encode(), own))
                opened.enter_context(closing(line))
            worst, lost = home(server)
            memory = server.megabytes("VmHWM")
        detail = f"{TRIES} essais, {lost} sans réponse ; {french(memory)} Mo au plus haut"
        yield Figure(f"{EACH} {name}", worst, "s", MOST_SECONDS, detail=detail)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    django.setup()
    for figure in measure():
        print(f"{figure.label:50} {figure.value:7.3f} s   {figure.detail}", flush=True)  # noqa: T201
