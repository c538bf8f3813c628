"""A field of a record, and what its kind says of it at each door: the plainest answers are here.

`value` is what a record holds: JSON alone, since `Pole.loaded`, proposals and history keep it.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from pydantic_core import to_jsonable_python

from directory.models import CitedEpci, Pole, Recognition, Territory
from directory.record.kinds.cells import PLAIN, Cell
from directory.record.known import KnownCodes
from directory.record.pieces import Record
from publishing.layer import Field as Property

Fault = tuple[str, object, str]  # key of the file, value, what is accepted
Names = dict[str, dict[str, str]]  # by kind of area, code → name


@dataclass(frozen=True)
class Rows:
    """A pole and the rows that go with it, as the database has or had them."""

    pole: Pole
    territories: Iterable[Territory]
    recognitions: Iterable[Recognition]
    cited: Iterable[CitedEpci]


class Kind(ABC):
    """What a field is at each door; the default answers are those of one value in one column."""

    # Of two values, only the items that came and went are told.
    by_item: bool = False
    # In the administration, it shares its line with those of its sort that follow.
    short: bool = False
    # Whether it holds web addresses, one or several.
    web: bool = False

    # Files

    @abstractmethod
    def types(self, field: "Field") -> dict[str, Any]:
        """The keys of files, in order, each with the type (of pydantic) of its value."""

    def cells(self, field: "Field") -> dict[str, Cell]:
        """The columns of tables, in order, each with the syntax of its cells."""
        return {field.name: PLAIN.called(field.public, field.label)}

    def from_file(self, field: "Field", values: dict[str, Any]) -> Any:
        """The value that a line of a file says, all its keys being valid."""
        return to_jsonable_python(values[field.name])

    def to_file(self, field: "Field", record: Record, _known: KnownCodes) -> dict[str, Any]:
        """The keys of files, of a record: the inverse of `from_file`."""
        return {field.name: record[field.name]}

    def faults(
        self, _field: "Field", _values: dict[str, Any], _known: KnownCodes
    ) -> Iterator[Fault]:
        """What is wrong with values of the right type; keys of a wrong one are absent."""
        yield from ()

    # Database

    def stored(self, field: "Field", rows: Rows) -> Any:
        """The value that the database holds."""
        return getattr(rows.pole, field.column)

    def write(self, field: "Field", pole: Pole, value: Any) -> None:
        """Set the columns of a pole, which is saved next."""
        setattr(pole, field.column, value)

    def follow(self, _field: "Field", _pole: Pole, _value: Any) -> None:  # noqa: B027 - most kinds have nothing to do
        """Replace the rows that go with a pole, which was saved."""

    # Words

    def comparable(self, value: Any) -> Any:
        """The value in the form in which order matters only where it says something."""
        return value

    def empty(self, value: Any) -> bool:
        """Whether nothing is known."""
        return value is None or value in ("", [])

    def codes(self, _value: Any) -> Iterator[tuple[str, str]]:
        """The codes that words are to name: kind of area, code."""
        yield from ()

    def said(self, value: Any, _names: Names) -> list[str]:
        """The value in lines; of one that is not empty."""
        return [str(value)]

    # Forms

    def inputs(self, _field: "Field") -> dict[str, forms.Field]:
        """The inputs of the form of records."""
        return {}

    def initial(self, field: "Field", value: Any) -> dict[str, Any]:
        """What the inputs show."""
        return {field.name: value}

    def typed(self, field: "Field", data: dict[str, Any]) -> Any:
        """The value that clean inputs make: the inverse of `initial`."""
        return data[field.name]

    def attributes(self, field: "Field") -> dict[str, str]:
        """The columns of the administration's form, with the label of each."""
        return {field.column.removesuffix("_id"): field.label}

    def edited(self, _field: "Field") -> forms.Field | None:
        """The input of the administration, where Django's own does not do."""
        return None

    # Machines

    def properties(self, field: "Field") -> tuple[Property, ...]:
        """The public columns; none of what has no public name."""
        if not field.public:
            return ()
        return (Property(field.public, field.column, field.about),)


class Replaced(Kind):
    """Rows of a table of their own, all written again at each change; their order says nothing."""

    by_item = True

    def write(self, _field: "Field", pole: Pole, value: Any) -> None:
        """Nothing is in the pole's own row."""

    def comparable(self, value: list[Record]) -> list[Record]:
        return sorted(value, key=canonical)

    def attributes(self, _field: "Field") -> dict[str, str]:
        return {}


def canonical(value: Any) -> str:
    """One text for one value: the database keeps the keys of an object in an order of its own."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True)
class Field:
    """One field of a record: a unit in which versions are compared, shown and written."""

    # Key of records, of `Pole.loaded`, of proposals, of history and of files: never renamed.
    name: str
    label: str
    kind: Kind
    # Attribute of Pole, where it is named otherwise.
    attribute: str = ""
    help: str = ""
    # Name and meaning for machines; without a name, no API and no file tells it.
    public: str = ""
    about: str = ""
    # Where the form of records has it; without, no request can name it.
    group: str = ""
    section: str = ""  # of the administration
    # Only those who may edit the record read it, today or in the past.
    reserved: bool = False
    # Heading of its column in tables of poles, and the public word by which these are sorted.
    listed: str = ""
    sort: str = ""
    linked: str = ""  # property of schema.org
    # Whether the search reads its words, and how it says that it found some there.
    searched: bool = False
    found: str = ""
    missing: str = ""  # what a lead is told where nothing is known

    @property
    def column(self) -> str:
        """The attribute of a pole that holds it."""
        return self.attribute or self.name


def repeated(name: str, items: Iterable[Any]) -> Iterator[Fault]:
    """A fault for each item that a list has said already."""
    seen = set()
    for item in items:
        if item in seen:
            yield name, item, "une seule fois"
        seen.add(item)


def as_written(rows: Iterable[Any]) -> list[Any]:
    """Rows as they were written, which is the order of the file."""
    return sorted(rows, key=lambda row: row.pk)
