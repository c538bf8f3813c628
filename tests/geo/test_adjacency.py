"""Neighbours on grids."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.loading.adjacency import neighbours


def grid(columns: int, rows: int) -> np.ndarray:
    return np.array(
        [shapely.box(c, r, c + 1, r + 1) for r in range(rows) for c in range(columns)],
        dtype=object,
    )


@given(st.integers(1, 6), st.integers(1, 6))
def test_squares_of_a_grid_touch_by_their_sides_alone(columns, rows):
    pairs = {tuple(pair) for pair in neighbours(grid(columns, rows)).tolist()}
    expected = {
        (r * columns + c, r * columns + c + 1) for r in range(rows) for c in range(columns - 1)
    } | {(r * columns + c, (r + 1) * columns + c) for r in range(rows - 1) for c in range(columns)}
    assert pairs == expected


def test_a_hole_and_what_fills_it_are_neighbours():
    ring = shapely.Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [[(1, 1), (1, 2), (2, 2), (2, 1)]])
    filling = shapely.Polygon([(1, 1), (2, 1), (2, 2), (1, 2)])
    assert neighbours(np.array([ring, filling], dtype=object)).tolist() == [[0, 1]]


def test_parts_of_one_commune_are_not_neighbours_of_themselves():
    apart = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    assert neighbours(np.array([apart], dtype=object)).tolist() == []
