"""Files under import: kept, looked up, written, thrown away."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from directory.models.imports import KEPT, Import
from directory.record.file.columns import COLUMNS
from directory.record.file.plan import PolesPlan
from directory.record.file.reading import READER
from directory.record.kinds.kind import canonical
from geo.reach import Reach
from publishing.ceilings import Part, first_of, whole
from publishing.problems import AGAIN, BusyError
from publishing.serving import server
from publishing.turns import Turn
from tables.difference import Difference, Verdict
from tables.engine import load
from tables.problems import Refused
from tables.reading.table import KINDS, Choice, Look

LONGEST_STEM = 50  # letters: a name has 255 bytes at most on a disk
BUSY = f"D'autres fichiers sont en cours de lecture ; {AGAIN}."
TURN = Turn(lambda: BusyError(BUSY), waiting=3)
MOST_ROWS = 5_000  # of a page; commands read twenty times as many
MOST_KEPT = 10  # of one person
MOST_LISTED = 20


class Moved(Exception):  # noqa: N818 - an answer, not an accident
    """The directory, or what the person says of the file, is no more what they were shown."""


class Gone(Exception):  # noqa: N818 - an answer, not an accident
    """The file was written, or thrown away, meanwhile."""


@transaction.atomic
def keep(person: int, name: str, content: bytes) -> tuple[Import, list[str]]:
    """Keep a file; those past their day go, and the oldest beyond those that are kept.

    Returns the names of the latter with it.
    """
    expire()
    waiting = Import.objects.filter(person=person, written__isnull=True).order_by("-created_at")
    beyond = whole(waiting.values_list("pk", "name"), MOST_LISTED)[MOST_KEPT - 1 :]
    Import.objects.filter(pk__in=[key for key, _name in beyond]).delete()
    found = Import.objects.create(person_id=person, name=name, content=content)
    return found, [name for _key, name in beyond]


def expire() -> int:
    """Throw away what is past its day; returns how many files."""
    return Import.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def of_person(person: int) -> Part[Import]:
    """The files of a person, newest first, without their content."""
    kept = Import.objects.filter(person=person, created_at__gte=timezone.now() - KEPT)
    return first_of(kept.defer("content").order_by("-created_at", "-pk"), MOST_LISTED)


def choose(found: Import, sheet: str, columns: Mapping[str, str]) -> None:
    """Keep what a person says of a file."""
    found.sheet, found.columns = sheet, dict(columns)
    found.save(update_fields=["sheet", "columns"])


def throw_away(found: Import) -> None:
    """Forget a file."""
    found.delete()


@contextmanager
def on_disk(found: Import) -> Iterator[Path]:
    """The file, for as long as it is read: one at a time. Raises `BusyError`."""
    with TURN.taken(), tempfile.TemporaryDirectory(prefix="import-") as folder:
        name = Path(found.name)
        path = Path(folder, f"{name.stem[:LONGEST_STEM]}{name.suffix}")
        path.write_bytes(bytes(found.content))
        yield path


def choice_of(found: Import) -> Choice:
    """What the person says of the file."""
    return Choice(found.sheet, found.columns, MOST_ROWS)


def look_at(found: Import) -> Look | None:
    """The header of a table; None of a JSONL, or of what cannot be read."""
    if Path(found.name).suffix.lower() not in KINDS:
        return None
    with on_disk(found) as path, server().computing(READER) as call, suppress(Refused):
        seen: Look | None = call("look", path, COLUMNS, choice_of(found))
        return seen
    return None


def compared(found: Import, reach: Reach) -> Difference:
    """What a file would change within a reach. Raises `Refusals`."""
    with on_disk(found) as path:
        (difference,) = load([PolesPlan(path, reach, choice=choice_of(found))], write=False)
    return difference


def seal_of(difference: Difference) -> str:
    """What a difference comes down to: the same text for the same difference."""
    changes = [(one.key, one.field, one.before, one.after, one.verdict.name)
               for one in difference.changes]  # fmt: skip
    said = canonical([changes, difference.added])
    return hashlib.sha256(said.encode()).hexdigest()


def judged(difference: Difference, *, seen: str, settles: bool) -> None:
    """Let through what was seen, and nothing else; `settles` conflicts in favour of the file.

    What was corrected here and is not in conflict stays. Raises `Moved`.
    """
    if seal_of(difference) != seen:
        raise Moved
    if settles:
        difference.changes = [
            replace(one, verdict=Verdict.FORCED) if one.verdict == Verdict.CONFLICT else one
            for one in difference.changes
        ]


@transaction.atomic
def write(key: int, reach: Reach, seen: str, *, force: bool = False) -> Difference:
    """Write a file, all or nothing, within a reach, if it changes what was `seen` (a seal).

    Raises `Refusals`, `Moved` or `Gone`.
    """
    found = Import.objects.select_for_update().filter(pk=key, written__isnull=True).first()
    if found is None:
        raise Gone
    with on_disk(found) as path:
        judge = partial(judged, seen=seen, settles=force)
        plan = PolesPlan(path, reach, choice=choice_of(found), judge=judge)
        (difference,) = load([plan], write=True)
    found.content, found.written = b"", sorted({*difference.added, *difference.changed})
    found.save(update_fields=["content", "written"])
    return difference
