"""Tiles where poles crowd: fewer objects, and no pole lost."""

import json
from collections import Counter

import pytest
from django.db.models import Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Footprint, Pole
from directory.record.writing import poles_changed
from directory.vocabulary import Status
from publishing import thinning, tiles
from publishing.registry import tile_set
from tests.factories import GRID, make_pole, territory
from tests.publishing.test_tiles import GROUND, fetch, read

PUBLIC = {"active": "actif", "emerging": "emergent", "unknown": "inconnu", "ended": "termine"}
# The ground of tests and its parents, then tiles that its squares straddle.
TILES = [(zoom, GROUND[1] >> 8 - zoom, GROUND[2] >> 8 - zoom) for zoom in range(3, 9)]
TILES += [(10, 518, 366), (10, 519, 366), (11, 1037, 732), (12, 2075, 1465), (14, 8300, 5862)]


def inside(zoom: int, column: int, row: int) -> Counter:
    """How many published poles meet the square of a tile, by status."""
    place = [Value(n) for n in (zoom, column, row)]
    square = tiles.TileEnvelope(*place)
    met = Footprint.objects.filter(tile__intersects=square, pole__published=True)
    return Counter(PUBLIC[status] for status in met.values_list("pole__status", flat=True))


def said(zoom: int, column: int, row: int) -> Counter:
    """What the features of a tile say they stand for, by status."""
    content = tiles.tile(tile_set("poles"), zoom, column, row)
    found: Counter = Counter()
    if not content:
        return found
    for _, feature in read(content, "poles").iterrows():
        if feature["nombre"] == 1:
            found[feature["statut"]] += 1
            continue
        parts = [part.split(":") for part in feature["statuts"].split(",")]
        assert sum(int(many) for _kind, many in parts) == feature["nombre"]
        found.update({kind: int(many) for kind, many in parts})
    return found


@pytest.mark.usefixtures("ground")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(
        st.tuples(
            st.sampled_from(GRID), st.sampled_from(["commune", "part", "department", "none"]),
            st.sampled_from(Status.values),
        ),
        max_size=12,
    ),
    most=st.sampled_from([0, 300, 1000, 180_000]),
)  # fmt: skip
def test_the_numbers_of_a_tile_add_up_to_its_poles_at_every_zoom(made, most):
    Pole.objects.all().delete()
    for number, (code, level, status) in enumerate(made):
        pieces = {
            "commune": [territory("commune", code)],
            "part": [territory("part", code)],
            "department": [territory("department", "38")],
            "none": [],
        }[level]
        make_pole(f"p{number}", pieces, status=status, seat_id=code)
    poles_changed()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(thinning, "MOST_BYTES", most)
        for place in TILES:
            assert said(*place) == inside(*place), place


@pytest.fixture
def neighbours(ground):
    """Nine poles on one commune, and one far from them."""
    for number in range(9):
        status = "active" if number < 6 else "emerging"
        make_pole(f"voisin-{number}", [territory("commune", "38001")], status=status)
    make_pole("seul", [territory("commune", "01005")], status="active")
    poles_changed()


def test_poles_that_fit_are_each_drawn_with_their_shape(client, neighbours):
    drawn = read(fetch(client, "poles", *GROUND), "poles")
    assert len(drawn) == 10
    assert set(drawn["nombre"]) == {1}
    assert set(drawn.geom_type) <= {"Polygon", "MultiPolygon"}


def test_poles_that_crowd_become_one_point_that_counts_them(client, neighbours, monkeypatch):
    monkeypatch.setattr(thinning, "MOST_BYTES", 500)
    drawn = read(fetch(client, "poles", *GROUND), "poles")
    group, alone = (drawn[drawn["nombre"] == many].iloc[0] for many in (9, 1))
    assert group["statuts"] == "actif:6,emergent:3"
    assert group.geometry.geom_type == "Point"
    assert not group["slug"] or group.isna()["slug"]
    assert alone["slug"] == "seul"
    assert alone.geometry.geom_type in ("Polygon", "MultiPolygon")


def test_a_pole_smaller_than_a_pixel_is_a_point_rather_than_nothing(client, neighbours):
    zoom = 3
    drawn = read(fetch(client, "poles", zoom, GROUND[1] >> 5, GROUND[2] >> 5), "poles")
    assert drawn["nombre"].sum() == 10


def test_the_description_of_tiles_says_what_a_group_carries(client, neighbours):
    layer = json.loads(client.get("/tuiles/poles.json").content)["vector_layers"][0]
    assert {"slug", "statut", "nombre", "statuts"} <= set(layer["fields"])


def test_a_tile_of_more_features_than_it_can_hold_is_an_error(neighbours, monkeypatch):
    monkeypatch.setattr(tiles, "MOST_FEATURES", 1)
    with pytest.raises(tiles.CeilingReachedError, match="tuile sol 8/"):
        tiles.tile(tile_set("sol"), *GROUND)
