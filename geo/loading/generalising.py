"""Generalised and larger geometries of a coverage of communes. Pure computation.

Neighbours keep one shared border at every scale: the whole coverage is simplified at once
(`shapely.coverage_simplify`, Visvalingam-Whyatt on shared edges), and larger areas are unions of
the simplified communes.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray

EARTH_RADIUS = 6_378_137.0
# Square root of the area of the smallest triangle kept, in metres of Web Mercator: a pixel is
# 2,446 m wide at zoom 6 and 306 m at zoom 9, the deepest zoom each is drawn at.
COARSE_TOLERANCE = 2_000.0
MEDIUM_TOLERANCE = 600.0
COORDINATE_STEP = 1e-4  # degrees, about ten metres: well below the tolerance

Geometries = NDArray[np.object_]


@dataclass(frozen=True)
class Scales:
    """One array of MultiPolygons a scale, in the order of the communes."""

    contour: Geometries  # EPSG:4326, as given
    general: Geometries  # EPSG:4326, generalised
    tile_coarse: Geometries  # EPSG:3857, zooms up to 6
    tile_medium: Geometries  # EPSG:3857, zooms 7 to 9
    tile_fine: Geometries  # EPSG:3857, as given

    def columns(self) -> Iterator[tuple[str, Geometries, int]]:
        """Name, geometries and SRID of each scale."""
        yield "contour", self.contour, 4326
        yield "general", self.general, 4326
        yield "tile_coarse", self.tile_coarse, 3857
        yield "tile_medium", self.tile_medium, 3857
        yield "tile_fine", self.tile_fine, 3857


def to_mercator(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spherical Mercator (EPSG:3857): (n, 2) degrees to (n, 2) metres."""
    radians = np.radians(degrees)
    northing = np.log(np.tan(np.pi / 4 + radians[:, 1] / 2))
    return np.column_stack([radians[:, 0], northing]) * EARTH_RADIUS


def to_degrees(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse of `to_mercator`, rounded to `COORDINATE_STEP`.

    Rounding is a function of the point alone, so shared vertices stay shared.
    """
    scaled = metres / EARTH_RADIUS
    latitude = 2 * np.arctan(np.exp(scaled[:, 1])) - np.pi / 2
    degrees = np.degrees(np.column_stack([scaled[:, 0], latitude]))
    return np.round(degrees / COORDINATE_STEP) * COORDINATE_STEP


def as_multi(geometries: Geometries) -> Geometries:
    """The same ground as MultiPolygons."""
    multi = geometries.copy()
    single = shapely.get_type_id(geometries) == shapely.GeometryType.POLYGON
    multi[single] = shapely.multipolygons(geometries[single], indices=np.arange(single.sum()))
    return multi


def generalise(contours: Geometries) -> Scales:
    """Every scale of a valid coverage of (multi)polygons in degrees.

    Raises ValueError where the contours are not a valid coverage: a generalisation of
    overlapping contours would tear holes between neighbours.
    """
    if not shapely.coverage_is_valid(contours):
        raise ValueError("les contours ne forment pas une couverture valide (chevauchements)")
    metres = shapely.transform(contours, to_mercator)
    with ThreadPoolExecutor() as threads:  # shapely lets go of the interpreter lock
        simplify = partial(shapely.coverage_simplify, metres)
        coarse, medium = threads.map(simplify, (COARSE_TOLERANCE, MEDIUM_TOLERANCE))
    return Scales(
        contour=as_multi(contours),
        general=in_degrees(medium),
        tile_coarse=as_multi(coarse),
        tile_medium=as_multi(medium),
        tile_fine=as_multi(metres),
    )


def unite(scales: Scales, keys: NDArray[np.str_]) -> tuple[list[str], Scales]:
    """Unions of communes that share a key ("" takes part in none), scale by scale.

    Returns the sorted keys, and scales in their order.
    """
    order = np.argsort(keys, kind="stable")
    order = order[keys[order] != ""]
    names, starts = np.unique(keys[order], return_index=True)

    def united(geometries: Geometries) -> Geometries:
        groups = np.split(geometries[order], starts[1:])
        unions = [shapely.coverage_union_all(group) for group in groups]
        return as_multi(np.array(unions, dtype=object))

    edges = (scales.contour, scales.tile_coarse, scales.tile_medium, scales.tile_fine)
    with ThreadPoolExecutor() as threads:
        contour, coarse, medium, fine = threads.map(united, edges)
    return names.tolist(), Scales(contour, in_degrees(medium), coarse, medium, fine)


def in_degrees(medium: Geometries) -> Geometries:
    """The general scale of geometries at the medium one.

    It is made last, and never united itself: mending moves vertices that neighbours shared.
    """
    return as_multi(mended(shapely.transform(medium, to_degrees)))


def mended(geometries: Geometries) -> Geometries:
    """The same geometries, invalid ones replaced by valid polygons of the same ground.

    Degrees rounded at the general scale fold where a neck was narrower than a step.
    """
    broken = ~shapely.is_valid(geometries)
    if broken.any():
        geometries = geometries.copy()
        geometries[broken] = [polygons_of(shapely.make_valid(g)) for g in geometries[broken]]
    return geometries


def polygons_of(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygonal part of a geometry."""
    parts = shapely.get_parts(geometry, return_index=False)
    return shapely.union_all([p for p in parts if shapely.get_dimensions(p) == 2])
