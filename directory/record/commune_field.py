"""A form field: a commune by its code or its name."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from directory.record.known import commune_fault, known_among
from geo.constants import CODE_PATTERN
from geo.models import Commune
from geo.search import SIMILAR, find_communes

MOST_NAMED = 5


class CommuneField(forms.CharField):
    """A commune of today, by its code (`01004`, `Nom (01004)`) or its name; the value is a code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 120, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        found = Commune.objects.filter(pk=value).first() if is_code(str(value or "")) else None
        return f"{found.name} ({found.code})" if found else value

    def clean(self, value: Any) -> str | None:
        text = super().clean(value).strip()
        if not text:
            return None
        code = code_in(text)
        if code is None:
            return named(text)
        if wrong := commune_fault(code, known_among([code])):
            raise ValidationError(f"{code} : attendu, {wrong}.")  # fmt: skip
        return code

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (code_in(str(data or "")) or data or None) != (initial or None)


def is_code(text: str) -> bool:
    """Whether a text has the form of a commune's code."""
    return re.fullmatch(CODE_PATTERN, text) is not None


def code_in(text: str) -> str | None:
    """The code that a text is, or ends with in parentheses."""
    match = re.fullmatch(r"(?:.*\()?\s*(\w{5})\s*\)?", text.strip())
    code = match[1].upper() if match else ""
    return code if is_code(code) else None


def named(text: str) -> str:
    """The code of the only commune of that name."""
    found = [match for match in find_communes(text, MOST_NAMED + 1) if match.rank < SIMILAR]
    if len(found) == 1:
        return found[0].code
    if not found:
        accepted = "« %(name)s » : attendu, le nom ou le code Insee d'une commune."
        raise ValidationError(accepted % {"name": text[:60]})
    names = Commune.objects.in_bulk([match.code for match in found])
    listed = ", ".join(f"{names[match.code].name} ({match.code})" for match in found[:MOST_NAMED])
    raise ValidationError(f"Plusieurs communes répondent : {listed}. Donner le code.")  # fmt: skip
