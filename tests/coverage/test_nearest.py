"""The nearest seat, against every distance computed one by one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from coverage.nearest import nearest

PLACE = st.tuples(st.floats(-63, 56), st.floats(-22, 52))


@settings(deadline=None)
@given(st.lists(PLACE, min_size=1, max_size=30), st.lists(PLACE, min_size=1, max_size=30))
def test_the_nearest_is_the_nearest_on_the_ellipsoid(points, seats):
    index, metres = nearest(np.array(points), np.array(seats))
    for n, (x, y) in enumerate(points):
        every = [Geod(ellps="WGS84").inv(x, y, sx, sy)[2] for sx, sy in seats]
        assert abs(metres[n] - min(every)) < 1e-6
        assert abs(every[index[n]] - min(every)) < 1e-6
