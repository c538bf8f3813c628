"""From rows to records: every row is checked, every fault is said at once."""

from typing import Any

from directory.record.fields import FIELDS
from directory.record.file.checking import check_row
from directory.record.file.rows import Row
from directory.record.file.schema import typed
from directory.record.known import KnownCodes
from directory.record.pieces import Record
from tables.problems import Problem, Refused


def validate(rows: list[Row], ground: KnownCodes) -> dict[str, Record]:
    """The records of a file by slug, in its order; `Refused` with all faults, by line."""
    if ground.empty:
        raise Refused("La base n'a aucune commune : lancer d'abord load_communes --write.")
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    first_line: dict[str, int] = {}
    for row in rows:
        values, faults = typed(row)
        faults += check_row(row.line, values, ground)
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
