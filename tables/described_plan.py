"""From TOML files to the records of models: every fault at once, edits kept."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BooleanField, DateTimeField, Field
from django.utils.timezone import is_naive, make_aware

from tables.described import Described
from tables.difference import Difference
from tables.engine import Plan
from tables.problems import Problem, Refused, shown
from tables.reading.structured import Tables, toml_tables

HELP = """
Sans --write, c'est un essai à blanc : les différences sont montrées. Toutes les erreurs sont
dites ensemble ; une seule erreur, et rien n'est écrit. Un champ modifié dans l'administration
est conservé et listé, sauf avec --force. Un enregistrement absent du fichier reste en base.
"""
Fault = tuple[str, object, str]


class DescribedPlan(Plan[Tables]):
    """A file of one table a record.

    What is valid rests on the rows before it: records are written as they are compared.
    """

    lock = 0x44455343  # "DESC"
    busy = "Un autre chargement de fichiers décrits est en cours : réessayer ensuite."

    def __init__(self, path: Path, model: type[Described]) -> None:
        self.path, self.model, self.name = path, model, path.name

    def read(self, *, force: bool) -> Tables:
        return toml_tables(self.path)

    def compare(self, read: Tables, *, hold: bool, force: bool) -> Difference:
        difference = Difference(self.name)
        rows = self.model._default_manager.order_by("pk")
        stored = {row.slug: row for row in (rows.select_for_update() if hold else rows)}
        problems: list[Problem] = []
        for line, slug, table in read:
            record, faults = record_of(self.model, stored.get(slug), slug, table)
            if record is not None and not faults:
                faults = follow(record, stored.get(slug), difference, force)
            problems += [Problem(line, where, shown(value), said) for where, value, said in faults]
        if problems:
            raise Refused(f"{self.name} n'est pas chargé.", sorted(problems))
        difference.absent = sorted(stored.keys() - {slug for _line, slug, _table in read})
        return difference


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


def follow(
    record: Described, stored: Described | None, difference: Difference, force: bool
) -> list[Fault]:
    """Write a record, but for what was edited since the last load; faults of the two together."""
    keys = record.keys()
    values = {key: record.value(key) for key in keys}
    if stored is None:
        record.loaded = values
        record.save()
        difference.added[record.slug] = None
        return []
    held, loaded = {key: stored.value(key) for key in keys}, dict(stored.loaded)
    # A key that no load has written yet was written by nobody.
    changes = difference.compare_fields(record.slug, values, held, held | loaded, force=force)
    kept = {change.field for change in changes if not change.verdict.writes}
    stored.loaded |= {key: value for key, value in values.items() if key not in kept}
    written = [change for change in changes if change.verdict.writes]
    for change in written:
        setattr(stored, keys[change.field].attname, change.after)
    if written:
        if faults := refusals(stored, values, []):
            return faults
        stored.save()
    elif stored.loaded != loaded:  # an edit that the file has caught up with
        stored.save(update_fields=["loaded"])
    return []
