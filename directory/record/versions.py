"""Two people and one record: which version each started from, and what has changed since."""

import hashlib
import json
from dataclasses import dataclass

from directory.models import Pole
from directory.record.history import Moment, moments_of
from directory.record.pieces import Record
from directory.record.stored import record_of


def version_of(record: Record) -> str:
    """A short name of a record as it is: two records have the same only if they say the same."""
    text = json.dumps(record, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Since:
    """What happened to a record since a version: the record then, and each change after it."""

    base: Record
    moments: list[Moment]


def since(pole_id: int, version: str) -> Since | None:
    """What happened since a version; `None` where the history knows no such version."""
    moments = moments_of(pole_id)
    for place, moment in enumerate(moments):
        if moment.after is not None and version_of(moment.after) == version:
            return Since(moment.after, moments[:place])
    return None


class Moved(Exception):  # noqa: N818 - an answer, not an accident
    """The record is no longer the one that the person saw; nothing is written."""


def hold(pole_id: int, version: str) -> tuple[Pole, Record]:
    """A pole locked until the end of the transaction, and its record, if it is of that version."""
    # Locked first, read after: what another has just written is seen.
    Pole.objects.select_for_update().filter(pk=pole_id).order_by("pk").first()
    pole = Pole.objects.get(pk=pole_id)
    record = record_of(pole)
    if version_of(record) != version:
        raise Moved
    return pole, record
