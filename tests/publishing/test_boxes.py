"""A box is one of longitudes and latitudes, in every door, and asks the geometry that is served."""

import json
from typing import Any

import pytest
import shapely
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from directory.footprints import derive_footprints
from publishing.boxes import read_bbox
from publishing.problems import ParameterProblem
from tests import factories

LONGITUDES, LATITUDES = st.floats(-180, 180), st.floats(-90, 90)
NEAR = st.sampled_from([*range(-180, 181, 60), 2.2, 2.25, 2.3, 2.35, 2.4, 2.45, 55.3, -61.1])
NEAR_NORTH = st.sampled_from([*range(-90, 91, 30), 44.9, 45, 45.05, 45.1, -21.2, 48.9])
# Lists whose geometry a box asks, and how a reader of the whole list finds each feature.
LISTS = (
    ("/api/poles/?limit=1000", "id"),
    ("/api/poles/?geometry=territoire&limit=1000", "id"),
    ("/api/communes/?format=geojson&limit=5000", "id"),
    ("/api/communes/?format=geojson&geometry=contour&limit=1000", "id"),
    ("/api/regions/?format=geojson&limit=1000", "id"),
)


@pytest.mark.parametrize(
    "value",
    ["1,2,3", "1,2,3,4,5", "a,b,c,d", "1,4,3,2", "nan,0,1,1", "inf,0,1,1", "0,-91,1,1",
     "-181,0,1,1", "0,0,181,1", "1," * 5000, "0,0,1,1\x00"],
)  # fmt: skip
def test_a_malformed_box_is_refused(value):
    with pytest.raises(ParameterProblem) as refused:
        read_bbox({"bbox": value})
    assert refused.value.parameter == "bbox"


@given(LONGITUDES, LONGITUDES, LATITUDES, LATITUDES)
def test_a_box_is_read_and_crosses_the_antimeridian_where_its_west_is_greater(west, east, y1, y2):
    south, north = sorted((y1, y2))
    box = read_bbox({"bbox": f"{west!r},{south!r},{east!r},{north!r}"})
    assert box is not None
    assert box.srid == 4326
    wanted = (west, south, east, north) if west <= east else (-180.0, south, 180.0, north)
    assert box.extent == wanted
    if west > east and south < north:
        assert box.area == pytest.approx((360 - west + east) * (north - south))


@pytest.fixture
def everything(ground) -> dict[str, dict[str, object]]:
    """Two poles beside the ground, and every list read whole."""
    factories.make_pole("est", [factories.territory("commune", "01002")], seat_id="01001")
    factories.make_pole("lagon", [factories.territory("department", "974")], seat_id="97401")
    factories.make_pole("sans", seat_id=None, presume_seat_epci=False)
    derive_footprints()
    return {path: served(path) for path, _ in LISTS}


def served(path: str) -> dict[str, object]:
    answer = Client().get(path)
    assert answer.status_code == 200, answer.content
    return {one["id"]: one["geometry"] for one in json.loads(answer.content)["features"]}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LONGITUDES | NEAR, LONGITUDES | NEAR, LATITUDES | NEAR_NORTH, LATITUDES | NEAR_NORTH)
def test_every_list_keeps_what_shapely_says_meets_the_box(everything, west, east, y1, y2):
    south, north = sorted((y1, y2))
    parts = [(west, south, east, north)]
    if west > east:
        parts = [(west, south, 180, north), (-180, south, east, north)]
    box = shapely.union_all([shapely.box(*part) for part in parts])
    if box.is_empty or not box.area:
        return
    for path, every in everything.items():
        kept = set(served(f"{path}&bbox={west!r},{south!r},{east!r},{north!r}"))
        shapes = {key: shape(one) for key, one in every.items() if one}
        inside = {key for key, one in shapes.items() if box.contains(one.buffer(1e-4))}
        outside = {key for key, one in shapes.items() if box.distance(one) > 1e-4}
        assert inside <= kept <= shapes.keys() - outside, path


@pytest.mark.parametrize("box", ["-180,-90,180,90", "-180,-89,180,89", "-180,-90,179,90"])
def test_the_whole_world_holds_every_seat_and_every_file_agrees(everything, box):
    seats = {key for key, one in everything["/api/poles/?limit=1000"].items() if one}
    assert seats == {"est", "lagon"}
    assert set(served(f"/api/poles/?bbox={box}")) == seats
    file: Any = Client().get(f"/api/exports/poles.csv?bbox={box}")
    assert b"".join(file.streaming_content).decode().count("\n") == len(seats) + 1
    whole = len(everything["/api/communes/?format=geojson&limit=5000"])
    assert Client().get(f"/api/communes/?bbox={box}")["X-Total-Count"] == str(whole)


def test_a_flat_box_is_a_line_or_a_point(everything):
    x, y = factories.CORNERS["01002"]
    inside = x + 0.01, y + 0.01
    for box in ((*inside, *inside), (inside[0], y, inside[0], inside[1])):
        asked = ",".join(map(str, box))
        assert set(served(f"/api/poles/?geometry=territoire&bbox={asked}")) == {"est"}
