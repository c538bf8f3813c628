"""Runs the measures asked for, one after the other, and prints their table."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import django
import psycopg
from django.db import DatabaseError
from playwright.sync_api import Error as BrowserError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from benchmarks import (  # noqa: E402  (models are there once Django is)
    coverage,
    crowd,
    exports,
    first_view,
    loading,
    machine,
    memory,
    poles_api,
    readers,
    repaint,
    report,
    search,
    sites,
    tiles,
    unfinished,
)
from benchmarks.figures import Figure, Section  # noqa: E402

FAILURES = (RuntimeError, OSError, DatabaseError, psycopg.Error, BrowserError)
MEASURES: dict[str, tuple[str, Callable[[], Iterable[Figure]]]] = {
    "vue": ("Première vue de la carte, cache vide", first_view.measure),
    "poles": ("Pôles pour les machines", poles_api.measure),
    "tuiles": ("Tuiles du fond, avant compression", tiles.measure),
    "memoire": ("Mémoire du serveur", memory.measure),
    "inacheve": ("La page d'accueil sous des requêtes inachevées", unfinished.measure),
    "lecteurs": ("La page d'accueil sous des lecteurs lents de pages", readers.measure),
    "recherche": ("Recherche", search.measure),
    "couverture": ("Couverture", coverage.measure),
    "sites": ("Choix des sites", sites.measure),
    "exports": ("Exports", exports.measure),
    "foule": ("Dix mille pôles", crowd.measure),
    "peinture": ("Page de la couverture, un autre rayon", repaint.measure),
    "chargement": ("Chargement", loading.measure),
}


def main() -> int:
    """Measure, print; 1 where a measure fails, or exceeds its budget with `--strict`."""
    asked = arguments()
    console = report.console_for_tables()
    here = machine.describe()
    console.print(here.sentence())
    if here.busy:
        console.print(
            f"Machine occupée (charge {here.load}) : les durées sont surestimées,"
            " les rapports au SQL restent justes."
        )
    sections, failed = [], False
    for name in asked.only or MEASURES:
        title, measure = MEASURES[name]
        load, begun = machine.load(), time.perf_counter()
        with console.status(f"{title}…"):
            try:
                figures = list(measure())
            except FAILURES as error:
                console.print(f"« {title} » n'a pas pu être mesuré : {error}", markup=False)
                failed = True
                continue
        sections.append(Section(name, title, figures, load, time.perf_counter() - begun))
    if sections:
        console.print(report.table_of(sections))
    over = report.exceeded(sections)
    if over:
        console.print(f"Budgets dépassés : {', '.join(over)}.")
    elif not failed:
        console.print("Tous les budgets sont tenus.")
    if asked.json:
        report.write_json(asked.json, here, sections)
    return 1 if failed or (over and asked.strict) else 0


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=MEASURES, metavar="NOM")
    parser.add_argument("--json", type=Path, metavar="FICHIER")
    parser.add_argument("--strict", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    # Stopped in whatever way, the server and the throw-away database go with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
