"""Check the ground once built: what must hold of the file as it can be read back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import shapely
from shapely import Geometry, Polygon, STRtree

from geo.building.contours import Contours, multipolygon
from geo.building.coverage import LARGEST_GAP_M2, enclosed_gaps
from geo.building.measures import area_m2


class BuildError(Exception):
    """The result is not what it must be; nothing should be committed. Message in French."""


def unowned_ground(contours: Contours, cantons: Sequence[Geometry]) -> list[tuple[Polygon, float]]:
    """Ground of a canton that no commune owns: (polygon, m²), those over LARGEST_GAP_M2.

    Cantons are drawn by the same source and stop at the nation's border, so that this finds
    what a search for holes cannot: ground missing along the border or the coast.
    """
    shapes = np.array(list(contours.values()), dtype=object)
    tree = STRtree(shapes)
    found: list[tuple[Polygon, float]] = []
    for canton in shapely.make_valid(np.array(cantons, dtype=object)):
        owned = shapely.union_all(shapes[tree.query(canton, predicate="intersects")])
        parts = multipolygon(shapely.difference(canton, owned)).geoms
        measured = ((part, area_m2(part)) for part in parts)
        found.extend((part, area) for part, area in measured if area >= LARGEST_GAP_M2)
    return found


def check_ground(contours: Contours, cantons: Sequence[Geometry]) -> None:
    """Raise BuildError when ground of a canton is owned by no commune."""
    unowned = unowned_ground(contours, cantons)
    if unowned:
        where = [f"{area / 1e6:.3f} km² près de {part.centroid.wkt}" for part, area in unowned]
        raise BuildError(f"Sol de France sans commune : {' ; '.join(where)}.")


def check_communes(path: Path, *, foreign: Sequence[Polygon]) -> None:
    """Read communes.parquet back; raise BuildError unless its contours are a sound coverage."""
    table = pq.read_table(path, columns=["code", "geometry", "centre"])
    codes = table["code"].to_pylist()
    shapes = shapely.from_wkb(table["geometry"].drop_null().to_numpy(zero_copy_only=False))
    centres = shapely.from_wkb(table["centre"].to_numpy(zero_copy_only=False))
    failures = {
        "codes en double ou mal triés": codes != sorted(set(codes)),
        "contours invalides": not shapely.is_valid(shapes).all(),
        "couverture invalide (recouvrements ou bords désaccordés)": not shapely.coverage_is_valid(
            shapes
        ),
        "interstices entre communes": len(enclosed_gaps(shapes)) != len(foreign),
        "communes sans point": bool(shapely.is_missing(centres).any()),
    }
    failed = [what for what, is_so in failures.items() if is_so]
    if failed:
        raise BuildError(f"Résultat refusé ({path.name}) : {', '.join(failed)}.")
