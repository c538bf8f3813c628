"""`manage.py export_layer`: the files of /api/exports/, from the command line."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404, QueryDict
from rest_framework.exceptions import APIException
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from publishing.dataset import Record
from publishing.files.declaring import export_named, exports
from publishing.files.formats import FORMATS, Format, format_named
from publishing.files.making import own_folder, pieces
from publishing.files.provenance import Document, document
from tables.console import console_on

STANDARD_OUTPUT = "-"


class Command(BaseCommand):
    """Thin door to publishing.files."""

    help = (
        "Écrit un export dans un fichier, avec les filtres de /api/exports/. Sans nom, donne la "
        "liste des exports."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", metavar="NOM", help="nom de l'export")
        parser.add_argument(
            "--format", dest="form", help=f"{', '.join(FORMATS)} (défaut : selon --output, geojson)"
        )
        parser.add_argument(
            "--filter",
            dest="filters",
            action="append",
            default=[],
            metavar="CLÉ=VALEUR",
            help="un paramètre de l'API ; peut être répété",
        )
        parser.add_argument(
            "--output", help="fichier ou dossier ; « - » : sortie standard (défaut : ici, daté)"
        )

    def handle(
        self,
        *_: Any,
        name: str | None,
        form: str | None,
        filters: list[str],
        output: str | None,
        **__: Any,
    ) -> None:
        if name is None:
            for export in exports():
                self.stdout.write(f"{export.name} : {export.title}")
            return
        try:
            export = export_named(name)
            chosen = format_named(form or form_of(output), spatial=export.spatial)
            asked = document(export, chosen.form, query_of(filters))
            self.make(asked, chosen, output)
        except (Http404, APIException) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"écriture impossible : {error}") from error

    def make(self, asked: Document, chosen: Format, output: str | None) -> None:
        """Write the file beside its place, then put it there: nothing is left half-written."""
        screen = console_on(self.stderr)
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=screen,
            disable=not screen.is_terminal,
        ) as progress:
            total = asked.extract.count() if screen.is_terminal else None
            task = progress.add_task(asked.file_name, total=total)

            def watch(rows: Iterator[Record]) -> Iterator[Record]:
                for row in rows:
                    yield row
                    progress.advance(task)

            asked.watch = watch
            if output == STANDARD_OUTPUT:
                to_standard_output(asked, chosen)
                return
            target = target_of(asked, output)
            to_file(asked, chosen, target)
        size = f"{target.stat().st_size / 1e6:.1f}".replace(".", ",")
        self.stdout.write(f"{target} : {size} Mo")


def form_of(output: str | None) -> str:
    """The format that the name of a file says, the longest first."""
    name = Path(output or "").name.lower()
    known = sorted(FORMATS, key=len, reverse=True)
    return next((form for form in known if name.endswith(f".{form}")), "geojson")


def query_of(filters: list[str]) -> QueryDict:
    """The parameters, as an address would carry them."""
    params = QueryDict(mutable=True)
    for text in filters:
        key, sign, value = text.partition("=")
        if not sign or not key:
            raise CommandError(f"--filter {text} : attendu CLÉ=VALEUR")
        params.appendlist(key, value)
    return params


def target_of(asked: Document, output: str | None) -> Path:
    """Where the file goes."""
    target = Path(output) if output else Path(asked.file_name)
    return target / asked.file_name if target.is_dir() else target


def to_file(asked: Document, chosen: Format, target: Path) -> None:
    """Make the file under another name, in the folder where it goes."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if chosen.streamed:
            with beside.open("wb") as file:
                for piece in pieces(chosen.write(asked)):
                    file.write(piece)
        else:
            with own_folder() as folder:
                shutil.copyfile(chosen.write(asked, folder), beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def to_standard_output(asked: Document, chosen: Format) -> None:
    """Send the file down a pipe."""
    stream = sys.stdout.buffer
    if chosen.streamed:
        for piece in pieces(chosen.write(asked)):
            stream.write(piece)
        return
    with own_folder() as folder, chosen.write(asked, folder).open("rb") as file:
        shutil.copyfileobj(file, stream)
