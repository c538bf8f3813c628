"""Gives a record the values of a row, as its model takes them; every fault of the row at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BooleanField, DateTimeField, Field, Model
from django.utils.timezone import is_naive, make_aware

Fields = Mapping[str, "Field[Any, Any]"]  # by the keys of the file
Fault = tuple[str, object, str]  # key ("" for the row as a whole), value, what is accepted


def fill(record: Model, fields: Fields, row: Mapping[str, Any], **rules: Any) -> list[Fault]:
    """Set what a row gives (a null gives nothing); `rules` are those of `full_clean`."""
    accepted = f"une clé parmi {', '.join(sorted(fields))}"
    faults: list[Fault] = [(key, row[key], accepted) for key in row if key not in fields]
    wrong = []
    for key, field in fields.items():
        value = row.get(key)
        if value is None:
            continue
        if accepted := mistyped_for(field, value):
            faults.append((key, value, accepted))
            wrong.append(field.name)
        else:
            naive = isinstance(value, datetime) and is_naive(value)
            # An hour without a time zone is one of Paris.
            setattr(record, field.attname, make_aware(value) if naive else value)
    exclude = [*wrong, *rules.pop("exclude", ())]
    return faults + refusals(record, fields, row, exclude=exclude, **rules)


def mistyped_for(field: "Field[Any, Any]", value: object) -> str:
    """What a field takes, where a value is not of that kind; nothing where it is."""
    if isinstance(field, ArrayField):
        texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return "" if texts else "une liste de textes"
    if isinstance(field, BooleanField) != isinstance(value, bool):
        return "true ou false" if isinstance(field, BooleanField) else "une valeur"
    if isinstance(field, DateTimeField) != isinstance(value, datetime):
        return "2027-03-01T12:00:00" if isinstance(field, DateTimeField) else "une valeur"
    return "une valeur" if isinstance(value, dict | list) else ""


def refusals(record: Model, fields: Fields, row: Mapping[str, Any], **rules: Any) -> list[Fault]:
    """What the model refuses of a record."""
    keys = {field.name: key for key, field in fields.items()} | {NON_FIELD_ERRORS: ""}
    try:
        record.full_clean(**rules)
    except ValidationError as error:
        return [
            (key := keys.get(name, name), row.get(key), str(message))
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return []
