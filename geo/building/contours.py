"""Give today's communes their contours, from two editions of the same source.

The current edition leaves without a contour whatever changed since 2024: the ground of the
communes absorbed since belongs to no one, some communes have no contour at all, and a commune
that gave back its delegated communes still holds their ground. The edition of 2024 has all of
these contours, vertex for vertex the same elsewhere, so that nothing has to be guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from shapely import Geometry, MultiPolygon

from geo.building.measures import area_m2

DECIMALS = 6  # of a degree: 0.1 m, far finer than the generalisation of the source

Contours = dict[str, Geometry]


@dataclass(frozen=True)
class Repair:
    """One thing done to one commune: what, with which parts, over how much ground (m²)."""

    kind: Literal["absorption", "restauree", "amputee", "interstice"]
    code: str
    area: float
    parts: tuple[str, ...] = ()
    place: tuple[float, float] | None = None  # lon, lat, where no code names the ground


@dataclass(frozen=True)
class Editions:
    """The contours known: `current`, then those of 2024 (`former`) and its delegated parts."""

    current: Mapping[str, Geometry]
    former: Mapping[str, Geometry]
    delegated: Mapping[str, Geometry]
    delegated_of: Mapping[str, str]  # a delegated commune of 2024: the commune it was part of


def rounded(geometries: Iterable[Geometry]) -> np.ndarray:
    """Copies of the geometries with coordinates rounded to DECIMALS of a degree.

    A shared vertex stays shared. A contour can come out invalid where two of its edges were
    closer than the step; `coverage.mend` takes that away with the overlaps.
    """
    return shapely.transform(
        np.array(list(geometries), dtype=object), lambda xy: xy.round(DECIMALS)
    )


def assemble(
    communes: Mapping[str, Mapping[str, Any]], editions: Editions
) -> tuple[Contours, list[Repair]]:
    """Return the contour of every commune that can have one, and what was put together.

    `communes` maps today's codes to records whose `anciensCodes` lists the codes absorbed.
    """
    contours: Contours = dict(editions.current)
    repairs = _give_back(communes, editions, contours)
    for code, record in communes.items():
        absorbed = [old for old in record.get("anciensCodes", ()) if old in editions.former]
        if absorbed:
            repairs.append(_absorb(code, absorbed, editions, contours))
    return {code: contours[code] for code in communes if code in contours}, repairs


def multipolygon(geometry: Geometry) -> MultiPolygon:
    """The polygons of a geometry as one MultiPolygon; lines and points are left out."""
    polygons = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return MultiPolygon(polygons)


def _absorb(code: str, absorbed: list[str], editions: Editions, contours: Contours) -> Repair:
    pieces = [editions.former[old] for old in absorbed]
    own = [contours[code]] if code in contours else []
    contours[code] = multipolygon(shapely.union_all(shapely.make_valid(own + pieces)))
    return Repair("absorption", code, sum(map(area_m2, pieces)), tuple(absorbed))


def _give_back(communes: Mapping[str, Any], editions: Editions, contours: Contours) -> list[Repair]:
    """Communes restored since 2024: their ground leaves the commune that held it."""
    repairs = []
    held: dict[str, list[str]] = {}
    for code, record in communes.items():
        # One that absorbs communes of 2024 is not restored: the seat of a merger has moved.
        moved = any(old in editions.former for old in record.get("anciensCodes", ()))
        if not moved and code not in contours and code in editions.delegated:
            contours[code] = editions.delegated[code]
            held.setdefault(editions.delegated_of[code], []).append(code)
            repairs.append(Repair("restauree", code, area_m2(contours[code])))
    for code, parts in held.items():
        if code in contours:
            given = shapely.union_all([contours[part] for part in parts])
            contours[code] = multipolygon(shapely.difference(contours[code], given))
            repairs.append(Repair("amputee", code, area_m2(given), tuple(parts)))
    return repairs
