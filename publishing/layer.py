"""What an app declares to be served: a name, a queryset, fields, geometries, filters, tiles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict

from publishing.columns import Column
from publishing.parameters import Parameter
from publishing.sources import Source

FIRST_ZOOM, LAST_ZOOM = 3, 14
GROUND = "IGN Admin Express, INSEE (Licence Ouverte 2.0)"


@dataclass(frozen=True)
class Field:
    """A public property: its name, where it comes from, and what it means."""

    name: str
    source: str | Combinable
    description: str
    kind: str = "string"  # of JSON Schema
    first_zoom: int = FIRST_ZOOM  # of the tiles that carry it
    parts: tuple[Column, ...] = ()  # of an object, or of each object of a list

    @property
    def column(self) -> Column:
        """The same, as answers have it."""
        return Column(self.name, self.description, self.kind, self.parts)

    @property
    def expression(self) -> Any:
        """What the queryset selects."""
        return F(self.source) if isinstance(self.source, str) else self.source


COUNT = Field("nombre", "", "Pôles que l'objet représente : 1, ou plus pour un groupe.", "integer")


@dataclass(frozen=True)
class Grouping:
    """What a group says of those it holds: the field whose values it counts, and under what name.

    A group has `name` alone, « actif:12,emergent:3 »; one feature has its own fields instead.
    """

    of: str
    name: str
    description: str

    @property
    def fields(self) -> tuple[Field, ...]:
        """What tiles carry besides the fields of the layer."""
        return COUNT, Field(self.name, "", self.description)


class Filters(Protocol):
    """The filters of a layer."""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Those it knows, for the documentation and for refusing all others."""

    def apply(self, params: QueryDict, queryset: Any) -> Any:
        """Keep what the parameters ask for. Raises ParameterProblem on a refused value."""

    @property
    def told_too(self) -> tuple[Column, ...]:
        """What `as_read` says besides the parameters themselves."""

    def as_read(self, params: QueryDict) -> dict[str, Any]:
        """The parameters of an address as they were read, for the answer to say."""

    def alternates(self, params: QueryDict) -> dict[str, dict[str, str]]:
        """Other questions that the same words may mean: by title, what an address changes."""


class NoFilters:
    """A layer that is served whole."""

    parameters: tuple[Parameter, ...] = ()
    told_too: tuple[Column, ...] = ()

    def apply(self, params: QueryDict, queryset: Any) -> Any:
        """Everything."""
        return queryset

    def as_read(self, params: QueryDict) -> dict[str, Any]:
        """As they were written."""
        return {name: ",".join(values) for name, values in params.lists()}

    def alternates(self, params: QueryDict) -> dict[str, dict[str, str]]:
        """None."""
        return {}


@dataclass(frozen=True)
class TileSource:
    """How a layer looks in tiles.

    `shapes` gives, zoom by zoom, the column that holds its EPSG:3857 geometry: (last zoom at
    which it serves, path), in increasing order.
    """

    shapes: tuple[tuple[int, str], ...]
    fields: tuple[Field, ...]
    identifier: Any  # an expression of whole numbers, the MVT feature id
    first_zoom: int = FIRST_ZOOM
    # What stays of the queryset at a zoom: names thin out, for one.
    at_zoom: Callable[[Any, int], Any] = lambda queryset, _zoom: queryset
    grouping: Grouping | None = None  # what a group says, in a layer that is thinned
    description: str = ""  # of what is drawn, where it is less than the layer

    @property
    def described(self) -> tuple[Field, ...]:
        """Everything that features may carry."""
        return (*self.fields, *(self.grouping.fields if self.grouping else ()))

    def fields_at(self, zoom: int) -> tuple[Field, ...]:
        """What features carry at a zoom."""
        return tuple(f for f in self.fields if zoom >= f.first_zoom)

    def shape_at(self, zoom: int) -> str:
        """The path of the geometry column for a zoom."""
        return next(path for last, path in self.shapes if zoom <= last)


@dataclass(frozen=True)
class Layer:
    """Something spatial that every door serves.

    `geometries` maps a public name to the path of an EPSG:4326 column; the first is the default.
    `stamps` names the families of data that it is made of (`publishing.stamps`); `sources`, whom to
    cite for its features; `tiled`, for its tiles, beside the ground.
    """

    name: str
    title: str
    description: str
    queryset: Callable[[], QuerySet[Any]]
    identifier: str
    fields: tuple[Field, ...]
    geometries: Mapping[str, str]
    order: tuple[str, ...]
    stamps: tuple[str, ...]
    sources: tuple[Source, ...]
    filters: Filters = field(default_factory=NoFilters)
    tiles: TileSource | None = None
    tiled: str = ""

    @property
    def default_geometry(self) -> str:
        """The geometry served where none is asked for."""
        return next(iter(self.geometries))

    def field_names(self) -> tuple[str, ...]:
        """The public names, in order."""
        return tuple(f.name for f in self.fields)

    def fields_named(self, names: list[str]) -> tuple[Field, ...]:
        """The fields asked for, in the layer's order; all of them where none is named."""
        return tuple(f for f in self.fields if not names or f.name in names)


@dataclass(frozen=True)
class TileSet:
    """Layers drawn together, in one tile."""

    name: str
    title: str
    layers: tuple[Layer, ...]

    @property
    def attribution(self) -> str:
        """Whom to cite, and under what licence: of the ground, then of what its layers add."""
        own = (layer.tiled for layer in self.layers if layer.tiled)
        return " ; ".join((GROUND, *own))

    @property
    def stamps(self) -> tuple[str, ...]:
        """The families of data of all its layers."""
        return tuple(sorted({name for layer in self.layers for name in layer.stamps}))


def geometry_parameter(layer: Layer) -> Parameter:
    """Which geometry to serve."""
    return Parameter(
        "geometry",
        f"Géométrie servie ({layer.default_geometry} par défaut).",
        accepted=tuple(layer.geometries),
    )
