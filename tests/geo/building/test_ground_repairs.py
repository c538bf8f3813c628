"""The repairs of the contours, on grids where arithmetic is exact."""

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from geo.building.checks import BuildError, check_ground
from geo.building.contours import Editions, assemble, rounded
from geo.building.coverage import changes, close_gaps, enclosed_gaps, mend
from geo.building.measures import area_m2

# Cells of 0.01° near the equator, about 1.1 km a side: far larger than any gap to close.
STEP = 0.01


def cell(column, row, *, width=1, height=1):
    left, bottom = round(column * STEP, 6), round(row * STEP, 6)
    right, top = round((column + width) * STEP, 6), round((row + height) * STEP, 6)
    return shapely.multipolygons([box(left, bottom, right, top)])


def grid(columns, rows, *, without=()):
    return {
        f"{column}{row}": cell(column, row)
        for column in range(columns)
        for row in range(rows)
        if (column, row) not in without
    }


def editions(current, *, former=None, delegated=None, delegated_of=None):
    return Editions(current, former or {}, delegated or {}, delegated_of or {})


def shapes(contours):
    return np.array(list(contours.values()), dtype=object)


def ring_around(gap, *, cells=3):
    """Four contours that enclose `gap` (a box), the one on the left with the longest border."""
    west, south, east, north = gap.bounds
    far = cells * STEP
    return {
        "gauche": Polygon(
            [(-far, -far), (west, -far), (west, south), (west, north), (west, far), (-far, far)]
        ),
        "droite": Polygon(
            [(east, -far), (far, -far), (far, far), (east, far), (east, north), (east, south)]
        ),
        "bas": box(west, -far, east, south),
        "haut": box(west, north, east, far),
    }


def test_a_commune_takes_the_contours_of_the_communes_it_absorbed():
    current = {"A": cell(0, 0)}
    communes = {"A": {"anciensCodes": ["B", "very-old"]}}
    contours, repairs = assemble(communes, editions(current, former={"B": cell(1, 0)}))
    assert contours["A"].equals(cell(0, 0, width=2))
    assert [(r.kind, r.code, r.parts) for r in repairs] == [("absorption", "A", ("B",))]
    assert repairs[0].area == pytest.approx(area_m2(cell(1, 0)))


def test_ground_absorbed_on_the_edge_of_the_country_is_given_back_too():
    # No search for holes finds it: it is a bay of the outline, not a hole.
    current = grid(2, 2, without={(1, 1)})
    communes: dict[str, Any] = {code: {} for code in current} | {"10": {"anciensCodes": ["B"]}}
    contours, _ = assemble(communes, editions(current, former={"B": cell(1, 1)}))
    assert shapely.union_all(shapes(contours)).equals(cell(0, 0, width=2, height=2))


def test_a_commune_between_two_absorbers_goes_to_the_one_that_lists_it():
    current = grid(3, 1, without={(1, 0)})
    communes = {"00": {"anciensCodes": ["other"]}, "20": {"anciensCodes": ["B"]}}
    contours, _ = assemble(communes, editions(current, former={"B": cell(1, 0)}))
    assert contours["20"].equals(cell(1, 0, width=2))
    assert contours["00"].equals(cell(0, 0))


def test_a_commune_without_contour_is_the_union_of_what_it_absorbed():
    # Its seat has moved to a delegated commune, whose contour alone would be too small.
    former = {"old-seat": cell(0, 0, width=2)}
    communes = {"new-seat": {"anciensCodes": ["old-seat"]}}
    found = editions(
        {}, former=former, delegated={"new-seat": cell(1, 0)}, delegated_of={"new-seat": "old-seat"}
    )
    contours, repairs = assemble(communes, found)
    assert contours["new-seat"].equals(cell(0, 0, width=2))
    assert [repair.kind for repair in repairs] == ["absorption"]


def test_a_restored_commune_takes_its_ground_back_from_the_commune_that_held_it():
    found = editions(
        {"A": cell(0, 0, width=3)},
        former={"A": cell(0, 0, width=3)},
        delegated={"A": cell(0, 0), "B": cell(1, 0), "C": cell(2, 0)},
        delegated_of={"A": "A", "B": "A", "C": "A"},
    )
    contours, repairs = assemble({"A": {}, "B": {}, "C": {}}, found)
    assert {code: shape.bounds for code, shape in contours.items()} == {
        "A": cell(0, 0).bounds,
        "B": cell(1, 0).bounds,
        "C": cell(2, 0).bounds,
    }
    assert [(r.kind, r.code, r.parts) for r in repairs] == [
        ("restauree", "B", ()),
        ("restauree", "C", ()),
        ("amputee", "A", ("B", "C")),
    ]


def test_a_commune_nobody_has_a_contour_for_is_left_without():
    contours, repairs = assemble({"A": {}}, editions({}))
    assert (contours, repairs) == ({}, [])


def test_rounding_keeps_neighbours_together():
    edge = 0.01234567891
    pair = rounded([box(0, 0, edge, 1), box(edge, 0, 1, 1)])
    assert shapely.coverage_is_valid(pair)
    assert pair[0].bounds[2] == 0.012346


