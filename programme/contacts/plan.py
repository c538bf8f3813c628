"""From a file of contacts, one JSON object a line, to the database: all of it or none."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.timezone import localdate

from geo.models import Region
from programme.models.contacts import RegionalContact
from tables.difference import Difference
from tables.engine import Plan
from tables.problems import Problem, Refused, shown
from tables.reading.content import read_content
from tables.reading.structured import Objects, json_objects

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
FIELDS = [name for name, *_rest in KEYS.values()]


class ContactsPlan(Plan[Objects]):
    """A file that alone says what the contacts are: one that it no longer holds is taken away."""

    lock = 0x434F4E54  # "CONT"
    busy = "Un autre chargement de contacts est en cours : réessayer ensuite."

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, path.name

    def read(self, *, force: bool) -> Objects:
        return json_objects(read_content(self.path, (".jsonl",), "JSON par lignes (.jsonl)"))

    def compare(self, read: Objects, *, hold: bool, force: bool) -> Difference:
        rows = valid(self.name, read)
        contacts = RegionalContact.objects.order_by("pk")
        stored = {key_of(one): one for one in (contacts.select_for_update() if hold else contacts)}
        difference = Difference(self.name, payload=(rows, stored))
        for key, row in rows.items():
            if key in stored:
                before = fields_of(stored[key])
                difference.compare_fields(key, fields_of(row), before, before)
            else:
                difference.added[key] = row
        difference.gone = [key for key in stored if key not in rows]
        return difference

    def write(self, read: Objects, difference: Difference) -> None:
        rows, stored = difference.payload
        for key in [*difference.added, *difference.changed]:
            row = rows[key]
            if key in stored:
                row.pk, row._state.adding = stored[key].pk, False
            row.save()
        for key in difference.gone:
            stored[key].delete()


def key_of(contact: RegionalContact) -> str:
    """What tells a body from another, as a report names it."""
    return f"{contact.organisation} ({contact.region_id}, {contact.kind})"


def fields_of(contact: RegionalContact) -> dict[str, Any]:
    """What the file says of a body."""
    return {name: getattr(contact, name) for name in FIELDS}


def valid(file: str, lines: Objects) -> dict[str, RegionalContact]:
    """The contacts of a file, each named once; `Refused` with every fault."""
    regions = set(Region.objects.current().values_list("code", flat=True))
    problems: list[Problem] = []
    rows: dict[str, RegionalContact] = {}
    for number, values in lines:
        row, faults = contact_of(number, values, regions)
        problems += faults
        if row is None:
            continue
        if (key := key_of(row)) in rows:
            said = shown(row.organisation)
            problems.append(Problem(number, "organisation", said, "une ligne par organisme"))
        rows[key] = row
    if problems:
        raise Refused(f"{file} n'est pas chargé.", sorted(problems))
    return rows


def contact_of(
    number: int, values: dict[str, Any], regions: set[str]
) -> tuple[RegionalContact | None, list[Problem]]:
    """The contact of a line, or everything that is wrong with it."""
    problems = list(mistyped(number, values))
    if problems:
        return None, problems
    row = RegionalContact(
        **{name: values[key] for key, (name, *_rest) in KEYS.items() if values.get(key) is not None}
    )
    row.checked = date.fromisoformat(values["checked"])
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
