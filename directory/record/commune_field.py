"""Form fields: lists one per line, ordered choices, a commune by its code or its name."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from directory.record.file.checking import commune_fault
from directory.record.known import read_ground_of
from geo.constants import CODE_PATTERN
from geo.models import Commune
from geo.search import SIMILAR, find_communes

MOST_NAMED = 5


class LinesField(forms.CharField):
    """A list of texts, one per line, each cleaned by a field of its own."""

    widget = forms.Textarea

    def __init__(self, *, item: forms.Field, **kwargs: Any) -> None:
        self.item = item
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in (value or "").splitlines() if line.strip()]
        if self.required and not lines:
            raise ValidationError(self.error_messages["required"], code="required")
        errors, cleaned = [], []
        for number, line in enumerate(lines, start=1):
            try:
                cleaned.append(self.item.clean(line))
            except ValidationError as error:
                where = "Ligne %(number)d (%(line)s) : %(why)s"
                why = {"number": number, "line": line[:60], "why": " ".join(error.messages)}
                errors.append(ValidationError(where % why, code="invalid"))
        if len(set(cleaned)) < len(cleaned):
            errors.append(ValidationError("La même ligne est donnée deux fois.", "duplicate"))
        if errors:
            raise ValidationError(errors)
        return cleaned

    def has_changed(self, initial: Any, data: Any) -> bool:
        lines = [line.strip() for line in (data or "").splitlines() if line.strip()]
        return list(initial or []) != lines


class OrderedChoicesWidget(forms.MultiWidget):
    """One list of choices per rank."""

    def __init__(self, choices: Sequence[tuple[str, Any]], ranks: int) -> None:
        options = [("", "—"), *choices]
        labels = [{"aria-label": f"Rang {n + 1}"} for n in range(ranks)]
        super().__init__([forms.Select(attrs=attrs, choices=options) for attrs in labels])

    def decompress(self, value: Any) -> list[Any]:
        return list(value or []) + [""] * (len(self.widgets) - len(value or []))


class OrderedChoicesField(forms.MultiValueField):
    """Some of several choices, in the order chosen."""

    def __init__(self, *, choices: Sequence[tuple[str, Any]], ranks: int, **kwargs: Any) -> None:
        fields = [forms.ChoiceField(choices=[("", ""), *choices], required=False)] * ranks
        widget = OrderedChoicesWidget(choices, ranks)
        kwargs["required"] = False
        super().__init__(fields, widget=widget, **kwargs)

    def compress(self, data_list: Any) -> list[str]:
        chosen = [value for value in data_list if value]
        if len(set(chosen)) < len(chosen):
            raise ValidationError("La même thématique est choisie deux fois.", "duplicate")
        return chosen

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != [value for value in data or [] if value]


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
        if wrong := commune_fault(code, read_ground_of([code])):
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
