"""Editing a record directly, or putting it back to a date: on the version that was seen, only."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from directory.record.comparing import same
from directory.record.pieces import Record
from directory.record.versions import hold
from directory.record.writing import restore, write_changes
from geo.reach import Reach


@transaction.atomic
def edit(
    pole_id: int, version: str, fields: Record, why: str, *, checked: bool, reach: Reach
) -> list[str]:
    """Write fields of a record; return those that changed.

    `checked` dates the last check of the whole record from today. Raises `Moved`, and writes
    nothing, where the record is no longer of that version, and `Misplaced` where it would be moved
    beyond a reach.
    """
    pole, record = hold(pole_id, version)
    wanted = fields | ({"checked": timezone.localdate().isoformat()} if checked else {})
    changed = {name: value for name, value in wanted.items() if not same(name, value, record[name])}
    if changed:
        write_changes(pole, changed, why, reach=reach)
    return list(changed)


@transaction.atomic
def put_back(pole_id: int, version: str, when: datetime, why: str, *, reach: Reach) -> list[str]:
    """Put a record back to a date, as the preview said; return the fields that changed.

    Raises `Moved`, and writes nothing, where the record is no longer the one previewed, and
    `Misplaced` where it would be moved beyond a reach.
    """
    pole, _record = hold(pole_id, version)
    return restore(pole, when, why, reach=reach)
