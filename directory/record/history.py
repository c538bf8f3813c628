"""What a record was at any moment, from its events; every change, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

from django.db.models import Model

from directory.models import (
    CitedEpci,
    CitedEpciEvent,
    Pole,
    PoleEvent,
    Recognition,
    RecognitionEvent,
    Territory,
    TerritoryEvent,
)
from directory.record.comparing import same
from directory.record.fields import NAMES
from directory.record.kinds.kind import Rows
from directory.record.pieces import Record
from directory.record.stored import assembled
from publishing.ceilings import whole

# What a record is made of: the table, its events, and the field of an event that names the pole.
PARTS: dict[type[Model], tuple[Any, str]] = {
    Pole: (PoleEvent, "pgh_obj_id"),
    Territory: (TerritoryEvent, "pole_id"),
    Recognition: (RecognitionEvent, "pole_id"),
    CitedEpci: (CitedEpciEvent, "pole_id"),
}
MOST_EVENTS = 5000
MOST_ROWS = 5000
# Events that no context ties together are one change when they are that close.
APART = timedelta(seconds=1)
DELETED = "delete"


@dataclass(frozen=True)
class Moment:
    """One change of a record: when, by whom, why, from what to what."""

    at: datetime
    person: int | None
    roles: tuple[str, ...]
    reason: str
    before: Record | None
    after: Record | None

    @property
    def fields(self) -> list[str]:
        """The fields that changed; all of a record that came or went."""
        before, after = self.before, self.after
        if before is None or after is None:
            return list(NAMES)
        return [name for name in NAMES if not same(name, before[name], after[name])]


@dataclass
class RowsAt:
    """The rows of a record at a moment, by table and key."""

    rows: dict[type[Model], dict[int, Any]] = field(default_factory=lambda: {m: {} for m in PARTS})

    def apply(self, model: type[Model], event: Any) -> None:
        """Follow one event."""
        if event.pgh_label == DELETED:
            self.rows[model].pop(event.pgh_obj_id, None)
        else:
            self.rows[model][event.pgh_obj_id] = event

    def record(self) -> Record | None:
        """The record that these rows make; `None` where the pole is not."""
        poles = self.made(Pole)
        if not poles:
            return None
        made = (self.made(Territory), self.made(Recognition), self.made(CitedEpci))
        return assembled(Rows(poles[0], *made))

    def made(self, model: type[Model]) -> list[Any]:
        """The rows of a table as instances that are never saved."""
        events = PARTS[model][0]
        known = {one.attname for one in events._meta.concrete_fields}
        names = [one.attname for one in model._meta.concrete_fields if one.attname in known]
        return [
            model(**{name: getattr(row, name) for name in names})
            for row in self.rows[model].values()
        ]


def events_of(model: type[Model], pole_id: int) -> Any:
    """The events of a pole in one table."""
    events, owner = PARTS[model]
    return events.objects.filter(**{owner: pole_id})


def rows_at(pole_id: int, when: datetime) -> RowsAt:
    """The rows of a pole at a moment, that moment's changes included."""
    rows = RowsAt()
    for model in PARTS:
        latest = (
            events_of(model, pole_id)
            .filter(pgh_created_at__lte=when)
            .order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id")
            .distinct("pgh_obj_id")
        )
        for event in whole(latest, MOST_EVENTS):
            rows.apply(model, event)
    return rows


def record_at(pole_id: int, when: datetime) -> Record | None:
    """The record of a pole at a moment; `None` before it was there."""
    return rows_at(pole_id, when).record()


def moments_of(pole_id: int) -> list[Moment]:
    """The changes of a record, newest first: those that changed a field of it.

    From the first one on, or from `beginning_of` on where that gives a moment.
    """
    start = beginning_of(pole_id)
    rows = rows_at(pole_id, start) if start else RowsAt()
    found = list(walk(pole_id, start, rows))
    return found[::-1]


def walk(pole_id: int, start: datetime | None, rows: RowsAt) -> Iterator[Moment]:
    """Every change after a moment, oldest first."""
    record = rows.record()
    for group in grouped(events_since(pole_id, start)):
        for model, event in group:
            rows.apply(model, event)
        before, record = record, rows.record()
        last = group[-1][1]
        metadata = last.pgh_context.metadata if last.pgh_context else {}
        moment = Moment(
            at=last.pgh_created_at,
            person=metadata.get("person"),
            roles=tuple(metadata.get("roles", ())),
            reason=metadata.get("reason", ""),
            before=before,
            after=record,
        )
        if moment.fields:
            yield moment


def events_since(pole_id: int, start: datetime | None) -> list[tuple[type[Model], Any]]:
    """The events of every table after a moment, in the order in which they happened."""
    found = []
    for model in PARTS:
        events = events_of(model, pole_id).select_related("pgh_context")
        if start:
            events = events.filter(pgh_created_at__gt=start)
        latest = events.order_by("-pgh_created_at", "-pgh_id")[:MOST_EVENTS]
        found += [(model, event) for event in latest]
    return sorted(found, key=lambda one: (one[1].pgh_created_at, one[1].pgh_id))


def grouped(events: list[tuple[type[Model], Any]]) -> Iterator[list[tuple[type[Model], Any]]]:
    """Events that were one change: of one context, or without any and close in time."""
    numbers, number = [], 0
    for (_model, earlier), (_other, later) in pairwise(events):
        numbers.append(number)
        together = (
            earlier.pgh_context_id == later.pgh_context_id
            if earlier.pgh_context_id or later.pgh_context_id
            else later.pgh_created_at - earlier.pgh_created_at < APART
        )
        number += not together
    numbers += [number] if events else []
    for _number, group in groupby(zip(numbers, events, strict=True), key=lambda one: one[0]):
        yield [event for _same, event in group]


def beginning_of(pole_id: int) -> datetime | None:
    """Before which moment the events are too many to be read one by one; `None` for none."""
    over = [
        events_of(model, pole_id)
        .order_by("-pgh_created_at", "-pgh_id")
        .values_list("pgh_created_at", flat=True)[MOST_EVENTS : MOST_EVENTS + 1]
        .first()
        for model in PARTS
    ]
    return max((when for when in over if when), default=None)
