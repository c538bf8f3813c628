"""Records in words: the value of a field, and what differs between two records, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from directory.record.comparing import same
from directory.record.fields import FIELD, NAMES
from directory.record.kinds.kind import Names
from directory.record.pieces import Record, names_by_target
from web.french import plural


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: its name, and each side in lines of words."""

    field: str
    label: str
    before: list[str]
    after: list[str]
    kept: str = ""


def differences(before: Record, after: Record, fields: Iterable[str] = NAMES) -> list[FieldChange]:
    """What differs between two records, among some fields; a field that one lacks is left out."""
    differing = [
        name
        for name in fields
        if name in before and name in after and not same(name, before[name], after[name])
    ]
    names = names_in([before, after], differing)
    return [difference(name, before[name], after[name], names) for name in differing]


def difference(name: str, before: Any, after: Any, names: Names) -> FieldChange:
    """One field that differs, in words."""
    one, other = said(name, before, names), said(name, after, names)
    kept = ""
    if FIELD[name].kind.by_item:
        common = [line for line in one if line in other]
        if common and (set(one) != set(other)):
            one = [line for line in one if line not in common]
            other = [line for line in other if line not in common]
            kept = plural("%d inchangé", "%d inchangés", len(common)) % len(common)
    return FieldChange(name, FIELD[name].label, one, other, kept)


def record_in_words(record: Record, fields: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Some fields of a record: label and lines."""
    names = names_in([record], fields)
    return [(FIELD[name].label, said(name, record[name], names)) for name in fields]


def names_in(records: list[Record], fields: Iterable[str]) -> Names:
    """The names of every code that the fields of records hold."""
    return names_by_target(
        code
        for record in records
        for name in fields
        if name in record
        for code in FIELD[name].kind.codes(record[name])
    )


def said(name: str, value: Any, names: Names) -> list[str]:
    """The value of a field, in lines; none for nothing."""
    return [] if value is None or value in ("", []) else FIELD[name].kind.said(value, names)
