"""From rows to records: every row is checked, every fault is said at once."""

from collections.abc import Iterator
from typing import Any

from directory.record.fields import FIELDS
from directory.record.file.rows import Row
from directory.record.file.schema import typed
from directory.record.kinds.kind import Fault
from directory.record.known import KnownCodes
from directory.record.pieces import Record
from directory.record.rules import date_faults, home_faults
from tables.problems import Problem, Refused, shown

IN_FILE = {"departement": "departement", "seat": "seat_insee"}  # fields of a record → of a file


def validate(rows: list[Row], known: KnownCodes) -> dict[str, Record]:
    """The records of a file by slug, in its order; `Refused` with all faults, by line."""
    if known.empty:
        raise Refused("La base n'a aucune commune : lancer d'abord load_communes --write.")
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    first_line: dict[str, int] = {}
    for row in rows:
        values, faults = typed(row)
        faults += check_row(row.line, values, known)
        slug = values.get("slug")
        if slug in first_line:
            accepted = f"un identifiant par pôle (déjà ligne {first_line[slug]})"
            faults.append(Problem(row.line, "slug", slug, accepted))
        elif slug:
            first_line[slug] = row.line
        if not faults:
            records[values["slug"]] = record_from(values)
        problems += faults
    if problems:
        raise Refused("Le fichier n'est pas chargé.", sorted(problems))
    return records


def record_from(values: dict[str, Any]) -> Record:
    """The record of a row's valid values (see `schema.typed`), all its keys being present."""
    return {field.name: field.kind.from_file(field, values) for field in FIELDS}


def check_row(line: int, values: dict[str, Any], known: KnownCodes) -> list[Problem]:
    """Every fault of one row's values."""
    faults = [fault for field in FIELDS for fault in field.kind.faults(field, values, known)]
    faults += [*check_home(values, known), *check_dates(values)]
    return [Problem(line, field, shown(value), accepted) for field, value, accepted in faults]


def check_home(values: dict[str, Any], known: KnownCodes) -> Iterator[Fault]:
    """Region, department and seat: each inside the other."""
    region, department = values.get("region_code"), values.get("departement")
    for field, code, accepted in home_faults(region, department, values.get("seat_insee"), known):
        yield IN_FILE[field], code, accepted


def check_dates(values: dict[str, Any]) -> Iterator[Fault]:
    """Nothing is dated from the future, or from before what recognised it."""
    recognised = [(one.scheme.value, one.year) for one in values.get("recognitions", [])]
    yield from date_faults(values, recognised)
