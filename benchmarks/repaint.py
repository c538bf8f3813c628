"""The map of coverage repainted for another radius, in a real Chromium."""

from collections.abc import Iterable

from playwright.sync_api import Page

from benchmarks.figures import Figure, median, spread
from benchmarks.first_view import SCREENS, chromium
from benchmarks.server import running

PATH = "/couverture/?niveau=commune"
REPAINT_MS = 500
RADII = (20, 45, 10, 60, 35, 15, 80)

# From the change of the field to the next frame after every tile is painted.
CHANGE = """
(radius) => new Promise((resolve) => {
  const map = document.getElementById("couv-carte");
  const field = document.getElementById("couv-rayon");
  const watch = new MutationObserver(() => {
    watch.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - begun));
  });
  watch.observe(map, { attributeFilter: ["data-peinture"] });
  const begun = performance.now();
  field.value = radius;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})
"""
# The page then asks the server for the figures, and paints once more.
SETTLED = """
(paintings) => Number(document.getElementById("couv-carte").dataset.peinture) >= paintings
  && !document.getElementById("contenu").hasAttribute("aria-busy")
"""


def measure() -> Iterable[Figure]:
    """Every screen."""
    with running() as server, chromium() as browser:
        for title, screen in SCREENS:
            context = browser.new_context(locale="fr-FR", **screen)
            page = context.new_page()
            page.goto(f"{server.address}{PATH}")
            page.wait_for_selector("html[data-pret=oui]", timeout=60_000)
            taken = [change(page, radius) for radius in RADII]
            context.close()
            yield Figure(
                f"Carte repeinte en {title}",
                median(taken),
                "ms",
                REPAINT_MS,
                detail=spread(taken, 1),
            )


def change(page: Page, radius: int) -> float:
    """Milliseconds of one repaint; waits until the page is at rest again."""
    painted = int(page.locator("#couv-carte").get_attribute("data-peinture") or 0)
    taken: float = page.evaluate(CHANGE, radius)
    page.wait_for_function(SETTLED, arg=painted + 2, timeout=60_000)
    return taken
