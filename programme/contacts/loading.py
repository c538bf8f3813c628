"""From a file of contacts, one JSON object a line, to the database: all of it or none."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from geo.models import Region
from programme.models.contacts import RegionalContact
from tables.problems import Problem, Refused, shown
from tables.reading import decode, read_content

# Key of the file, field of the model, whether the file must give it, what it accepts.
TEXT, YES_OR_NO, LIST = "un texte", "true ou false", "une liste d'adresses"
KEYS: dict[str, tuple[str, bool, type, str]] = {
    "region_code": ("region_id", True, str, "le code d'une région"),
    "organisation": ("organisation", True, str, TEXT),
    "kind": ("kind", True, str, TEXT),
    "city": ("city", False, str, TEXT),
    "website": ("website", False, str, TEXT),
    "remark": ("remark", False, str, TEXT),
    "in_use": ("in_use", False, bool, YES_OR_NO),
    "sources": ("sources", True, list, LIST),
    "checked": ("checked", True, str, "un jour, AAAA-MM-JJ"),
}
NAMES = {name: key for key, (name, *_rest) in KEYS.items()} | {"region": "region_code"}
IDENTITY = ("region_id", "kind", "organisation")
FIELDS = [name for name, *_rest in KEYS.values()]


@dataclass
class Outcome:
    """What a load does, by the names of the bodies."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether anything changes."""
        return bool(self.added or self.changed or self.removed)


def load(path: Path, *, write: bool) -> Outcome:
    """Make the contacts those of a file; the database is left as it was without `write`.

    The file alone says what they are: one that it no longer holds is taken away. Raises `Refused`
    with every fault, each with its line, key, value and what is accepted.
    """
    with transaction.atomic():
        rows = read(path)
        outcome = follow(rows)
        if not write:
            transaction.set_rollback(True)
    return outcome


def read(path: Path) -> list[RegionalContact]:
    """The contacts of a file, valid and each named once."""
    regions = set(Region.objects.current().values_list("code", flat=True))
    problems: list[Problem] = []
    rows: dict[tuple[Any, ...], RegionalContact] = {}
    lines = decode(read_content(path, (".jsonl",), "JSON par lignes (.jsonl)")).splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row, faults = contact_of(number, line, regions)
        problems += faults
        if row is None:
            continue
        key = tuple(getattr(row, name) for name in IDENTITY)
        if key in rows:
            problems.append(
                Problem(number, "organisation", shown(key[2]), "une ligne par organisme")
            )
        rows[key] = row
    if problems:
        raise Refused(f"{path.name} n'est pas chargé.", sorted(problems))
    return list(rows.values())


def contact_of(
    number: int, line: str, regions: set[str]
) -> tuple[RegionalContact | None, list[Problem]]:
    """The contact of a line, or everything that is wrong with it."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        return None, [Problem(number, "(ligne)", shown(str(error)), "un objet JSON")]
    if not isinstance(values, dict):
        return None, [Problem(number, "(ligne)", shown(values), "un objet JSON")]
    problems = list(mistyped(number, values))
    if problems:
        return None, problems
    row = RegionalContact(
        **{name: values[key] for key, (name, *_rest) in KEYS.items() if values.get(key) is not None}
    )
    if row.region_id not in regions:
        problems.append(
            Problem(number, "region_code", shown(row.region_id), "le code d'une région en vigueur")
        )
    return row, problems + list(refusals(number, row, values))


def mistyped(number: int, values: dict[str, Any]) -> Iterator[Problem]:
    """Keys that are unknown, missing, or hold what is not of their kind."""
    for key in values.keys() - KEYS.keys():
        yield Problem(number, key, shown(values[key]), f"une clé parmi {', '.join(KEYS)}")
    for key, (_name, needed, kind, accepted) in KEYS.items():
        value = values.get(key)
        if value is None and needed:
            yield Problem(number, key, "(vide)", accepted)
        elif value is not None and not (isinstance(value, kind) and fits(key, value)):
            yield Problem(number, key, shown(value), accepted)


def fits(key: str, value: Any) -> bool:
    """Whether a value of the right kind is one: a day that is not to come, a list of texts."""
    if key == "sources":
        return all(isinstance(one, str) for one in value)
    if key != "checked":
        return True
    try:
        return date.fromisoformat(value) <= localdate()
    except ValueError:
        return False


def refusals(number: int, row: RegionalContact, values: dict[str, Any]) -> Iterator[Problem]:
    """What the model refuses."""
    try:
        row.full_clean(exclude=["region"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            key = "(ligne)" if name == NON_FIELD_ERRORS else NAMES.get(name, name)
            for message in messages:
                yield Problem(number, key, shown(values.get(key)), str(message))


def follow(rows: list[RegionalContact]) -> Outcome:
    """Write what differs, in the caller's transaction."""
    outcome = Outcome()
    stored = {
        tuple(getattr(one, name) for name in IDENTITY): one
        for one in RegionalContact.objects.order_by("pk")
    }
    for row in rows:
        row.checked = date.fromisoformat(str(row.checked))
        known = stored.pop(tuple(getattr(row, name) for name in IDENTITY), None)
        if known is None:
            outcome.added.append(row.organisation)
            row.save()
        elif any(getattr(row, name) != getattr(known, name) for name in FIELDS):
            outcome.changed.append(row.organisation)
            row.pk, row._state.adding = known.pk, False
            row.save()
    for gone in stored.values():
        outcome.removed.append(gone.organisation)
        gone.delete()
    return outcome
