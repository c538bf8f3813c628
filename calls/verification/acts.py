"""Compares one row with the act that wrote it: the hour, the person, the words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from calls.commitments import commitment
from calls.models import ApplicationEvent
from calls.verification.testimony import Testimony
from calls.vocabulary import ERASED

# Between the hour of a row and that of its line: one transaction.
AT_ONCE = timedelta(minutes=5)
NOTHING_LEFT = ("", ERASED)  # what stands where a reason was erased
MOST = 5000


def at_once(stored: datetime | None, told: datetime) -> bool:
    """Whether an hour that is stored is that of the act, within the time of a transaction."""
    return stored is not None and abs(stored - told) <= AT_ONCE


def other_person(stored: int | None, told: int | None, *, erased: bool) -> bool:
    """Whether a row names another person than its act; nobody, if an erasure says so."""
    return stored != told and not (stored is None and erased)


def rewritten(salt: str, committed: object, *contents: Mapping[str, Any]) -> bool:
    """Whether words are none that an act committed to; an older act committed to none."""
    if not committed:
        return False
    return not salt or all(commitment(salt, content) != committed for content in contents)


def reason_changed(
    row: Any, column: str, act: ApplicationEvent, told: Testimony, content: Mapping[str, Any]
) -> bool:
    """Whether a reason is not the one given, nor erased with its salt under a line that says so."""
    words = getattr(row, column.partition(".")[2])
    if not row.salt and words in NOTHING_LEFT and (column, row.pk) in told.erased:
        return False
    return rewritten(row.salt, act.data.get("commitment"), content)
