"""What a file would change in the database, and who is right where they disagree. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from operator import eq
from typing import Any

Same = Callable[[Any, Any], bool]


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


def verdict(
    file: Any, stored: Any, loaded: Any, *, known: bool = True, force: bool = False, same: Same = eq
) -> Verdict | None:
    """The rule of three versions of a value: the file's, the database's, what was loaded last.

    What changed in the file alone is written; in the database alone, kept; in both, it is a
    conflict and kept. Where no load is `known`, the two have no common past, and whatever differs
    is a conflict. With `force` the file wins. `None` where file and database say the same.
    """
    if same(file, stored):
        return None
    if known and same(loaded, stored):
        return Verdict.WRITTEN
    if force:
        return Verdict.FORCED
    return Verdict.KEPT if known and same(loaded, file) else Verdict.CONFLICT


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is in both and not the same: one of its fields, or the row where none is named."""

    key: str
    field: str = ""
    before: Any = None
    after: Any = None
    verdict: Verdict = Verdict.WRITTEN


@dataclass(frozen=True)
class Remark:
    """What a person should know: a sentence, or how many codes it is true of, and the first."""

    what: str
    count: int = 0
    codes: tuple[str, ...] = ()


@dataclass
class Difference:
    """Everything that loading a file does or would do, by the keys of its rows."""

    title: str
    added: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    # No more in the file: taken out of force or away, or (absent) left as it is.
    gone: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    same: int = 0
    # Fields on which file and database agree, though the last load said something else.
    agreed: dict[str, dict[str, Any]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    current: bool = False  # loaded as it is already, and not compared
    made: bool = False  # something is written that is no row
    parts: "list[Difference]" = field(default_factory=list)  # of a load that fills several tables
    payload: Any = None  # what is compared, for those who write it

    @property
    def writes(self) -> bool:
        """Whether anything is written that a reader or an editor could see."""
        rows = self.added or self.changed or self.gone
        return bool(self.made or rows or any(part.writes for part in self.parts))

    @property
    def changed(self) -> list[str]:
        """The keys of the rows of which something is written over, in their order."""
        return list(dict.fromkeys(one.key for one in self.changes if one.verdict.writes))

    def with_verdict(self, *verdicts: Verdict) -> list[Change]:
        """The changes that end so."""
        return [change for change in self.changes if change.verdict in verdicts]

    def written(self) -> dict[str, dict[str, Any]]:
        """What is written of each row, by its key: all of a new one, else what changes."""
        fields = dict(self.added)
        for change in self.changes:
            if change.verdict.writes:
                fields.setdefault(change.key, {})[change.field] = change.after
        return fields

    def compare_fields(
        self,
        key: str,
        file: Mapping[str, Any],
        stored: Mapping[str, Any],
        loaded: Mapping[str, Any],
        *,
        force: bool = False,
        same: Callable[[str, Any, Any], bool] = lambda _name, one, other: bool(one == other),
    ) -> list[Change]:
        """Judge each field of a row that both have; `loaded` lacks those that no load wrote."""
        found = []
        for name, after in file.items():
            known, past = name in loaded, loaded.get(name)

            def alike(one: Any, other: Any, name: str = name) -> bool:
                return same(name, one, other)

            judged = verdict(after, stored[name], past, known=known, force=force, same=alike)
            if judged is not None:
                found.append(Change(key, name, stored[name], after, judged))
            elif not (known and alike(after, past)):
                self.agreed.setdefault(key, {})[name] = after
        self.changes += found
        self.same += not found
        return found

    def compare_rows(
        self, file: Mapping[str, Any], stored: Mapping[str, Any], field: str = "valeur"
    ) -> None:
        """Compare rows of one value where the file alone is right: what it lacks is gone."""
        for key in sorted(file):
            if key not in stored:
                self.added[key] = None
            elif file[key] != stored[key]:
                self.changes.append(Change(key, field, stored[key], file[key]))
            else:
                self.same += 1
        self.gone += sorted(stored.keys() - file.keys())

    def include(self, other: "Difference") -> None:
        """Count the rows of another table among one's own."""
        self.added |= other.added
        self.changes += other.changes
        self.gone += other.gone
        self.same += other.same
