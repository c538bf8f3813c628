"""From a file of contacts, one JSON object a line, to the database: all of it or none."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from geo.models import Region
from programme.models.contacts import RegionalContact
from publishing.ceilings import whole
from tables.difference import Difference
from tables.engine import Plan
from tables.filling import fill
from tables.problems import Problem, Refused, shown
from tables.reading.content import read_content
from tables.reading.structured import Objects, json_objects

KEYS = (
    "organisation", "kind", "city", "website", "remark", "in_use", "sources", "checked",
)  # fmt: skip
BY_NAME = {field.name: field for field in RegionalContact._meta.concrete_fields}
FIELDS = {"region_code": BY_NAME["region"]} | {key: BY_NAME[key] for key in KEYS}
# The region is looked for once for all, and bodies are told apart by the file.
MOST_REGIONS = 100
RULES = {"exclude": ["region"], "validate_unique": False, "validate_constraints": False}


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
    return {key: getattr(contact, field.attname) for key, field in FIELDS.items()}


def valid(file: str, lines: Objects) -> dict[str, RegionalContact]:
    """The contacts of a file, each named once; `Refused` with every fault."""
    codes = Region.objects.current().order_by("code").values_list("code", flat=True)
    regions = set(whole(codes, MOST_REGIONS))
    problems: list[Problem] = []
    rows: dict[str, RegionalContact] = {}
    for number, values in lines:
        row = RegionalContact()
        faults = fill(row, FIELDS, values, **RULES)
        if row.region_id not in regions:
            faults.append(("region_code", row.region_id, "le code d'une région en vigueur"))
        if isinstance(row.checked, date) and row.checked > localdate():
            faults.append(("checked", values["checked"], "un jour qui n'est pas à venir"))
        if (key := key_of(row)) in rows:
            faults.append(("organisation", row.organisation, "une ligne par organisme"))
        rows[key] = row
        problems += [
            Problem(number, key or "(ligne)", shown(value), said) for key, value, said in faults
        ]
    if problems:
        raise Refused(f"{file} n'est pas chargé.", sorted(problems))
    return rows
