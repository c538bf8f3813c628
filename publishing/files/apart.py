"""Files of the heavy formats, written by a process of their own: see `writing`.

The rows are read here, in the reader's own transaction, and go down a pipe. The process is
started by `vfork` and `exec`, never by a bare fork, which a server with threads cannot survive.
"""

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import IO

from django.conf import settings
from rest_framework import exceptions, status

from publishing.columns import Column
from publishing.dataset import Encoding
from publishing.features import dump
from publishing.files.cells import sheet_columns, sheet_rows, values
from publishing.files.provenance import Document
from publishing.files.writing.orders import Order, Row, send
from publishing.problems import AGAIN, BusyError
from tables.formulas import harmless

COMMAND = (sys.executable, "-m", "publishing.files.writing")
MOST_SECONDS = 600.0  # then the process is stopped, whatever it is waiting for
MOST_WORDS = 20_000  # bytes of its complaint that are kept

logger = logging.getLogger(__name__)


class WritingError(exceptions.APIException):
    """A file that its writer gave up: a fault of ours."""

    status_code = status.HTTP_500_INTERNAL_SERVER_ERROR
    default_code = "ecriture"


def vectors(document: Document, folder: Path) -> Path:
    """Every column, and geometries as WKB."""
    columns = document.table_columns()
    return written(order_of(document, columns), vector_rows(document, columns), folder)


def vector_rows(document: Document, columns: tuple[Column, ...]) -> Generator[Row, None, None]:
    """The rows of a spatial file."""
    for record in document.records(Encoding.WKB):
        shape = None if record.geometry is None else bytes(record.geometry)
        yield values(document, columns, record), shape


def workbook(document: Document, folder: Path) -> Path:
    """A spreadsheet: no text of it is a formula."""
    order = order_of(document, sheet_columns(document))
    lines = tuple((harmless(name), harmless(value)) for name, value in order.lines)
    rows = ((row, None) for row in sheet_rows(document))
    return written(replace(order, lines=lines), rows, folder)


def order_of(document: Document, columns: tuple[Column, ...]) -> Order:
    """What the process has to know."""
    return Order(
        form=document.form,
        stem=document.stem,
        layer=document.export.name,
        title=document.export.title,
        description=document.export.description,
        date=document.date,
        software=document.provenance["logiciel"],
        columns=columns,
        geometry=document.extract.geometry,
        provenance=dump(document.provenance),
        lines=tuple(document.provenance_lines()),
    )


def written(order: Order, rows: Generator[Row, None, None], folder: Path) -> Path:
    """The whole file, or an error: WritingError, BusyError, or what reading the rows raises.

    Whatever happens the process has ended and the cursor is closed; `folder` is the caller's to
    remove, with all that the process put there, temporary files included.
    """
    with tempfile.TemporaryFile() as complaint, closing(rows):
        process = started(folder, complaint)
        watch = Timer(MOST_SECONDS, process.kill)
        watch.start()
        try:
            assert process.stdin is not None  # noqa: S101  (a pipe was asked for)
            # It went away before the end: its exit code says why.
            with suppress(BrokenPipeError), process.stdin as pipe:
                send(order, rows, pipe)
            code = process.wait()
        finally:
            watch.cancel()
            process.kill()
            process.wait()
        path = folder / order.file_name
        if code or not path.is_file():
            raise failure(order, code, complaint)
    return path


def started(folder: Path, complaint: IO[bytes]) -> subprocess.Popen[bytes]:
    """The process, waiting for its order."""
    try:
        return subprocess.Popen(  # noqa: S603
            [*COMMAND, str(folder)],
            cwd=settings.BASE_DIR,
            env=os.environ | {"TMPDIR": str(folder)},
            stdin=subprocess.PIPE,
            stdout=complaint,
            stderr=complaint,
        )
    except OSError as error:  # neither memory nor processes are left
        raise BusyError(f"Le serveur manque de ressources ; {AGAIN}.") from error


def failure(order: Order, code: int, complaint: IO[bytes]) -> BusyError | WritingError:
    """What is told of a process that gave no file; the journal has its own words."""
    complaint.seek(0)
    words = complaint.read(MOST_WORDS).decode(errors="replace").strip()
    logger.error("%s: the writing process ended with %s\n%s", order.file_name, code, words)
    if code < 0:  # by a signal: out of memory, too long, or a server that is being stopped
        return BusyError(f"L'écriture du fichier {order.form} a été interrompue ; {AGAIN}.")
    return WritingError(
        f"Le fichier {order.form} n'a pas pu être écrit ; l'incident est consigné. "
        "Les formats geojson et csv ne passent pas par là."
    )
