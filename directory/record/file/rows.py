"""The keys of a file of poles, in their order, and a row read from it."""

from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import StringConstraints

from directory.record.fields import FIELDS
from directory.record.known import KnownCodes
from directory.record.pieces import Record

SLUG = Annotated[
    str, StringConstraints(strict=True, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
]
TYPES: dict[str, Any] = {"slug": SLUG} | {
    key: kind for one in FIELDS for key, kind in one.kind.types(one).items()
}
KEYS = tuple(TYPES)


@dataclass
class Row:
    """One record as the file has it: nested like the JSONL, not yet validated.

    `malformed` holds, by column, the cells whose syntax could not be read, with what is
    accepted; their keys are absent from `values`. Of a table, `columns` are those that it has, and
    `texts` their cells as they were typed; what a table lacks, it does not say.
    """

    line: int
    values: dict[str, Any]
    malformed: dict[str, tuple[str, str]] = field(default_factory=dict)
    columns: frozenset[str] | None = None
    texts: dict[str, str] = field(default_factory=dict)


def values_of(slug: str, record: Record, known: KnownCodes) -> dict[str, Any]:
    """A record with the keys of the file, in their order."""
    values: dict[str, Any] = {"slug": slug}
    for one in FIELDS:
        values |= one.kind.to_file(one, record, known)
    return values
