"""Which browser pages are opened in: Debian's Chromium, without windows where that is installed."""

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium_path() -> str:
    """The program that `CHROMIUM` names, or the first of those installed."""
    given = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if given is None:
        raise FileNotFoundError("Chromium est introuvable : bin/setup --tests l’installe.")
    return given
