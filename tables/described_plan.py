"""From TOML files to the records of models: every fault at once, all or nothing, edits kept."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import BooleanField, DateTimeField, Field
from django.utils.timezone import is_naive, make_aware

from tables.described import Described
from tables.problems import Problem, Refused, shown
from tables.reading import decode, read_content


@dataclass(frozen=True)
class Change:
    """A key whose value in the file is not that of the database; `kept` if the latter stays."""

    slug: str
    key: str
    before: Any
    after: Any
    kept: bool


@dataclass
class Outcome:
    """What loading one file does, or why it cannot."""

    path: Path
    added: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    refused: Refused | None = None

    @property
    def writes(self) -> bool:
        """Whether anything changes."""
        return bool(self.added) or any(not change.kept for change in self.changes)


def load_records(
    plan: Sequence[tuple[Path, type[Described]]], *, write: bool, force: bool = False
) -> list[Outcome]:
    """Load each file into its model, all of them or none.

    Without `write`, or if one file is refused, the database is left as it was. A value edited
    since the last load is kept, unless `force`. A record absent from its file stays.
    """
    with transaction.atomic():
        outcomes = [load_file(path, model, force) for path, model in plan]
        if not write or any(outcome.refused for outcome in outcomes):
            transaction.set_rollback(True)
    return outcomes


def load_file(path: Path, model: type[Described], force: bool) -> Outcome:
    """Write the records of one file, in the caller's transaction; faults are all collected."""
    outcome = Outcome(path)
    try:
        text = decode(read_content(path, (".toml",), "TOML (.toml)"))
        tables = tomllib.loads(text)
    except Refused as refused:
        outcome.refused = refused
        return outcome
    # Digits or brackets without end are refused by the language, not by the reader.
    except (ValueError, RecursionError) as error:
        outcome.refused = Refused(f"{path.name} n'est pas du TOML ({error}).")
        return outcome
    stored = {record.slug: record for record in model._default_manager.all()}
    problems: list[Problem] = []
    for slug, table in tables.items():
        line = line_of(text, slug)
        record, faults = record_of(model, stored.get(slug), slug, table)
        if record is not None and not faults:
            faults = keep(record, stored.get(slug), outcome, force)
        problems += [Problem(line, where, shown(value), said) for where, value, said in faults]
    if problems:
        outcome.refused = Refused(f"{path.name} n'est pas chargé.", sorted(problems))
    outcome.absent = sorted(stored.keys() - tables.keys())
    return outcome


def line_of(text: str, slug: str) -> int:
    """Where a table begins."""
    found = re.search(rf'(?m)^\[\s*"?{re.escape(slug)}"?\s*\]', text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


Fault = tuple[str, object, str]


def record_of(
    model: type[Described], stored: Described | None, slug: str, table: object
) -> tuple[Described | None, list[Fault]]:
    """The record that a table describes, as a model accepts it, or every fault of the table."""
    if not isinstance(table, dict):
        return None, [(slug, table, f"une table [{slug}]")]
    keys = model.keys()
    accepted = f"une clé parmi {', '.join(sorted(keys))}"
    faults: list[Fault] = [
        (f"{slug}.{key}", value, accepted) for key, value in table.items() if key not in keys
    ]
    record = model(slug=slug)
    record.pk = stored.pk if stored else None
    record._state.adding = stored is None  # or what is unique would be taken by itself
    for key, value in table.items():
        if key not in keys:
            continue
        if accepted := mistyped_for(keys[key], value):
            faults.append((f"{slug}.{key}", value, accepted))
        else:
            setattr(record, keys[key].attname, aware(value))
    mistyped = {where.partition(".")[2] for where, _value, _said in faults}
    return record, faults + refusals(record, table, [key for key in mistyped if key in keys])


def mistyped_for(field: "Field[Any, Any]", value: object) -> str:
    """What a field takes, where a value of TOML is not of that kind; nothing where it is."""
    if isinstance(field, ArrayField) != isinstance(value, list):
        return "une liste" if isinstance(field, ArrayField) else "une valeur"
    if isinstance(field, BooleanField) != isinstance(value, bool):
        return "true ou false" if isinstance(field, BooleanField) else "une valeur"
    if isinstance(field, DateTimeField) != isinstance(value, datetime):
        return "2027-03-01T12:00:00" if isinstance(field, DateTimeField) else "une valeur"
    return "une valeur" if isinstance(value, dict) else ""


def aware(value: object) -> object:
    """An hour without a time zone is one of Paris."""
    naive = isinstance(value, datetime) and is_naive(value)
    return make_aware(value) if naive else value  # type: ignore[arg-type]


def refusals(record: Described, table: dict[str, Any], besides: list[str]) -> list[Fault]:
    """What the model refuses of a record, some keys left aside."""
    try:
        record.full_clean(exclude=besides)
    except ValidationError as error:
        return [
            (
                record.slug if key == NON_FIELD_ERRORS else f"{record.slug}.{key}",
                table.get(key),
                str(message),
            )
            for key, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def keep(record: Described, stored: Described | None, outcome: Outcome, force: bool) -> list[Fault]:
    """Write a record, but for what was edited since the last load; faults of the two together."""
    keys = record.keys()
    values = {key: record.value(key) for key in keys}
    if stored is None:
        record.loaded = values
        record.save()
        outcome.added.append(record.slug)
        return []
    written = False
    loaded = dict(stored.loaded)
    for key, after in values.items():
        before = stored.value(key)
        # What the last load did not write was written by someone.
        kept = before != after and loaded.get(key, before) != before and not force
        if before != after:
            outcome.changes.append(Change(record.slug, key, before, after, kept))
        if not kept:
            written = written or before != after
            setattr(stored, keys[key].attname, after)
            stored.loaded[key] = after
    if written:
        if faults := refusals(stored, values, []):
            return faults
        stored.save()
    elif stored.loaded != loaded:  # an edit that the file has caught up with
        stored.save(update_fields=["loaded"])
    return []
