"""Takes the pictures of the README from a running site: `python docs/capture.py [adresse]`."""

import sys
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.harness.chromium import ARGUMENTS, chromium_path

FOLDER = Path(__file__).parent / "images"
PICTURES = (
    ("carte.png", "/", ViewportSize(width=1280, height=800)),
    ("couverture.png", "/couverture/?niveau=commune", ViewportSize(width=1280, height=1000)),
    ("priorites.png", "/priorites/?candidats=epci", ViewportSize(width=1280, height=1000)),
)
READY = 'html[data-pret="oui"]'


def main(site: str) -> None:
    """Write each picture of `PICTURES`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=ARGUMENTS,
        )
        for name, path, size in PICTURES:
            page = browser.new_page(viewport=size, locale="fr-FR", reduced_motion="reduce")
            page.goto(site + path)
            page.wait_for_selector(READY, state="attached")
            page.screenshot(path=FOLDER / name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
