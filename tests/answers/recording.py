"""Every question asked in turn, and its answer written under its name."""

import logging
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path

import django
import django.test.client

django.setup()

from django.contrib.gis.db.models.fields import get_srid_info  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from publishing.coordinates import WGS84  # noqa: E402
from tests.answers import asking, loads, questions, world  # noqa: E402

Lines = Callable[[], Iterable[str]]


def record(folder: Path, *, only: str = "", whole: bool = False) -> int:
    """Write an answer a file; how many. `only` keeps the questions whose name holds a word.

    Raises FileExistsError where the folder holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} n'est pas vide")
    setup_test_environment(debug=False)
    # Nobody reads the contexts that Django would copy of each template.
    setattr(django.test.client, "store_rendered_templates", lambda *_a, **_k: None)  # noqa: B010
    warnings.simplefilter("ignore")
    logging.disable()
    took: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory() as deposits,
        world.made(Path(deposits) / "documents") as here,
    ):
        get_srid_info(WGS84, connection)  # asked once a process
        questioned: Iterable[tuple[str, Lines]] = (
            (one.name, partial(asking.answer, one.placed(here.places), here.people, whole=whole))
            for one in questions.read()
        )
        Path(deposits, "fichiers").mkdir()
        for name, lines in chain(questioned, loads.each(Path(deposits, "fichiers"))):
            if only in name:
                began = time.monotonic()
                write(folder / name, lines())
                took[name] = time.monotonic() - began
    slowest = sorted(took.items(), key=itemgetter(1), reverse=True)
    (folder / "durees.tsv").write_text("".join(f"{s:.2f}\t{name}\n" for name, s in slowest))
    return len(took)


def write(place: Path, lines: Iterable[str]) -> None:
    """Write an answer."""
    path = place.with_name(f"{place.name}.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines))
