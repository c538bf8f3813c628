"""Records in words: the value of a field, and what differs between two records, field by field."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from directory.record.comparing import same
from directory.record.pieces import Record, name_of, names_by_target
from directory.record.records import FIELDS
from directory.vocabulary import Scheme, SeatConfidence, Status, Theme
from web.french import plural

LABELS = {
    "name": "Nom",
    "other_names": "Autres noms",
    "lead_organisation": "Structure porteuse",
    "seat": "Siège",
    "departement": "Département",
    "region_code": "Région",
    "territory_text": "Territoire, en toutes lettres",
    "footprint": "Territoires",
    "epci": "EPCI cités",
    "themes": "Thématiques",
    "status": "Statut",
    "status_as_of": "Année du statut",
    "founded_year": "Année de création",
    "website": "Site web",
    "description": "Présentation",
    "recognitions": "Reconnaissances",
    "published": "Publié",
    "sources": "Sources",
    "note": "Note de rédaction",
    "checked": "Dernière vérification",
}
# Of these, only what came and went is shown.
LISTS = frozenset({"other_names", "footprint", "epci", "themes", "recognitions", "sources"})
Names = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Difference:
    """One field that differs: its name, and each side in lines of words."""

    field: str
    label: str
    before: list[str]
    after: list[str]
    kept: str = ""


def differences(before: Record, after: Record, fields: Iterable[str] = FIELDS) -> list[Difference]:
    """What differs between two records, among some fields; a field that one lacks is left out."""
    differing = [
        name
        for name in fields
        if name in before and name in after and not same(name, before[name], after[name])
    ]
    names = names_in([before, after], differing)
    return [difference(name, before[name], after[name], names) for name in differing]


def difference(name: str, before: Any, after: Any, names: Names) -> Difference:
    """One field that differs, in words."""
    one, other = said(name, before, names), said(name, after, names)
    kept = ""
    if name in LISTS:
        common = [line for line in one if line in other]
        if common and (set(one) != set(other)):
            one = [line for line in one if line not in common]
            other = [line for line in other if line not in common]
            kept = plural("%d inchangé", "%d inchangés", len(common)) % len(common)
    return Difference(name, str(LABELS[name]), one, other, kept)


def record_in_words(record: Record, fields: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Some fields of a record: label and lines."""
    names = names_in([record], fields)
    return [(str(LABELS[name]), said(name, record[name], names)) for name in fields]


def names_in(records: list[Record], fields: Iterable[str]) -> Names:
    """The names of every code that the fields of records hold."""
    wanted: dict[str, set[str]] = {}
    chosen = set(fields)
    for record in records:
        if "seat" in chosen and record.get("seat"):
            wanted.setdefault("commune", set()).add(record["seat"]["insee"])
        for field, target in (("departement", "department"), ("region_code", "region")):
            if field in chosen and record.get(field):
                wanted.setdefault(target, set()).add(record[field])
    pieces = [
        one
        for record in records
        if "footprint" in chosen and "footprint" in record
        for one in record["footprint"]["territories"]
    ]
    return names_by_target(pieces, wanted)


def said(name: str, value: Any, names: Names) -> list[str]:
    """The value of a field, in lines; none for nothing."""
    if name == "footprint":
        lines = [name_of(one, names) for one in value["territories"]]
        presumed = "EPCI du siège présumé, faute de territoire déclaré"
        return lines if lines or not value["presume"] else [presumed]
    if name == "published":
        return ["oui" if value else "non"]
    if value is None or value in ("", []):
        return []
    return [str(part) for part in (SAID[name](value, names) if name in SAID else plain(value))]


def plain(value: Any) -> list[str]:
    """A text, a number or a list, as it is."""
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def said_seat(value: Any, names: Names) -> list[str]:
    """The seat and how sure it is."""
    place = names.get("commune", {}).get(value["insee"], "")
    return [f"{place} ({value['insee']}), {SeatConfidence(value['confidence']).label}"]


def said_recognitions(value: Any, _names: Names) -> list[str]:
    """Each recognition: scheme, year, amount, label."""
    lines = []
    for one in value:
        facts = [str(Scheme(one["scheme"]).label)]
        facts += [str(one["year"])] if one["year"] else []
        facts += [f"{one['amount_eur']} €"] if one["amount_eur"] is not None else []
        lines.append(f"{', '.join(facts)} : {one['label']}")
    return lines


SAID: dict[str, Any] = {
    "seat": said_seat,
    "departement": lambda code, names: [f"{names.get('department', {}).get(code, '')} ({code})"],
    "region_code": lambda code, names: [names.get("region", {}).get(code, code)],
    "epci": lambda value, _names: [f"{one['name']} ({one['siren']})" for one in value],
    "themes": lambda value, _names: [Theme(one).label for one in value],
    "status": lambda value, _names: [Status(value).label],
    "recognitions": said_recognitions,
    "checked": lambda value, _names: [date_format(datetime.date.fromisoformat(value), "j F Y")],
}
