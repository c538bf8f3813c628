"""What a load would change: the file, the last load and the database, field by field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from directory.record.fields import FIELD, NAMES
from directory.record.pieces import Record
from tables.difference import Change, Difference, Verdict


@dataclass
class Stored:
    """A pole of the database: what it is, and what the last load wrote (`{}` if none did)."""

    current: Record
    loaded: Record


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a field say the same."""
    comparable = FIELD[name].kind.comparable
    return bool(comparable(one) == comparable(other))


def compare(
    records: dict[str, Record],
    stored: dict[str, Stored],
    force: bool = False,
    fields: Mapping[str, Collection[str]] | None = None,
) -> Difference:
    """The differences between a file's records and the database's poles, both by slug.

    `fields`: those that the file says of each record; all, where none are given. A pole that no
    load wrote has no common past with the file: whatever differs is a conflict.
    """
    difference = Difference("Pôles", absent=sorted(stored.keys() - records.keys()))
    for slug, record in records.items():
        if slug in stored:
            pole = stored[slug]
            said = {name: record[name] for name in (NAMES if fields is None else fields[slug])}
            difference.compare_fields(slug, said, pole.current, pole.loaded, force=force, same=same)
        else:
            difference.added[slug] = record
    return difference


def edits(slug: str, pole: Stored) -> list[Change]:
    """What was edited since the last load, from its value to today's; none if nothing loaded it."""
    return [
        Change(slug, name, pole.loaded[name], pole.current[name], Verdict.KEPT)
        for name in NAMES
        if name in pole.loaded and not same(name, pole.loaded[name], pole.current[name])
    ]
