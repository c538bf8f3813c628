"""The file of a shape, read by a process of its own: see `reading`.

The process has no secret in its environment, little memory and little time. What it answers is
judged here, as what is drawn or typed is.
"""

import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.shapes.geojson import figure
from geo.shapes.reading.__main__ import BROKEN, HEAVY
from geo.shapes.reading.bounds import LARGEST_FILE, MEGABYTE, MOST_SECONDS
from geo.shapes.reading.orders import Answer, Order, answered, packed
from geo.shapes.refusals import Refusal, Several
from publishing.turns import Turn

COMMAND = (sys.executable, "-m", "geo.shapes.reading")
ROOT = Path(__file__).resolve().parents[2]
SLOW = "un fichier plus simple : sa lecture demande trop de temps"
MOST_WORDS = 5_000  # characters of its complaint that are kept
# What the libraries need; nothing of what the server knows.
INHERITED = ("PATH", "LANG", "LC_ALL", "HOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "PYTHONPATH")
ALONE = {
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "PROJ_NETWORK": "OFF", "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1",
    "GDAL_HTTP_PROXY": "127.0.0.1:9", "http_proxy": "127.0.0.1:9", "https_proxy": "127.0.0.1:9",
}  # fmt: skip

BUSY = "un autre essai dans une minute : d'autres fichiers sont en cours de lecture"
TURN = Turn(lambda: Refusal(BUSY), waiting=3)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Held:
    """What a file holds: polygons (lists of rings of points, in degrees), not yet judged."""

    polygons: list[Any]
    label: str = ""
    told: list[str] = field(default_factory=list)
    repair: bool = False
    drop: bool = False


def read_file(name: str, content: bytes, layer: str = "") -> Held:
    """The polygons of a file of any accepted kind.

    Raises `Refusal` with a sentence whatever the file is, `Several` where a layer must be chosen.
    """
    if len(content) > LARGEST_FILE:
        size = figure(-(-len(content) // MEGABYTE))
        raise Refusal(
            f"un fichier de {LARGEST_FILE // MEGABYTE} Mo au plus ; celui-ci fait {size} Mo"
        )
    with TURN.taken():
        answer = asked(packed(Order(name[-200:], layer), content))
    if answer.layers:
        raise Several(answer.refused, tuple(answer.layers))
    if answer.refused:
        raise Refusal(answer.refused)
    return Held(answer.polygons, answer.label, answer.told, answer.repair, answer.drop)


def asked(order: bytes) -> Answer:
    """What the process answers; it has ended when this returns, and left nothing."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as complaint:
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
        try:
            done = subprocess.run(  # noqa: S603
                [*COMMAND, folder],
                input=order, stdout=subprocess.PIPE, stderr=complaint, timeout=MOST_SECONDS,
                cwd=ROOT, env=environment | ALONE | {"TMPDIR": folder}, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Answer(refused=SLOW)
        except OSError as error:  # neither memory nor processes are left
            logger.exception("no process could be started")
            raise Refusal("un autre essai dans une minute : le serveur est occupé") from error
        complaint.seek(0)
        words = complaint.read().decode(errors="replace")[-MOST_WORDS:].strip()
    try:
        answer = answered(done.stdout)
    except (ValueError, TypeError):
        logger.warning("the reading process ended with %s\n%s", done.returncode, words)
        return Answer(refused=HEAVY if "MemoryError" in words else BROKEN)
    if words:
        logger.info("the reading process: %s", words)
    return answer
