"""From a file to the database, all or nothing: lock, read, compare, and write if asked to."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from directory.models import Pole
from directory.record.bounds import Misplaced, check_move
from directory.record.comparing import Diff, Stored, compare
from directory.record.file.reading import read_rows
from directory.record.file.validating import validate
from directory.record.homonyms import told_in_a_file
from directory.record.known import known_codes
from directory.record.reasons import because
from directory.record.stored import read_stored
from directory.record.writing import poles_changed, remember_loaded, save_pole
from geo.reach import EVERYWHERE, Reach
from publishing.models import Vintage
from tables.problems import Problem, Refused

Track = Callable[[list[str]], Iterable[str]]
MOST_SAID = 20
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


def load(
    path: Path, write: bool = False, force: bool = False, track: Track = iter,
    reach: Reach = EVERYWHERE,
) -> Diff:  # fmt: skip
    """Compare a file with the database and, with `write`, make the database follow.

    `track` wraps the list of poles being written, to show how far it is.

    Nothing is ever deleted: poles absent from the file stay as they are. Raises `Refused` with
    every fault of the file, before anything is written: those of a change beyond `reach`, where
    the load is run as a person, among them.
    """
    rows = read_rows(path)
    with alone():
        records = validate(rows, known_codes())
        stored = read_stored(hold=write)
        diff = compare(records, stored, force)
        diff.warnings = told_in_a_file(
            (slug, one["name"], one["seat"] and one["seat"]["insee"])
            for slug, one in diff.added.items()
        )
        check_reach(diff, stored, {row.values.get("slug"): row.line for row in rows}, reach)
        if write:
            with because(f"chargement de {path.name}"):
                apply(diff, track, reach)
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


def check_reach(diff: Diff, stored: dict[str, Stored], lines: dict[Any, int], reach: Reach) -> None:
    """Raise `Refused` with a fault for each record that a diff moves beyond a reach."""
    if reach.everywhere:
        return
    seen = Pole.objects.within_reach(reach).order_by("slug").values_list("slug", flat=True)
    within, problems = set(seen), []
    for slug, fields in fields_of(diff).items():
        before = stored[slug].current if slug in stored else None
        if before is not None and slug not in within:
            problems.append(Problem(lines[slug], "slug", slug, "une fiche de votre territoire"))
            continue
        try:
            check_move(before, (before or {}) | fields, reach)
        except Misplaced as refused:
            problems.append(Problem(lines[slug], "slug", slug, str(refused)))
    if problems:
        raise Refused("Le fichier n'est pas chargé.", sorted(problems))


def fields_of(diff: Diff) -> dict[str, dict]:
    """What a diff writes of each record, by slug."""
    fields: dict[str, dict] = dict(diff.added)
    for change in diff.changes:
        if change.verdict.writes:
            fields.setdefault(change.slug, {})[change.field] = change.after
    return fields


def apply(diff: Diff, track: Track = iter, reach: Reach = EVERYWHERE) -> None:
    """Write a diff, then derive what depends on it. Does nothing where nothing changes."""
    fields = fields_of(diff)
    for slug in track(list(fields)):
        written = fields[slug]
        save_pole(slug, written, loaded=diff.agreed.get(slug, {}) | written)
    for slug in sorted(diff.agreed.keys() - fields.keys()):
        remember_loaded(slug, diff.agreed[slug])
    if diff.writes:
        touched = Pole.objects.filter(slug__in=fields)
        poles_changed(touched.values_list("pk", flat=True))
        held = touched.within_reach(reach).values("pk")
        if left := touched.exclude(pk__in=held).order_by("slug").values_list("slug", flat=True):
            raise Refused(f"Hors du territoire de la personne : {', '.join(left[:MOST_SAID])}.")
