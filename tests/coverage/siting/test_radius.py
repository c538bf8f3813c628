"""Units within a radius are those that the geodesic says, wherever on Earth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from coverage.siting.errors import CandidatesError, RadiusError
from coverage.siting.exact import exact
from coverage.siting.problem import SitingProblem
from coverage.siting.radius import MARGIN, MEAN_RADIUS_KM, chord, to_sphere, within_radius

GEOD = Geod(ellps="WGS84")

unhurried = settings(deadline=None)


def geodesic_km(units, candidates):
    one, other = np.repeat(units, len(candidates), axis=0), np.tile(candidates, (len(units), 1))
    metres = GEOD.inv(*one.T, *other.T)[2]
    return np.asarray(metres).reshape(len(units), len(candidates)) / 1000


@unhurried
@given(
    st.integers(0, 2**32),
    st.sampled_from([(2.5, 46.5, 5), (55.5, -21.1, 0.5), (179.9, -18.0, 2), (10.0, 89.5, 9)]),
    st.sampled_from([0.0, 3.0, 30.0, 100.0, 500.0]),
)
def test_pairs_within_the_radius_are_those_of_the_geodesic(seed, place, radius):
    longitude, latitude, spread = place
    rng = np.random.default_rng(seed)
    points = np.array([longitude, latitude]) + rng.uniform(-spread, spread, (60, 2))
    points[:, 0] = (points[:, 0] + 180) % 360 - 180
    points[:, 1] = np.clip(points[:, 1], -90, 90)
    found = within_radius(points, points[:40], radius).toarray()
    assert (found == (geodesic_km(points, points[:40]) <= radius)).all()


@unhurried
@given(st.integers(0, 2**32))
def test_the_sphere_is_never_wrong_by_more_than_the_margin(seed):
    rng = np.random.default_rng(seed)
    points = np.column_stack([rng.uniform(-180, 180, 40), rng.uniform(-90, 90, 40)])
    real = geodesic_km(points[:20], points[20:])
    chords = np.linalg.norm(to_sphere(points[:20])[:, None] - to_sphere(points[20:])[None], axis=2)
    sphere = 2 * np.arcsin(chords / 2) * MEAN_RADIUS_KM
    assert (sphere <= real * (1 + MARGIN)).all()
    assert (sphere >= real * (1 - MARGIN)).all()


def test_the_limit_itself_is_within():
    east, north, _ = GEOD.fwd(2.0, 48.0, 90.0, 30_000.0)
    metres = GEOD.inv(east, north, 2.0, 48.0)[2]
    assert within_radius([[east, north]], [[2.0, 48.0]], metres / 1000).nnz == 1
    assert within_radius([[east, north]], [[2.0, 48.0]], metres / 1000 - 1e-6).nnz == 0


def test_overseas_and_metropolitan_france_are_far_apart_but_within_the_world():
    seats = [[2.35, 48.85], [55.45, -20.88], [-61.0, 14.6]]
    assert within_radius(seats, seats, 500).nnz == 3
    assert within_radius(seats, seats, 1e9).nnz == 9


def test_many_candidates_keep_their_place():
    line = np.column_stack([np.linspace(-5, 8, 100), np.full(100, 46.0)])
    found = within_radius(line, line, 12.0).toarray()
    assert (found == (geodesic_km(line, line) <= 12.0)).all()
    assert found.any(axis=0).all()


def test_no_candidate_and_no_unit_are_no_error():
    assert within_radius(np.zeros((0, 2)), [[2.0, 48.0]], 30).shape == (0, 1)
    assert within_radius([[2.0, 48.0]], np.zeros((0, 2)), 30).shape == (1, 0)


@pytest.mark.parametrize("radius", [-1.0, float("nan"), float("inf")])
def test_a_radius_that_is_no_distance_is_refused(radius):
    with pytest.raises(RadiusError, match="rayon positif"):
        within_radius([[2.0, 48.0]], [[2.0, 48.0]], radius)


@pytest.mark.parametrize("point", [[200.0, 48.0], [2.0, 91.0], [np.nan, 48.0]])
def test_a_point_off_the_earth_is_refused(point):
    with pytest.raises(CandidatesError, match="longitude"):
        within_radius([[2.0, 48.0]], [point], 30)


def test_a_chord_of_half_the_world_is_its_diameter():
    assert chord(30_000) == pytest.approx(2.0)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.floats(0, 300), st.floats(0, 300), st.integers(1, 4))
def test_a_larger_radius_never_reduces_what_as_many_sites_cover(seed, one, other, count):
    draw = np.random.default_rng(seed)
    units, seats = (draw.normal((2.5, 46.5), 1, (size, 2)) for size in (30, 6))
    weights = draw.integers(1, 1000, len(units))
    small, large = (
        exact(SitingProblem(weights, within_radius(units, seats, radius), count)).value
        for radius in sorted((one, other))
    )
    assert small <= large
