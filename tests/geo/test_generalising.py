"""Generalised and larger geometries, on grids where the answer is known."""

import numpy as np
import pytest
import shapely
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.loading.generalising import generalise, to_degrees, to_mercator, unite
from geo.loading.labels import FIRST_ZOOM, LAST_ZOOM, label_zooms

STEP = 0.125


def grid(columns: int, rows: int) -> np.ndarray:
    """Squares of an eighth of a degree, row by row from the south-west."""
    return np.array(
        [
            shapely.box(c * STEP, 45 + r * STEP, (c + 1) * STEP, 45 + (r + 1) * STEP)
            for r in range(rows)
            for c in range(columns)
        ],
        dtype=object,
    )


@given(st.floats(-179, 179), st.floats(-80, 80))
def test_mercator_and_back_is_within_a_step(longitude, latitude):
    there = to_mercator(np.array([[longitude, latitude]]))
    back = to_degrees(there)
    assert np.abs(back - [[longitude, latitude]]).max() <= 0.5e-4 + 1e-9


def test_mercator_is_that_of_postgis(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_Transform(ST_SetSRID(ST_Point(2.35, 48.85), 4326), 3857)")
        point = shapely.from_wkb(cursor.fetchone()[0])
    ours = to_mercator(np.array([[2.35, 48.85]]))[0]
    assert ours == pytest.approx([point.x, point.y], abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(columns=st.integers(1, 5), rows=st.integers(1, 5))
def test_every_scale_of_a_grid_is_a_valid_coverage(columns, rows):
    scales = generalise(grid(columns, rows))
    for name, geometries, _ in scales.columns():
        assert shapely.coverage_is_valid(geometries), name
        assert (shapely.get_type_id(geometries) == shapely.GeometryType.MULTIPOLYGON).all(), name


def test_overlapping_contours_are_refused():
    overlapping = np.array([shapely.box(0, 45, 1, 46), shapely.box(0.5, 45, 1.5, 46)], dtype=object)
    with pytest.raises(ValueError, match="couverture valide"):
        generalise(overlapping)


def test_an_area_is_the_union_of_its_communes_at_every_scale():
    scales = generalise(grid(4, 2))
    keys = np.array(["a", "a", "b", "b", "a", "a", "", "b"])
    names, unions = unite(scales, keys)
    assert names == ["a", "b"]
    for (_, parts, _), (_, whole, _) in zip(scales.columns(), unions.columns(), strict=True):
        assert shapely.area(whole[0]) == pytest.approx(shapely.area(parts[keys == "a"]).sum())
        assert shapely.area(whole[1]) == pytest.approx(shapely.area(parts[keys == "b"]).sum())


@given(
    st.lists(
        st.tuples(st.floats(-60, 55), st.floats(-21, 51), st.integers(0, 2_000_000)),
        min_size=1,
        max_size=60,
    )
)
def test_the_most_populated_place_is_named_first_and_every_place_in_the_end(places):
    centres = np.array([[x, y] for x, y, _ in places])
    populations = np.array([p for *_, p in places])
    zooms = label_zooms(centres, populations)
    assert zooms[populations.argmax()] == FIRST_ZOOM or (
        zooms[populations == populations.max()].min() == FIRST_ZOOM
    )
    assert ((zooms >= FIRST_ZOOM) & (zooms <= LAST_ZOOM)).all()


def test_two_places_of_one_cell_are_not_named_at_one_zoom():
    centres = np.array([[2.35, 48.85], [2.36, 48.86]])
    assert label_zooms(centres, np.array([2_000_000, 50_000])).tolist()[0] == FIRST_ZOOM
    assert label_zooms(centres, np.array([2_000_000, 50_000])).tolist()[1] > FIRST_ZOOM
