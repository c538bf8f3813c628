"""What is stored of a step, in words: shown to whom would have saved over it."""

from datetime import date
from typing import Any

from django import forms

from calls.application.eligibility import euros
from calls.application.forms.steps import StepForms
from calls.application.sirets import shown
from directory.record.pieces import names_of
from web.figures import day

NOTHING = "–"


def in_words(step: StepForms) -> list[tuple[str, str]]:
    """Labels and values, the rows after the fields."""
    fields = step.form.fields.items() if step.form is not None else ()
    found = [
        (str(field.label), said(field, name, step.stored[name]) or NOTHING)
        for name, field in fields
    ]
    for rows in step.rows:
        for place, row in enumerate(rows.forms, start=1):
            parts = [said(field, n, (row.initial or {}).get(n)) for n, field in row.fields.items()]
            if any(parts):
                found.append((f"{rows.title} {place}", ", ".join(filter(None, parts))))
    return found


def said(field: forms.Field, name: str, value: Any) -> str:
    """A value as people read it; nothing where there is none."""
    if value in (None, "", []):
        return ""
    if name == "territories":
        return ", ".join(names_of(value).values())
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        labels = {str(key): str(label) for key, label in choices}
        values = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(one), "inconnu") for one in values)
    if isinstance(value, date):
        return day(value)
    if name.endswith("_eur"):
        return euros(value)
    return shown(value) if name.endswith("siret") else str(value)
