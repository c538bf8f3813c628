"""Kinds of one value in one column: a text, an address, a year, a day, a choice, yes or no."""

import datetime
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Case, CharField, TextChoices, Value, When
from django.utils.formats import date_format
from pydantic import BeforeValidator
from pydantic import Field as Bounds

from directory.dates import past_year
from directory.models import Pole
from directory.record.kinds.cells import BOOLEAN, INTEGER, Cell
from directory.record.kinds.kind import Field, Kind, Names, Rows
from directory.record.kinds.typed import IS_URL, YEAR, iso_date, text, words
from directory.vocabulary import EARLIEST_YEAR
from publishing.layer import Field as Property
from tables.addresses import WebFormField
from web.fields import OneLineField, text_area


@dataclass(frozen=True)
class Line(Kind):
    """A text on one line, always known."""

    longest: int

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: Annotated[str, words(self.longest)]}

    def inputs(self, field: Field) -> dict[str, forms.Field]:
        return {
            field.name: OneLineField(
                label=field.label, max_length=self.longest, help_text=field.help
            )
        }


@dataclass(frozen=True)
class Text(Kind):
    """A text, of so many lines in forms; nothing is known where it is blank."""

    longest: int
    rows: int

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: Annotated[str | None, text(self.longest)]}

    def stored(self, field: Field, rows: Rows) -> str | None:
        return tidy(getattr(rows.pole, field.column))

    def write(self, field: Field, pole: Pole, value: str | None) -> None:
        setattr(pole, field.column, value or "")

    def inputs(self, field: Field) -> dict[str, forms.Field]:
        return {
            field.name: forms.CharField(
                label=field.label, max_length=self.longest, required=False,
                widget=text_area(self.rows), help_text=field.help,
            )
        }  # fmt: skip

    def typed(self, field: Field, data: dict[str, Any]) -> str | None:
        return tidy(data[field.name])

    def edited(self, _field: Field, column: models.Field) -> forms.Field | None:
        wide = forms.Textarea(attrs={"rows": self.rows, "class": "vLargeTextField"})
        return column.formfield(widget=wide)


def tidy(value: str) -> str | None:
    """A text as a file has it: no carriage return, nothing for blank."""
    return value.replace("\r\n", "\n").strip() or None


@dataclass(frozen=True)
class Url(Text):
    """A web address."""

    rows: int = 1

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: Annotated[str | None, words(self.longest), IS_URL]}

    def inputs(self, field: Field) -> dict[str, forms.Field]:
        return {
            field.name: WebFormField(
                label=field.label, max_length=self.longest, required=False, help_text=field.help
            )
        }

    def edited(self, field: Field, _column: models.Field) -> forms.Field | None:
        return self.inputs(field)[field.name]


@dataclass(frozen=True)
class Year(Kind):
    """A year that is over or under way, or none."""

    short: ClassVar[bool] = True
    schema: ClassVar[str] = "integer"

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: YEAR}

    def cells(self, field: Field) -> dict[str, Cell]:
        return {field.name: INTEGER}

    def inputs(self, field: Field) -> dict[str, forms.Field]:
        return {
            field.name: forms.IntegerField(
                label=field.label, min_value=EARLIEST_YEAR, required=False, help_text=field.help,
                validators=[past_year],
            )
        }  # fmt: skip


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    short: ClassVar[bool] = True
    schema: ClassVar[str] = "boolean"

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: Annotated[bool, Bounds(strict=True)]}

    def cells(self, field: Field) -> dict[str, Cell]:
        return {field.name: BOOLEAN}

    def said(self, value: bool, _names: Names) -> list[str]:
        return ["oui" if value else "non"]


@dataclass(frozen=True)
class Day(Kind):
    """A day that has come."""

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: Annotated[datetime.date, BeforeValidator(iso_date)]}

    def stored(self, field: Field, rows: Rows) -> str:
        day: datetime.date = getattr(rows.pole, field.column)
        return day.isoformat()

    def said(self, value: str, _names: Names) -> list[str]:
        return [date_format(datetime.date.fromisoformat(value), "j F Y")]


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words: `public` says each for machines."""

    words: type[TextChoices]
    public: dict[Any, str]
    short: ClassVar[bool] = True

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: self.words}

    def stored(self, field: Field, rows: Rows) -> str:
        return str(getattr(rows.pole, field.column))

    def said(self, value: str, _names: Names) -> list[str]:
        return [str(self.words(value).label)]

    def inputs(self, field: Field) -> dict[str, forms.Field]:
        return {
            field.name: forms.ChoiceField(
                label=field.label, choices=self.words.choices, help_text=field.help
            )
        }

    def properties(self, field: Field) -> tuple[Property, ...]:
        said = in_public_words(field.column, self.public)
        return (Property(field.public, said, field.about, self.schema),)


def in_public_words(column: str, words: dict[Any, str]) -> Case:
    """A stored value, as the public reads it."""
    cases = [When(**{column: stored}, then=Value(public)) for stored, public in words.items()]
    return Case(*cases, default=None, output_field=CharField(null=True))
