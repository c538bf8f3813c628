"""From a file to the database, all or nothing: lock, read, compare, and write if asked to."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from directory.history.recording import because
from directory.loading.comparing import Diff, compare
from directory.loading.ground import read_ground
from directory.loading.reading import read_rows
from directory.loading.stored import read_stored
from directory.loading.validating import validate
from directory.models import Pole
from directory.writing import poles_changed, remember_loaded, save_pole
from geo.models import Vintage
from geo.tables.problems import Refused

Track = Callable[[list[str]], Iterable[str]]
LOCK = 0x50544345  # "PTCE": one load at a time on one database


@contextmanager
def alone() -> Iterator[None]:
    """One transaction that no other load may share; `Refused` if one is under way."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise Refused("Un autre chargement de pôles est en cours : réessayer ensuite.")
        yield


def load(path: Path, write: bool = False, force: bool = False, track: Track = iter) -> Diff:
    """Compare a file with the database and, with `write`, make the database follow.

    `track` wraps the list of poles being written, to show how far it is.

    Nothing is ever deleted: poles absent from the file stay as they are. Raises `Refused` with
    every fault of the file, before anything is written.
    """
    rows = read_rows(path)
    with alone():
        records = validate(rows, read_ground())
        diff = compare(records, read_stored(hold=write), force)
        if write:
            with because(f"chargement de {path.name}"):
                apply(diff, track)
        if write and diff.writes:
            record_vintage(path)
    return diff


def record_vintage(path: Path) -> None:
    """Remember which file the poles came from, and how fresh the freshest record is."""
    Vintage.objects.update_or_create(
        name="poles",
        defaults={
            "label": "Annuaire des pôles",
            "as_of": Pole.objects.aggregate(latest=Max("checked"))["latest"],
            "source": path.name,
            "licence": "",
            "loaded_at": timezone.now(),
        },
    )


def apply(diff: Diff, track: Track = iter) -> None:
    """Write a diff, then derive what depends on it. Does nothing where nothing changes."""
    fields: dict[str, dict] = dict(diff.added)
    for change in diff.changes:
        if change.verdict.writes:
            fields.setdefault(change.slug, {})[change.field] = change.after
    for slug in track(list(fields)):
        written = fields[slug]
        save_pole(slug, written, loaded=diff.agreed.get(slug, {}) | written)
    for slug in sorted(diff.agreed.keys() - fields.keys()):
        remember_loaded(slug, diff.agreed[slug])
    if diff.writes:
        touched = Pole.objects.filter(slug__in=fields)
        poles_changed(touched.values_list("pk", flat=True))
