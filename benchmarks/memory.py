"""The memory of a server that has answered everything the site can be asked."""

import random
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from urllib.parse import quote

from benchmarks.figures import Figure
from benchmarks.server import Server, running
from benchmarks.texts import SEED, search_texts
from directory.models import Pole
from geo.models import Commune, Department, Epci, Region
from publishing.files.formats import FORMATS

MOST_MB = 250
VISITORS = 4  # at once
HEAVY = (
    "/",
    "/annuaire/",
    "/donnees/",
    "/integration/",
    "/sitemap.xml",
    "/api/schema/",
    "/api/docs/",
    "/compte/connexion/",
    "/appels/",
    "/services/",
    "/partenaires/",
    "/api/poles/?geometry=territoire&limit=1000",
    "/api/poles/?bbox=4,44,6,46&geometry=territoire",
    "/api/communes/?codeDepartement=62&format=geojson&geometry=contour",
    "/api/communes/?limit=5000",
    "/api/epcis/?format=geojson&geometry=contour&codeRegion=76",
    "/api/departements/?format=geojson&geometry=contour",
    "/api/regions/?format=geojson&geometry=contour",
    "/couverture/?niveau=commune",
    "/api/couverture/?niveau=commune",
    "/api/couverture/?niveau=epci&format=geojson",
    "/priorites/",
    "/priorites/?candidats=epci&scenario=meilleurs:emergents:8",
    "/priorites/territoires/",
    "/api/scores/?limit=2000",
    "/api/scenarios/?scenario=meilleurs:epci:8&scenario=meilleurs:emergents:8&communes=oui",
    "/api/lacunes/",
    "/api/priorites/",
    "/api/sites/?k=15",
    "/api/sites/?k=15&methode=exacte",
    *(f"/api/exports/couverture-communes.{form}" for form in FORMATS),
    *(f"/api/exports/lacunes.{form}" for form in FORMATS),
    "/tuiles/sol.json",
)
# Column and row, at zoom 8, of ground around Paris, Lille, Lyon, Marseille, Cayenne, Saint-Denis.
AROUND = ((129, 88), (130, 86), (131, 91), (131, 93), (90, 124), (167, 143))


def measure() -> Iterable[Figure]:
    """Memory at rest, then after all requests, then at its highest."""
    with running() as server:
        resting = server.megabytes("VmRSS")
        addresses = requests()
        failures = visit(server, addresses)
        worked, highest = server.megabytes("VmRSS"), server.megabytes("VmHWM")
        apart, most_apart = server.besides("VmRSS"), server.besides("VmHWM")
    if not resting:
        yield Figure("Mémoire du serveur", 0, "Mo", detail="non mesurée hors de Linux")
        return
    detail = f"{len(addresses)} requêtes, {VISITORS} à la fois ; au départ {resting:.0f} Mo"
    if failures:
        detail += f" ; {len(failures)} refusées, dont {failures[0]}"
    yield Figure("Mémoire du serveur (RSS)", worked, "Mo", MOST_MB, detail=detail)
    yield Figure("Mémoire du serveur, au plus haut", highest, "Mo", MOST_MB)
    detail = f"au plus haut {most_apart:.0f} Mo ; rendue après dix minutes sans calcul"
    yield Figure("Mémoire des processus de calcul (RSS)", apart, "Mo", detail=detail)


def requests() -> list[str]:
    """Pages, machine doors, tiles and searches, heavy ones among light ones."""
    dice = random.Random(SEED)  # noqa: S311  (a sample, no secret)
    pages = chain(
        (f"/poles/{slug}/" for slug in Pole.objects.public().values_list("slug", flat=True)),
        some(dice, "communes", Commune.objects.current().values_list("pk", flat=True), 60),
        some(dice, "epci", Epci.objects.current().values_list("pk", flat=True), 30),
        some(dice, "departements", Department.objects.current().values_list("pk", flat=True), 20),
        some(dice, "regions", Region.objects.current().values_list("pk", flat=True), 10),
    )
    searches = (f"/api/recherche/?q={quote(text)}" for text in dice.sample(search_texts(), 80))
    addresses = [*HEAVY, *HEAVY, *pages, *searches, *tiles()]
    dice.shuffle(addresses)
    return addresses


def some(dice: random.Random, folder: str, keys: Iterable[str], count: int) -> list[str]:
    """Pages of some areas."""
    every: Sequence[str] = sorted(keys)
    return [f"/{folder}/{key}/" for key in dice.sample(every, min(count, len(every)))]


def tiles() -> list[str]:
    """Tiles that hold each place, at every zoom that has tiles."""
    return [
        f"/tuiles/sol/{zoom}/{column * 2**zoom // 2**8}/{row * 2**zoom // 2**8}.mvt"
        for column, row in AROUND
        for zoom in range(3, 15)
    ]


def visit(server: Server, addresses: list[str]) -> list[str]:
    """Ask for every address, some at once; return those that were refused."""

    def walk(mine: list[str]) -> list[str]:
        with server.client() as client:
            return [path for path in mine if client.get(path).status not in (200, 204)]

    with ThreadPoolExecutor(VISITORS) as visitors:
        shares = [addresses[n::VISITORS] for n in range(VISITORS)]
        return sorted(chain.from_iterable(visitors.map(walk, shares)))
