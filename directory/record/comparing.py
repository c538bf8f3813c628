"""What a load would change: the file, the last load and the database, field by field."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from directory.record.fields import FIELD, NAMES
from directory.record.pieces import Record


class Verdict(Enum):
    """What becomes of a field on which the file and the database differ."""

    WRITTEN = "modifié"
    FORCED = "écrasé (--force)"
    KEPT = "conservé : modifié dans l'administration"
    CONFLICT = "conflit, conservé : modifié dans l'administration et dans le fichier"

    @property
    def writes(self) -> bool:
        """Whether the file's value goes to the database."""
        return self in (Verdict.WRITTEN, Verdict.FORCED)


@dataclass(frozen=True)
class Change:
    """One field of one pole, from the database's value to the file's."""

    slug: str
    field: str
    before: Any
    after: Any
    verdict: Verdict


@dataclass
class Stored:
    """A pole of the database: what it is, and what the last load wrote (`{}` if none did)."""

    current: Record
    loaded: Record


@dataclass
class Diff:
    """Everything a load would do. `same` and `absent` are slugs: nothing is done to them."""

    added: dict[str, Record] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    # Fields on which file and database agree, though the last load said something else.
    agreed: dict[str, Record] = field(default_factory=dict)
    # What a person should look at before they write.
    warnings: list[str] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether anything is to be written that a visitor or an editor could see."""
        return bool(self.added) or any(change.verdict.writes for change in self.changes)

    def with_verdict(self, *verdicts: Verdict) -> list[Change]:
        """The changes that end so."""
        return [change for change in self.changes if change.verdict in verdicts]


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a field say the same."""
    comparable = FIELD[name].kind.comparable
    return bool(comparable(one) == comparable(other))


def compare(records: dict[str, Record], stored: dict[str, Stored], force: bool = False) -> Diff:
    """The differences between a file's records and the database's poles, both by slug.

    A field changed only in the file is written; changed only in the database, kept; changed in
    both, it is a conflict and kept. With `force` the file wins everywhere. A pole that no load
    wrote has no common past with the file, so that whatever differs is a conflict.
    """
    diff = Diff(absent=sorted(stored.keys() - records.keys()))
    for slug, record in records.items():
        if slug not in stored:
            diff.added[slug] = record
            continue
        pole = stored[slug]
        changes = []
        for name in NAMES:
            after, before = record[name], pole.current[name]
            known = name in pole.loaded
            if same(name, after, before):
                if not (known and same(name, after, pole.loaded[name])):
                    diff.agreed.setdefault(slug, {})[name] = after
                continue
            past = pole.loaded.get(name)
            if known and same(name, past, before):
                verdict = Verdict.WRITTEN
            elif force:
                verdict = Verdict.FORCED
            else:
                verdict = Verdict.KEPT if known and same(name, past, after) else Verdict.CONFLICT
            changes.append(Change(slug, name, before, after, verdict))
        diff.changes += changes
        if not changes:
            diff.same.append(slug)
    return diff


def edits(slug: str, pole: Stored) -> list[Change]:
    """What was edited since the last load, from its value to today's; none if nothing loaded it."""
    return [
        Change(slug, name, pole.loaded[name], pole.current[name], Verdict.KEPT)
        for name in NAMES
        if name in pole.loaded and not same(name, pole.loaded[name], pole.current[name])
    ]
