"""What an app declares once to be asked by machines: from it come an address of the API, files,
their list, and what OpenAPI says of them.

A layer (`publishing.layer`) is one that a table of the database answers by itself; a dataset is
worked out for each question.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.http import QueryDict

from publishing.columns import Column
from publishing.parameters import Parameter
from publishing.sources import Source
from publishing.turns import Turn

GEOJSON, JSON = "geojson", "json"


class Encoding(StrEnum):
    """How geometries are written, according to what is asked: an answer, a file, no map at all."""

    GENERAL = "general"  # GeoJSON, generalised
    GEOJSON = "geojson"
    WKB = "wkb"
    NONE = "none"


@dataclass(frozen=True)
class Record:
    """One row: its identifier, its properties by column, its geometry as it was asked for."""

    identifier: str
    properties: Mapping[str, Any]
    geometry: Any = None


@dataclass(frozen=True)
class Window:
    """Rows asked for: those after the first `offset`, `limit` at most."""

    offset: int = 0
    limit: int | None = None

    @property
    def part(self) -> slice:
        """The same, of a list."""
        return slice(self.offset, None if self.limit is None else self.offset + self.limit)


WHOLE = Window()


@dataclass(frozen=True)
class Found:
    """What a dataset finds for one request: no row is made before `rows` is called.

    `columns` are those of this answer; `parameters` those that made it, defaults said; `head` is
    said of all rows together, in answers, and `result` in files; `document` is the whole answer
    where it is no list of rows. `sources` are those of this answer beside those of the dataset.
    `geometry` is POINT, MULTIPOLYGON, or None where rows have none;
    `repeatable`, whether the same request has the same answer for one state of the data.
    """

    columns: tuple[Column, ...]
    parameters: Mapping[str, Any]
    rows: Callable[[Encoding, Window], Iterator[Record]]
    count: Callable[[], int]
    geometry: str | None = None
    head: Callable[[], Mapping[str, Any]] = dict
    document: Callable[[], Mapping[str, Any]] = dict
    result: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    repeatable: bool = True


@dataclass(frozen=True)
class Paging:
    """How many rows an address gives, at most and by default, and how far it may begin."""

    most: int
    default: int
    farthest: int


@dataclass(frozen=True)
class Answers:
    """How an address of the API tells a dataset: page by page, or as one document.

    `address` is where, under `/api/`, that is not the name of the dataset; a `<str:name>` in it is
    the parameter of that name, which files ask for as any other. `rows` are the kinds of rows that
    an answer may have, where columns vary with the question.
    """

    summary: str
    description: str
    tag: str
    forms: tuple[str, ...] = (JSON,)  # the first by default
    page: Paging | None = None
    asked: tuple[Column, ...] = ()  # the parameters as an answer repeats them
    head: tuple[Column, ...] = ()
    rows: tuple[tuple[Column, ...], ...] = ()
    document: tuple[Column, ...] = ()
    parameters: tuple[Parameter, ...] = ()  # that answers know, and files do not
    address: str = ""

    @property
    def placed(self) -> tuple[str, ...]:
        """The parameters that its address holds."""
        return tuple(re.findall(r"<str:(\w+)>", self.address))


@dataclass(frozen=True)
class Dataset:
    """Rows that are worked out for a question: `ask` reads the parameters of an address.

    `key` names the column that tells rows apart; `stamps` the families of data that it is made of,
    none where nothing tells that they changed; `sources`, whom to cite for every answer; `turn`,
    whose answers are made one at a time.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    stamps: tuple[str, ...]
    sources: tuple[Source, ...]
    columns: tuple[Column, ...]
    key: str
    ask: Callable[[QueryDict], Found]
    answers: Answers | None = None
    files: bool = True
    spatial: bool = True  # whether its rows have a geometry, and its files a map
    turn: Turn | None = None

    def in_turn(self) -> AbstractContextManager[None]:
        """Work out an answer in the dataset's turn. Raises BusyError where too many wait."""
        return self.turn.taken() if self.turn else nullcontext()
