"""What an app declares to be taken away as a file, and what one request asks of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, AsWKB
from django.db.models import F, Func
from django.http import Http404, QueryDict

from publishing.columns import POINT, Column
from publishing.coordinates import WGS84
from publishing.dataset import Encoding, Record
from publishing.features import PRECISION
from publishing.parameters import Parameter
from publishing.sources import Source


@dataclass(frozen=True)
class Extract:
    """The answer to one request: no row is read before `records` is called.

    `parameters` are those that made it, defaults said; `key` names the column that holds the
    identifier; `geometry` is POINT, MULTIPOLYGON, or None where rows have none; `result` is what
    is said of the rows together; `repeatable`, whether the same request has the same answer for
    one state of the data; `sources`, whom to cite for it beside the export's.
    """

    columns: tuple[Column, ...]
    key: str
    geometry: str | None
    parameters: Mapping[str, Any]
    records: Callable[[Encoding], Iterator[Record]]
    count: Callable[[], int]
    result: Mapping[str, Any] = field(default_factory=dict)
    repeatable: bool = True
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Export:
    """A set of rows that every format carries.

    `ask` reads the parameters of an address (ParameterProblem on a refused value); `stamps` names
    the families of data that it is made of; `sources`, whom to cite for all its rows.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    stamps: tuple[str, ...]
    sources: tuple[Source, ...]
    ask: Callable[[QueryDict], Extract]
    folder: str = "/api/exports/"  # where its files are asked for
    spatial: bool = True  # whether its rows have a geometry


_exports: dict[str, Export] = {}


def register_export(export: Export) -> Export:
    """Serve an export in every format."""
    if export.name in _exports:
        raise ValueError(f"un export porte déjà le nom « {export.name} »")
    _exports[export.name] = export
    return export


def exports() -> list[Export]:
    """Every export, by name."""
    return [_exports[name] for name in sorted(_exports)]


def export_named(name: str) -> Export:
    """An export by its name, or 404."""
    try:
        return _exports[name]
    except KeyError:
        known = ", ".join(sorted(_exports))
        raise Http404(f"Pas d'export « {name[:40]} » ; couches exportées : {known}.") from None


def written(path: str, encoding: Encoding, geometry: str) -> Any:
    """An expression for a geometry column: GeoJSON with the rings RFC 7946 wants, or WKB."""
    if encoding is Encoding.WKB:
        return AsWKB(path)
    if geometry == POINT:
        return AsGeoJSON(path, precision=PRECISION)
    turned = Func(
        F(path), function="ST_ForcePolygonCCW", output_field=GeometryField(srid=WGS84, null=True)
    )
    return AsGeoJSON(turned, precision=PRECISION)
