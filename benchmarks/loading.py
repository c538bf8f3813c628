"""The whole load of the communes and of the poles, in a database made for it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from benchmarks.figures import MB, Figure, durations, french, median, spread
from benchmarks.processor import database_seconds
from benchmarks.throwaway import throwaway_database
from directory.footprints import derive_footprints

LOAD_SECONDS, LOAD_MB = 30, 1500
RUNS = 5
# ru_maxrss counts kibibytes, and bytes on macOS.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    """What a command took."""

    seconds: float
    processor: float  # seconds of its own, whatever else the machine did
    database: float | None  # those of the database server, where it can be asked
    megabytes: float

    @property
    def detail(self) -> str:
        """What a busy machine does not change."""
        text = f"processeur : {french(round(self.processor, 1))} s"
        if self.database is not None:
            text += f", et {french(round(self.database, 1))} s pour la base"
        return text


def measure() -> Iterable[Figure]:
    """The load, its memory, the same load again, the poles, their footprints."""
    with throwaway_database() as database:
        manage(database, "migrate", "--no-input")
        first = manage(database, "load_communes", "--write")
        again = manage(database, "load_communes", "--write", "--force")
        poles = manage(database, "load_poles", "data/poles/poles.jsonl", "--write")
        derived = durations(derive_all, RUNS)
    yield Figure("Chargement des communes", first.seconds, "s", LOAD_SECONDS, detail=first.detail)
    yield Figure(
        "Chargement des communes, mémoire",
        first.megabytes,
        "Mo",
        LOAD_MB,
        detail="au plus haut, celle du serveur de base de données non comptée",
    )
    yield Figure("Rechargement des communes", again.seconds, "s", LOAD_SECONDS, detail=again.detail)
    yield Figure("Chargement des pôles", poles.seconds, "s", detail=poles.detail)
    yield Figure(
        "Empreintes de tous les pôles", median(derived) * 1000, "ms", detail=spread(derived)
    )


def manage(database: str, *words: str) -> Run:
    """Run a command of manage.py against a database; its own words are shown only if it fails."""
    before, begun = database_seconds(), time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None  # noqa: S101  (a pipe was asked for)
    with process.stdout as pipe:
        said = pipe.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"manage.py {' '.join(words)} n'a pas abouti :\n{said}")
    seconds, after = time.perf_counter() - begun, database_seconds()
    return Run(
        seconds=seconds,
        processor=usage.ru_utime + usage.ru_stime,
        database=None if before is None or after is None else after - before,
        megabytes=usage.ru_maxrss * RSS_UNIT / MB,
    )


def derive_all() -> None:
    """Every footprint again, in one transaction."""
    with transaction.atomic():
        derive_footprints()
