"""The nearest seat or territory, against every distance computed one by one."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from coverage.states.nearest import nearest

WGS84 = Geod(ellps="WGS84")
PLACE = st.tuples(st.floats(-63, 56), st.floats(-22, 52))
NEAR = st.tuples(st.floats(1, 4), st.floats(44, 47))
SIDE = st.floats(0.001, 0.8)
BOXES = st.builds(lambda at, w, h: shapely.box(*at, at[0] + w, at[1] + h), NEAR, SIDE, SIDE)


def metres_to(point, ground, step=0.0005):
    """The geodesic distance to the nearest of many points of a border; 0 inside."""
    if ground.covers(shapely.Point(point)):
        return 0.0
    border = shapely.get_coordinates(shapely.segmentize(ground.boundary, step))
    x, y = np.full(len(border), point[0]), np.full(len(border), point[1])
    return float(np.min(WGS84.inv(x, y, border[:, 0], border[:, 1])[2]))


@given(st.lists(PLACE, min_size=1, max_size=30), st.lists(PLACE, min_size=1, max_size=30))
def test_the_nearest_seat_is_the_nearest_on_the_ellipsoid(points, seats):
    index, metres = nearest(np.array(points), [shapely.Point(seat) for seat in seats])
    for n, (x, y) in enumerate(points):
        every = [WGS84.inv(x, y, sx, sy)[2] for sx, sy in seats]
        assert abs(metres[n] - min(every)) < 1e-3
        assert abs(every[index[n]] - min(every)) < 2e-3


@given(st.lists(NEAR, min_size=1, max_size=20), st.lists(BOXES, min_size=1, max_size=6))
def test_the_nearest_territory_is_that_whose_border_is_nearest(points, grounds):
    index, metres = nearest(np.array(points), grounds)
    for n, point in enumerate(points):
        every = [metres_to(point, ground) for ground in grounds]
        best = min(every)
        assert abs(metres[n] - best) < max(0.2, 30.0**2 / 2 / (best + 1))
        assert every[index[n]] - best < max(0.4, 30.0**2 / (best + 1))


def test_among_equals_the_first_is_taken():
    left, right = shapely.box(0, 45, 1, 46), shapely.box(1, 45, 2, 46)
    points = np.array([[1.0, 44.0], [0.5, 45.5], [1.5, 45.5], [1.0, 45.5]])
    for grounds in ([left, right], [right, left]):
        index, metres = nearest(points, grounds)
        assert index[0] == index[3] == 0
        assert [grounds[index[1]], grounds[index[2]]] == [left, right]
        assert metres[1:].tolist() == [0.0, 0.0, 0.0]
    assert nearest(points, [left, left, right])[0].tolist() == [0, 0, 2, 0]


def test_a_hole_is_outside_and_its_border_counts():
    ring = shapely.box(0, 45, 1, 46) - shapely.box(0.25, 45.25, 0.75, 45.75)
    _, metres = nearest(np.array([[0.5, 45.5]]), [ring])
    assert abs(metres[0] - metres_to((0.5, 45.5), ring)) < 0.5
