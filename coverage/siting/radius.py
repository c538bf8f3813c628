"""Which units lie within R kilometres of which candidates, on the ellipsoid."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod
from scipy.sparse import csc_array, csr_array
from scipy.spatial import cKDTree

from coverage.siting.errors import CandidatesError, RadiusError

MEAN_RADIUS_KM = 6371.0088
MOST_KM = 20_040.0  # half way round: everything is within it
# The radii of curvature of the WGS84 ellipsoid run from 6,335.4 to 6,399.6 km, that is -0.56 % to
# +0.45 % of the mean radius, and no geodesic differs from the sphere's by more than that.
MARGIN = 0.006
CANDIDATES_AT_ONCE = 32  # all pairs with 35,000 units are then 27 MB

_ELLIPSOID = Geod(ellps="WGS84")

Points = NDArray[np.float64]


def within_radius(units: ArrayLike, candidates: ArrayLike, radius_km: float) -> csr_array:
    """Boolean (n, m): the unit is at `radius_km` or less of the candidate, by the WGS84 geodesic.

    units (n, 2) and candidates (m, 2): longitude and latitude in degrees.
    Raises RadiusError or CandidatesError. Pairs are found by chords of a sphere; only those whose
    distance on it is within `MARGIN` of the limit are measured on the ellipsoid
    (C. F. F. Karney, « Algorithms for geodesics », Journal of Geodesy 87, 2013, by PROJ).
    """
    ground, seats = checked_points(units), checked_points(candidates)
    if not np.isfinite(radius_km) or radius_km < 0:
        raise RadiusError(f"un rayon positif en kilomètres est attendu, et non {radius_km}")
    tree = cKDTree(to_sphere(ground))
    parts, counts = [np.zeros(0, np.int32)], [np.zeros(1, np.int64)]
    for start in range(0, len(seats), CANDIDATES_AT_ONCE):
        some = seats[start : start + CANDIDATES_AT_ONCE]
        unit, seat = _pairs(tree, ground, some, min(float(radius_km), MOST_KM))
        parts.append(unit[np.argsort(seat, kind="stable")])
        counts.append(np.bincount(seat, minlength=len(some)))
    indices, starts = np.concatenate(parts), np.cumsum(np.concatenate(counts))
    columns = csc_array(
        (np.ones(len(indices), dtype=bool), indices, starts), shape=(len(ground), len(seats))
    )
    return columns.tocsr()


def _pairs(
    tree: cKDTree, ground: Points, seats: Points, radius_km: float
) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    farthest = chord(radius_km * (1 + MARGIN)) + 1e-12
    found = tree.sparse_distance_matrix(cKDTree(to_sphere(seats)), farthest, output_type="ndarray")
    unit, seat = found["i"], found["j"]
    unsure = found["v"] >= chord(radius_km * (1 - MARGIN))
    kept = ~unsure
    near = np.flatnonzero(unsure)
    metres = _ELLIPSOID.inv(*ground[unit[near]].T, *seats[seat[near]].T)[2]
    kept[near] = np.asarray(metres) <= radius_km * 1000
    return unit[kept].astype(np.int32), seat[kept].astype(np.int16)


def to_sphere(points: Points) -> Points:
    """(n, 2) degrees to (n, 3) on the unit sphere."""
    longitude, latitude = np.radians(points).T
    flat = np.cos(latitude)
    return np.column_stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)])


def chord(kilometres: float) -> float:
    """The chord of the unit sphere under an arc of so many kilometres of the mean Earth."""
    return float(2 * np.sin(min(kilometres / MEAN_RADIUS_KM, np.pi) / 2))


def checked_points(points: ArrayLike) -> Points:
    """Points (n, 2) in degrees. Raises CandidatesError where one has no place on Earth."""
    places = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    if not (np.abs(places) <= (180.0, 90.0)).all():
        raise CandidatesError("un point n'a pas de longitude ou de latitude possible")
    return places
