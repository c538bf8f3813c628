"""Kinds of several values in one column: lines, words chosen in an order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from django import forms
from django.db import models
from django.db.models import TextChoices
from pydantic import Field as Bounds

from directory.record.kinds.cells import LIST, Cell
from directory.record.kinds.kind import Fault, Field, Kind, Names, Rows, repeated
from directory.record.kinds.typed import IS_URL, words
from directory.record.known import KnownCodes
from tables.addresses import WebFormField
from web.fields import LinesField, OrderedChoicesField, RankedWidget, text_area


class Several(Kind):
    """A list, in which nothing is said twice."""

    by_item: ClassVar[bool] = True
    schema: ClassVar[str] = "array"

    def cells(self, field: Field) -> dict[str, Cell]:
        return {field.name: LIST}

    def faults(self, field: Field, values: dict[str, Any], _known: KnownCodes) -> Iterator[Fault]:
        yield from repeated(field.name, values.get(field.name, []))

    def stored(self, field: Field, rows: Rows) -> list[str]:
        return [str(one) for one in getattr(rows.pole, field.column)]

    def said(self, value: list[str], _names: Names) -> list[str]:
        return value


@dataclass(frozen=True)
class Lines(Several):
    """Texts on one line each, at least so many; web addresses if `web`."""

    longest: int
    rows: int
    least: int = 0
    most: int = 50
    web: bool = False

    def types(self, field: Field) -> dict[str, Any]:
        one: Any = Annotated[str, words(self.longest)]
        if self.web:
            one = Annotated[str, words(self.longest), IS_URL]
        bounds = Bounds(min_length=self.least, max_length=self.most)
        return {field.name: Annotated[list[one], bounds]}

    def inputs(self, field: Field) -> dict[str, forms.Field]:
        return {field.name: self.input(field, widget=text_area(self.rows))}

    def edited(self, field: Field, _column: models.Field) -> forms.Field | None:
        return self.input(field)

    def input(self, field: Field, **changes: Any) -> forms.Field:
        """One item a line."""
        one = (WebFormField if self.web else forms.CharField)(max_length=self.longest)
        return LinesField(
            label=field.label, item=one, required=bool(self.least), help_text=field.help, **changes
        )


@dataclass(frozen=True)
class Choices(Several):
    """Some of many words, the most telling first."""

    words: type[TextChoices]
    most: int

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: Annotated[list[self.words], Bounds(max_length=self.most)]}  # type: ignore[name-defined]

    def said(self, value: list[str], _names: Names) -> list[str]:
        return [str(self.words(one).label) for one in value]

    def inputs(self, field: Field) -> dict[str, forms.Field]:
        made = self.input(field)
        made.widget = RankedWidget(self.words.choices, self.most)
        return {field.name: made}

    def edited(self, field: Field, _column: models.Field) -> forms.Field | None:
        return self.input(field)

    def input(self, field: Field) -> forms.Field:
        """A list of choices per rank."""
        return OrderedChoicesField(
            label=field.label, choices=self.words.choices, ranks=self.most, help_text=field.help
        )
