"""The few functions that write poles; `save_pole` and its like run in the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from directory.footprints import derive_footprints
from directory.models import Pole
from directory.record import homonyms
from directory.record.bounds import Misplaced, check_coherent, check_move, check_standing
from directory.record.fields import FIELD, NAMES
from directory.record.history import record_at
from directory.record.pieces import Record
from directory.record.reasons import because
from directory.record.stored import record_of
from directory.signals import footprints_derived
from geo.reach import EVERYWHERE, Reach
from publishing.ceilings import whole
from publishing.stamps import touch
from tables.plain import key_of

LONGEST_SLUG = 80
# Held by whoever names a new record, until the end of the transaction.
NAMING = 0x4E4F4D  # "NOM"
MOST_POLES = 50_000


def poles_changed(pole_ids: Iterable[int] | None = None) -> None:
    """What follows any change of poles (all by default): footprints again, caches told."""
    chosen = None if pole_ids is None else list(pole_ids)
    derive_footprints(chosen)
    footprints_derived.send(sender=None, pole_ids=chosen)
    touch("poles")


def save_pole(slug: str, fields: dict[str, Any], loaded: dict[str, Any] | None = None) -> Pole:
    """Write fields of one record (see `record.fields`) to the pole of that slug, new or not.

    Fields left out are untouched. `loaded` joins what `Pole.loaded` remembers of the last load.
    The caller ends with `poles_changed`. Values are valid: the database raises
    `IntegrityError` otherwise.
    """
    pole = Pole.objects.filter(slug=slug).first() or Pole(slug=slug)
    written = [(FIELD[name], value) for name, value in fields.items()]
    for field, value in written:
        field.kind.write(field, pole, value)
    pole.loaded = {**pole.loaded, **(loaded or {})}
    pole.save()
    for field, value in written:
        field.kind.follow(field, pole, value)
    return pole


def remember_loaded(slug: str, loaded: dict[str, Any]) -> None:
    """Join what the last load brought to `Pole.loaded`; the record is as it was, its date too."""
    pole = Pole.objects.select_for_update().get(slug=slug)
    Pole.objects.filter(pk=pole.pk).update(loaded={**pole.loaded, **loaded})


@transaction.atomic
def write_changes(
    pole: Pole, fields: dict[str, Any], why: str, *, reach: Reach = EVERYWHERE, **facts: Any
) -> None:
    """Write fields of a record, with what follows and the reason kept in its history.

    Raises `Misplaced`, and writes nothing, where the record would not be coherent, or where it
    would be moved beyond the reach of who acts: by default, the whole nation.
    """
    before = record_of(Pole.objects.get(pk=pole.pk))
    check_coherent(before, before | fields)
    check_move(before, before | fields, reach)
    with because(why, **facts):
        save_pole(pole.slug, fields)
        poles_changed([pole.pk])
    check_standing(pole.pk, reach)


def slug_of(name: str, longest: int = LONGEST_SLUG) -> str:
    """A name as an identifier is written; "" of one without a letter or a digit."""
    return key_of(name).replace(" ", "-")[:longest].strip("-")


def free_slug(name: str) -> str:
    """An identifier that no pole has: of the name, numbered where it is taken.

    Two people who name at once take turns: the second waits for the end of the first's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NAMING])
    stem = slug_of(name, LONGEST_SLUG - 4) or "pole"
    alike = Pole.objects.filter(slug__startswith=stem).order_by("slug")
    taken = set(whole(alike.values_list("slug", flat=True), MOST_POLES))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


@transaction.atomic
def write_new(fields: Record, why: str, *, reach: Reach = EVERYWHERE, **facts: Any) -> Pole:
    """Write a whole record that the directory had not, with the reason kept in its history.

    Raises `Misplaced`, and writes nothing, where the record is not coherent, is beyond the reach of
    who acts, or bears the name of another in the same seat.
    """
    check_coherent(None, fields)
    check_move(None, fields, reach)
    slug, seat = free_slug(fields["name"]), fields["seat"]
    if twice := homonyms.told(fields["name"], seat and seat["insee"], besides=slug):
        raise Misplaced(twice)
    with because(why, **facts):
        pole = save_pole(slug, fields)
        poles_changed([pole.pk])
    check_standing(pole.pk, reach)
    return pole


@transaction.atomic
def restore(pole: Pole, when: datetime, why: str, *, reach: Reach = EVERYWHERE) -> list[str]:
    """Put a record back to what it was at a moment; return the fields that changed.

    Raises `ValueError` where the record was not there yet, and what `write_changes` raises: the
    restoring is a change like others.
    """
    Pole.objects.select_for_update().get(pk=pole.pk)
    past = record_at(pole.pk, when)
    if past is None:
        raise ValueError(f"no record of {pole.slug} on {when:%Y-%m-%d}")
    present = record_of(Pole.objects.get(pk=pole.pk))
    fields = {name: past[name] for name in NAMES if past[name] != present[name]}
    if fields:
        write_changes(pole, fields, why, reach=reach, restored=when.isoformat())
    return list(fields)


@transaction.atomic
def set_published(poles: QuerySet[Pole], published: bool) -> int:
    """Show poles to the public, or hide them; return how many changed."""
    turned = poles.exclude(published=published).order_by("pk").values_list("pk", flat=True)
    ids = whole(turned, MOST_POLES)
    with because("publication" if published else "retrait du public"):
        Pole.objects.filter(pk__in=ids).update(published=published, updated_at=timezone.now())
    if ids:
        touch("poles")
    return len(ids)
