"""What tests in a browser are made with: two sizes of window, a watch over pages, axe-core."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page, Request, Response, ViewportSize

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
# A window zoomed four times, or the smallest telephones: nothing scrolls sideways (WCAG 1.4.10).
NARROWEST: ViewportSize = {"width": 320, "height": 640}
AXE = settings.NODE_MODULES / "axe-core" / "axe.min.js"


class Watch:
    """What a page did that no page should."""

    def __init__(self, origin: str) -> None:
        self.origin = urlsplit(origin).netloc
        self.faults: list[str] = []
        self.third_parties: list[str] = []
        self.expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """Allow a fault, or a third party, whose text matches."""
        self.expected.append(re.compile(pattern))

    def follow(self, page: Page) -> None:
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self.on_request)
        page.on("requestfailed", self.on_failure)
        page.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        # On a slow machine, or without script, Chromium finds a preload unused; it is no fault.
        if "was preloaded using link preload" in message.text:
            return
        if message.type in ("error", "warning"):
            where = message.location.get("url", "")
            self.faults.append(f"console: {message.text} {where}")

    def on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != self.origin:
            self.third_parties.append(request.url)

    def on_failure(self, request: Request) -> None:
        # What the page itself gives up (a tile out of sight, an older filter) is no fault.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} {request.failure}")

    def on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"answer: {response.status} {response.url}")

    def left(self) -> list[str]:
        """Faults that no test expected."""
        every = self.faults + [f"third party: {url}" for url in self.third_parties]
        return [f for f in every if not any(pattern.search(f) for pattern in self.expected)]


def violations(page: Page) -> list[str]:
    """What axe-core finds, a line each: rule, then the elements at fault."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())  # by the debugger: the page's own policy stays strict
    found = page.evaluate(
        "() => axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)"
    )
    return [
        f"{rule['id']}: {', '.join(str(node['target']) for node in rule['nodes'][:5])}"
        for rule in found
    ]


def faults_at_both_widths(page: Page, *, again: bool = False) -> list[str]:
    """What axe-core finds on a desktop and on a phone, and whether the page is wider than either.

    `again` asks for the page anew at the second width, where a script looks at it only once.
    """
    found = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        if again and size is PHONE:
            page.reload()
            if page.locator("#carte").count():
                ready(page)
        faults = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("wider than the window")
        found += [f"at {size['width']} px: {fault}" for fault in faults]
    return found


def ready(page: Page) -> Page:
    """A page whose maps are drawn."""
    page.wait_for_selector("html[data-pret=oui]", timeout=20_000)
    return page


COLOUR = """([id, aside]) => {
    const frame = document.getElementById(id).getBoundingClientRect();
    const x = frame.x + frame.width / 2 + aside, y = frame.y + frame.height / 2 + aside;
    for (const tile of document.querySelectorAll(`#${id} canvas.leaflet-tile`)) {
        const box = tile.getBoundingClientRect();
        if (x < box.x || x >= box.right || y < box.y || y >= box.bottom) continue;
        const scale = tile.width / box.width;
        const at = [(x - box.x) * scale, (y - box.y) * scale];
        return [...tile.getContext('2d').getImageData(...at, 1, 1).data].slice(0, 3);
    }
    return [];
}"""


def colour_at_centre(page: Page, map_id: str, aside: int = 0) -> list[int]:
    """The colour of a map at its centre, or so many pixels below and right of it."""
    return page.evaluate(COLOUR, [map_id, aside])


def wait_for_colour(page: Page, map_id: str, wanted: list[int]) -> None:
    """Until a map has that colour at its centre."""
    page.wait_for_function(
        f"([id, wanted]) => ({COLOUR})([id, 0]).join() === wanted",
        arg=[map_id, str(wanted)[1:-1].replace(" ", "")],
    )
