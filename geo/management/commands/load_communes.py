"""Loads data/communes into the database: a dry run with its differences, or with --write."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from geo.ground import stored_digest
from geo.loading.reading import GroundError, digest_of, read_ground
from geo.loading.writing import load_ground
from tables.console import Told, console_on
from tables.reporting import counted
from tables.staging import Changes

SHOWN = 8


class Command(BaseCommand):
    """manage.py load_communes [--write]."""

    help = (
        "Compare data/communes à la base (ajouts, changements, disparitions) et, avec --write, "
        "l'écrit d'un seul tenant. Rien n'est jamais supprimé : ce qui disparaît devient obsolète."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="écrit dans la base")
        parser.add_argument("--force", action="store_true", help="recharge même sans changement")
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "data" / "communes",
            help="dossier à charger (défaut : data/communes)",
        )

    def handle(self, *_: Any, folder: Path, write: bool, force: bool, **__: Any) -> None:
        console = console_on(self.stdout)
        step = Told(console).step
        if not folder.is_dir():
            raise CommandError(f"{folder} : ce dossier n'existe pas")
        if write and not force and stored_digest() == digest_of(folder):
            console.print("Communes : déjà à jour, rien à charger.")
            return
        try:
            with step("Lecture et vérification des fichiers"):
                ground = read_ground(folder)
            changes = load_ground(ground, write=write, step=step)
        except (GroundError, ValueError) as error:
            raise CommandError(str(error)) from None
        for change in changes:
            show(console, change)
        if not write:
            console.print("Essai à blanc : rien n'a été écrit. Ajouter --write pour écrire.")


def show(console: Console, change: Changes) -> None:
    """One line a table, with the first codes of each kind of change."""
    console.print(
        f"{change.table} : {counted(len(change.added), 'ajout')},"
        f" {counted(len(change.changed), 'changement')}, {counted(len(change.gone), 'disparition')}"
    )
    for title, codes in (("changés", change.changed), ("disparus", change.gone)):
        if codes:
            more = f"… et {counted(len(codes) - SHOWN, 'autre')}" if len(codes) > SHOWN else ""
            console.print(f"    {title} : {', '.join(codes[:SHOWN])}{more}")