def test_an_overlap_is_given_to_one_neighbour_and_the_ground_stays_whole():
    contours = {"A": box(0, 0, 0.0101, 0.01), "B": box(0.01, 0, 0.02, 0.01), "C": cell(0, 1)}
    assert not shapely.coverage_is_valid(shapes(contours))
    mended = mend(contours)
    assert shapely.coverage_is_valid(shapes(mended))
    whole = shapely.union_all(shapes(contours))
    assert shapely.symmetric_difference(shapely.union_all(shapes(mended)), whole).area < 1e-12


def test_mending_a_sound_coverage_moves_no_vertex():
    contours = grid(3, 3)
    assert changes(contours, mend(contours)) == []


def test_the_change_of_a_contour_is_measured_in_metres():
    before = {"A": box(0, 0, 0.01, 0.01), "B": box(0.01, 0, 0.02, 0.01)}
    after = {"A": box(0, 0, 0.0101, 0.01), "B": before["B"]}
    [change] = changes(before, after)
    assert change.code == "A"
    assert change.shift == pytest.approx(11.1, abs=0.1)
    assert change.moved == pytest.approx(11.1 * 1_106, rel=0.01)
    assert change.area == pytest.approx(change.moved)


def test_a_small_gap_goes_to_the_neighbour_with_the_longest_border():
    gap = box(0, 0, 0.0001, 0.0002)
    contours, [repair], left = close_gaps(ring_around(gap))
    assert repair.code == "gauche"
    assert repair.area == pytest.approx(area_m2(gap))
    assert contours["gauche"].covers(gap)
    assert left == []
    assert shapely.coverage_is_valid(shapes(contours))


def test_two_equal_borders_are_settled_by_the_lowest_code():
    gap = box(0, 0, 0.0001, 0.0002)
    around = dict(sorted(ring_around(gap).items()))
    assert close_gaps(around)[1][0].code == "droite"


def test_foreign_ground_stays_a_hole():
    contours = grid(3, 3, without={(1, 1)})
    closed, repairs, [left] = close_gaps(mend(contours))
    assert repairs == []
    assert left.equals(cell(1, 1))
    assert not shapely.union_all(shapes(closed)).covers(cell(1, 1))


def test_a_commune_inside_a_gap_is_no_part_of_the_gap():
    contours = grid(5, 5, without={(x, y) for x in (1, 2, 3) for y in (1, 2, 3)})
    contours["island"] = cell(2, 2)
    [gap] = enclosed_gaps(shapes(contours))
    assert not gap.covers(cell(2, 2).representative_point())
    assert gap.area == pytest.approx(8 * STEP**2)


def test_ground_of_a_canton_without_a_commune_refuses_the_build():
    contours = grid(2, 2, without={(1, 1)})
    check_ground(contours, [cell(0, 0, width=2)])
    with pytest.raises(BuildError, match=r"Sol de France sans commune : 1\.\d+ km²"):
        check_ground(contours, [cell(0, 0, width=2, height=2)])


@settings(max_examples=40, deadline=None)
@given(
    noise=st.lists(st.floats(-0.3, 0.3), min_size=50, max_size=50),
    missing=st.tuples(st.integers(0, 3), st.integers(0, 3)),
)
def test_whatever_the_grid_absorption_restores_the_whole_ground(noise, missing):
    offsets = np.array(noise).reshape(5, 5, 2)
    corner = [[((x + dx) * STEP, (y + dy) * STEP) for y, (dx, dy) in enumerate(line)]
              for x, line in enumerate(offsets)]  # fmt: skip
    everyone = {
        f"{x}{y}": Polygon([corner[x][y], corner[x + 1][y], corner[x + 1][y + 1], corner[x][y + 1]])
        for x in range(4)
        for y in range(4)
    }
    everyone = dict(zip(everyone, rounded(everyone.values()), strict=True))
    gone = f"{missing[0]}{missing[1]}"
    heir = f"{(missing[0] + 1) % 4}{missing[1]}"
    current = {code: shape for code, shape in everyone.items() if code != gone}
    communes: dict[str, Any] = {code: {} for code in current} | {heir: {"anciensCodes": [gone]}}
    contours, _ = assemble(communes, editions(current, former=everyone | {heir: current[heir]}))
    closed, _, left = close_gaps(mend(contours))
    assert left == []
    assert shapely.coverage_is_valid(shapes(closed))
    whole = shapely.union_all(shapes(everyone))
    assert shapely.union_all(shapes(closed)).area == pytest.approx(whole.area, rel=1e-9)


def test_the_same_input_gives_the_same_contours_twice():
    contours = grid(3, 3, without={(1, 1)}) | {"00": box(0, 0, 0.0101, 0.01)}
    once, twice = (close_gaps(mend(contours))[0] for _ in range(2))
    assert [shape.wkb for shape in once.values()] == [shape.wkb for shape in twice.values()]
