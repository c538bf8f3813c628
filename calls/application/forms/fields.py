"""Fields as people type them: a SIRET with spaces, an amount with its euro sign."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from calls.application.sirets import NotASiretError, read_siret, shown

MOST_EUROS = 100_000_000
SPACES = str.maketrans("", "", " \u00a0\u202f\u2009€")
AMOUNT = re.compile(r"\d{1,9}([.,]0{1,2})?", re.ASCII)


class DraftForm(forms.Form):
    """A form of which what is filled is kept, and what is empty waits: no field is compulsory.

    Fields are declared compulsory where the application asks for them in the end.
    """

    use_required_attribute = False

    def full_clean(self) -> None:
        """As any form, but for what is only empty."""
        super().full_clean()
        if not self.is_bound:
            return
        for name in list(self.errors):
            left = [e for e in self.errors.as_data()[name] if e.code != "required"]
            if not left:
                del self.errors[name]
                self.cleaned_data[name] = self.fields[name].empty_value  # type: ignore[attr-defined]


class TextField(forms.CharField):
    """Some text, its new lines as they are stored."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


class LongTextField(TextField):
    """Several paragraphs."""

    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class SiretField(TextField):
    """The number of an establishment, checked by its key."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("label", "SIRET")
        super().__init__(**kwargs)
        self.widget.attrs.update(inputmode="numeric", autocomplete="off", spellcheck="false")

    def prepare_value(self, value: Any) -> Any:
        return shown(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read_siret(text) if text else ""
        except NotASiretError as error:
            raise ValidationError(str(error), code="siret") from error


class EurosField(forms.Field):
    """A whole amount of euros."""

    empty_value = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "size": 12}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", "\u202f") if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        text = str(value or "").translate(SPACES)
        if not text:
            return None
        if not AMOUNT.fullmatch(text):
            raise ValidationError("Un montant en euros, sans centimes : « 12 500 ».", code="amount")
        amount = int(re.split("[.,]", text)[0])
        if amount > MOST_EUROS:
            raise ValidationError("Cent millions d'euros au plus.", code="amount")
        return amount


class DayField(forms.DateField):
    """A day, by the calendar of the browser or typed « 31/12/2027 »."""

    empty_value = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages={"invalid": "Une date : « 31/12/2027 »."},
            **kwargs,
        )


class SeveralField(forms.MultipleChoiceField):
    """Some of several choices, so many at most."""

    empty_value: Any = []  # noqa: RUF012 - read only

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        if len(chosen) > self.most:
            raise ValidationError(
                "%(most)d choix au plus ; %(count)d sont cochés.", "many",
                {"most": self.most, "count": len(chosen)},
            )  # fmt: skip
        return chosen


def choices_of(vocabulary: Any) -> list[tuple[str, Any]]:
    """The choices of a list, none chosen first."""
    return [("", "Choisir"), *vocabulary.choices]
