"""The first view of the map in a real Chromium, its cache empty: weight, requests, time."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.figures import KB, Figure, median, spread
from benchmarks.server import Server, running
from tests.harness.chromium import ARGUMENTS, chromium_path

RUNS = 7
WEIGHT_KB, READY_SECONDS = 400, 1.5
STEP_MS, QUIET_MS = 100, 800
SCREENS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("1280 × 800", {"viewport": {"width": 1280, "height": 800}}),
    (
        "390 × 844",
        {
            "viewport": {"width": 390, "height": 844},
            "device_scale_factor": 2,
            "is_mobile": True,
            "has_touch": True,
        },
    ),
)


@dataclass
class View:
    """What one opening of the page cost, as Chromium's own debugger counts it."""

    origin: str
    requests: list[str] = field(default_factory=list)
    underway: set[str] = field(default_factory=set)
    weight: float = 0  # bytes over the wire, headers included
    ready: float = 0  # seconds from the click to a map that is drawn

    def on_request(self, event: dict[str, Any]) -> None:
        """Count a request; pictures written in the page itself are none."""
        address = event["request"]["url"]
        if urlsplit(address).scheme in ("http", "https"):
            self.requests.append(address)
            self.underway.add(event["requestId"])

    def on_finished(self, event: dict[str, Any]) -> None:
        """Weigh an answer."""
        self.weight += event["encodedDataLength"]
        self.underway.discard(event["requestId"])

    def on_failed(self, event: dict[str, Any]) -> None:
        """A request that the page gave up, or that failed."""
        self.underway.discard(event["requestId"])

    @property
    def third_parties(self) -> list[str]:
        """Requests to anybody but the site."""
        return [url for url in self.requests if not url.startswith(f"{self.origin}/")]


def measure() -> Iterable[Figure]:
    """Every screen."""
    with running() as server, chromium() as browser:
        for title, screen in SCREENS:
            yield from figures_of(title, views(browser, server, screen))


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the tests."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=chromium_path(),
            args=ARGUMENTS,
        )


def views(browser: Browser, server: Server, screen: dict[str, Any]) -> list[View]:
    """Several openings; the first one, which warms the server, does not count."""
    return [open_page(browser, server, screen) for _ in range(RUNS + 1)][1:]


def open_page(browser: Browser, server: Server, screen: dict[str, Any]) -> View:
    """Open the map in a new profile and wait until nothing moves any more."""
    context = browser.new_context(locale="fr-FR", **screen)
    try:
        page, view = context.new_page(), View(server.address)
        debugger = context.new_cdp_session(page)
        debugger.on("Network.requestWillBeSent", view.on_request)
        debugger.on("Network.loadingFinished", view.on_finished)
        debugger.on("Network.loadingFailed", view.on_failed)
        debugger.send("Network.enable")
        page.goto(f"{server.address}/")
        page.wait_for_selector("html[data-pret=oui]", timeout=60_000)
        wait_until_quiet(page, view)
        view.ready = (
            page.evaluate("() => performance.getEntriesByName('carte-prete')[0].startTime") / 1000
        )
        return view
    finally:
        context.close()


def wait_until_quiet(page: Page, view: View) -> None:
    """What comes after the map is ready counts too: until nothing was asked for a while."""
    quiet, asked = 0, len(view.requests)
    while quiet < QUIET_MS:
        page.wait_for_timeout(STEP_MS)
        still = not view.underway and len(view.requests) == asked
        quiet, asked = (quiet + STEP_MS if still else 0), len(view.requests)


def figures_of(title: str, seen: list[View]) -> Iterator[Figure]:
    """The four figures of a screen."""
    strangers = sorted({url for view in seen for url in view.third_parties})
    ready = [view.ready for view in seen]
    yield Figure(
        f"Poids de / en {title}",
        median([view.weight for view in seen]) / KB,
        "ko",
        WEIGHT_KB,
        detail="octets reçus, en-têtes et cartons d'outre-mer compris",
    )
    yield Figure(f"Requêtes de / en {title}", median([len(view.requests) for view in seen]))
    yield Figure(
        f"Requêtes à des tiers en {title}", len(strangers), budget=0, detail=" ".join(strangers)
    )
    yield Figure(f"Carte prête en {title}", median(ready), "s", READY_SECONDS, detail=spread(ready))
