"""Form fields of every app: lists one per line, choices in an order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


def text_area(rows: int) -> forms.Textarea:
    """A text of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class OneLineField(forms.CharField):
    """A text on one line, as it is written in a title or the subject of a message."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


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
    """One list of choices per rank, told together."""

    use_fieldset = True

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
