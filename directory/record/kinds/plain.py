"""Kinds of what one column holds: texts, addresses, years, days, words of a vocabulary, lists."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any

from django import forms
from django.db.models import Case, CharField, TextChoices, Value, When
from django.utils.formats import date_format
from pydantic import BeforeValidator
from pydantic import Field as Bounds

from directory.dates import past_year
from directory.models import Pole
from directory.record.kinds import typed
from directory.record.kinds.cells import BOOLEAN, DAY, INTEGER, LIST, PLAIN, Cell, word
from directory.record.kinds.cells import several as several_of
from directory.record.kinds.kind import Fault, Field, Kind, Names, Rows, repeated
from directory.record.kinds.typed import IS_URL
from directory.record.known import KnownCodes
from directory.vocabulary import EARLIEST_YEAR
from publishing.layer import Field as Property
from tables.addresses import WebFormField
from web.fields import LinesField, OneLineField, OrderedChoicesField, text_area


@dataclass(frozen=True)
class Plain(Kind):
    """A value in one column of the pole, under one key of files, in one input of forms."""

    type: Any  # of pydantic
    cell: Cell = PLAIN
    # What a column or an input holds → the value of a record, and in words.
    read: Callable[[Any], Any] = lambda held: held
    lines: Callable[[Any], list[str]] = lambda value: [str(value)]
    blank: Any = None  # what the column holds of nothing
    input: Callable[..., forms.Field] | None = None
    administered: bool = False  # by that input, Django's own does not do
    by_item: bool = False
    short: bool = False
    web: bool = False
    schema: str = "string"
    public: dict[Any, str] | None = None  # stored value → public word

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: self.type}

    def cells(self, field: Field) -> dict[str, Cell]:
        return {field.name: self.cell.called(field.public, field.label)}

    def faults(self, field: Field, values: dict[str, Any], _known: KnownCodes) -> Iterator[Fault]:
        if self.by_item:
            yield from repeated(field.name, values.get(field.name, []))

    def stored(self, field: Field, rows: Rows) -> Any:
        return self.read(getattr(rows.pole, field.column))

    def write(self, field: Field, pole: Pole, value: Any) -> None:
        setattr(pole, field.column, self.blank if value is None else value)

    def said(self, value: Any, _names: Names) -> list[str]:
        return self.lines(value)

    def inputs(self, field: Field) -> dict[str, forms.Field]:
        if self.input is None:
            return {}
        return {field.name: self.input(label=field.label, help_text=field.help)}

    def typed(self, field: Field, data: dict[str, Any]) -> Any:
        return self.read(data[field.name])

    def edited(self, field: Field) -> forms.Field | None:
        if self.input is None or not self.administered:
            return None
        made = self.input(label=field.label, help_text=field.help)
        if isinstance(made.widget, forms.Textarea):
            made.widget.attrs["class"] = "vLargeTextField"
        return made

    def properties(self, field: Field) -> tuple[Property, ...]:
        if not field.public:
            return ()
        held: Any = in_public_words(field.column, self.public) if self.public else field.column
        return (Property(field.public, held, field.about, self.schema),)


def in_public_words(column: str, words: dict[Any, str]) -> Case:
    """A stored value, as the public reads it."""
    cases = [When(**{column: stored}, then=Value(public)) for stored, public in words.items()]
    return Case(*cases, default=None, output_field=CharField(null=True))


def tidy(held: str) -> str | None:
    """A text as a file has it: no carriage return, nothing for blank."""
    return held.replace("\r\n", "\n").strip() or None


def line(longest: int) -> Plain:
    """A text on one line, always known."""
    kind = Annotated[str, typed.words(longest)]
    return Plain(kind, input=partial(OneLineField, max_length=longest))


def text(longest: int, rows: int) -> Plain:
    """A text, of so many lines in forms; nothing is known where it is blank."""
    asked = partial(forms.CharField, max_length=longest, required=False, widget=text_area(rows))
    kind = Annotated[str | None, typed.text(longest)]
    return Plain(kind, read=tidy, blank="", input=asked, administered=True)


def url(longest: int) -> Plain:
    """A web address, or none."""
    asked = partial(WebFormField, max_length=longest, required=False)
    kind = Annotated[str | None, typed.words(longest), IS_URL]
    return Plain(kind, read=tidy, blank="", input=asked, administered=True, web=True)


def year() -> Plain:
    """A year that is over or under way, or none."""
    asked = partial(
        forms.IntegerField, min_value=EARLIEST_YEAR, required=False, validators=[past_year]
    )
    return Plain(typed.YEAR, INTEGER, input=asked, short=True, schema="integer")


def flag() -> Plain:
    """Yes or no."""
    kind = Annotated[bool, Bounds(strict=True)]
    said = lambda value: ["oui" if value else "non"]  # noqa: E731 - as short as it says
    return Plain(kind, BOOLEAN, lines=said, short=True, schema="boolean")


def day() -> Plain:
    """A day that has come."""

    def lines(value: str) -> list[str]:
        return [date_format(datetime.date.fromisoformat(value), "j F Y")]

    kind = Annotated[datetime.date, BeforeValidator(typed.iso_date)]
    return Plain(kind, DAY, read=datetime.date.isoformat, lines=lines)


def choice(words: type[TextChoices], public: dict[Any, str]) -> Plain:
    """A word of a vocabulary; `public` says each for machines."""
    asked = partial(forms.ChoiceField, choices=words.choices)
    return Plain(
        words, word(words, public), read=str, lines=lambda value: [str(words(value).label)],
        input=asked, short=True, public=public,
    )  # fmt: skip


def choices(words: type[TextChoices], most: int) -> Plain:
    """Some words of a vocabulary, the most telling first."""
    asked = partial(OrderedChoicesField, choices=words.choices, ranks=most)
    kind = Annotated[list[words], Bounds(max_length=most)]  # type: ignore[valid-type]
    named = several(kind, lambda value: [str(words(one).label) for one in value], asked)
    return replace(named, cell=several_of(word(words)))


def names(longest: int, most: int, rows: int) -> Plain:
    """Names, one a line."""
    one = Annotated[str, typed.words(longest)]
    item = forms.CharField(max_length=longest)
    asked = partial(LinesField, item=item, required=False, widget=text_area(rows))
    return several(Annotated[list[one], Bounds(max_length=most)], list, asked)


def urls(longest: int, most: int, rows: int) -> Plain:
    """Web addresses, one a line, and one at least."""
    one = Annotated[str, typed.words(longest), IS_URL]
    asked = partial(LinesField, item=WebFormField(max_length=longest), widget=text_area(rows))
    kind = Annotated[list[one], Bounds(min_length=1, max_length=most)]
    return replace(several(kind, list, asked), web=True)


def several(
    kind: Any, lines: Callable[[Any], list[str]], asked: Callable[..., forms.Field]
) -> Plain:
    """A list, in which nothing is said twice."""
    return Plain(
        kind, LIST, read=lambda held: [str(one) for one in held], lines=lines, input=asked,
        administered=True, by_item=True, schema="array",
    )  # fmt: skip


def is_year(field: Field) -> bool:
    """Whether a field holds a year."""
    return isinstance(field.kind, Plain) and field.kind.type is typed.YEAR
