"""A shape is a territory, or is refused with the likely cause."""

import json
from contextlib import suppress

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from geo.shapes.checks import checked
from geo.shapes.geojson import surfaces_of
from geo.shapes.refusals import Crossing, Refusal

NAMES = {"986": "Wallis-et-Futuna"}
CROSSED = {
    "type": "Polygon",
    "coordinates": [[[3, 46], [3.2, 46.2], [3.2, 46], [3, 46.2], [3, 46]]],
}


def shape(value, repair=False):
    return checked(surfaces_of(value).polygons, repair=repair, names=NAMES)


def refusal(value) -> str:
    with pytest.raises(Refusal) as caught:
        shape(value)
    return str(caught.value).replace("\xa0", " ")


def typed(geometry):
    return json.loads(shapely.to_geojson(geometry))


def square(west, south, east, north):
    return typed(box(west, south, east, north))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (square(43.5, 3.1, 43.7, 3.3), "longitude et latitude semblent inversées"),
        (square(-21.2, 55.4, -21.1, 55.5), "longitude et latitude semblent inversées"),
        (square(55.4, 21.1, 55.5, 21.2), "le signe de la latitude est peut-être faux"),
        (square(61.1, 14.5, 61.2, 14.6), "le signe de la longitude est peut-être faux"),
        (square(-180, -90, 180, 90), "couvre le monde entier"),
        (square(-20, 30, 40, 60), "bien plus grand que la France"),
        (square(-177, -13.5, -176.5, -13.2), "l'atlas ne couvre pas Wallis-et-Futuna"),
        (square(-30, 40, -29, 41), "hors de France, en mer ou à l'étranger"),
        (square(0, 0, 0.2, 0.2), "proches de zéro"),
        (square(650_000, 6_860_000, 660_000, 6_870_000), "Lambert-93 (EPSG:2154)"),
        (square(260_000, 6_240_000, 270_000, 6_250_000), "Lambert-93 (EPSG:2154)"),
        (square(6_860_000, 650_000, 6_870_000, 660_000), "x et y sont inversés"),
        (square(340_000, 7_650_000, 350_000, 7_660_000), "des degrés"),
        (typed(shapely.Polygon([(2, 45), (2.1, 45), (2.2, 45)])), "alignés ou confondus"),
        ({"type": "Polygon", "coordinates": []}, "celui-ci est vide"),
        ({"type": "Polygon", "coordinates": [[[2, 45], [2.1, 45]]]}, "trois sommets"),
        ({"type": "FeatureCollection", "features": []}, "celui-ci est vide"),
        ({"type": "Point", "coordinates": [2, 45]}, "que des points ou des lignes"),
        ({"type": "Cercle", "coordinates": [2, 45]}, "« Cercle »"),
        ({"type": "Polygon"}, "coordonnées illisibles"),
        ({"type": "Feature", "geometry": None}, "celui-ci est vide"),
        ([], "GeoJSON"),
    ],
)  # fmt: skip
def test_what_is_no_territory_is_refused_with_its_likely_cause(value, said):
    assert said in refusal(value)


def test_a_shape_over_the_antimeridian_is_no_belt_around_the_globe():
    ring = [[179.8, -16], [-179.8, -16], [-179.8, -17], [179.8, -17], [179.8, -16]]
    assert "méridien 180°" in refusal({"type": "Polygon", "coordinates": [ring]})


def test_a_contour_that_crosses_itself_is_told_where_and_comes_with_its_repair():
    with pytest.raises(Crossing) as caught:
        shape(CROSSED)
    assert str(caught.value).endswith("deux bords se croisent près de 3,1 E 46,1 N")
    assert len(caught.value.repaired or []) == 2
    mended = shape(CROSSED, repair=True)
    assert (mended.repaired, mended.coordinates) == (True, caught.value.repaired)


@pytest.mark.parametrize(
    ("rings", "said"),
    [
        ([box(3, 46, 3.2, 46.2), box(3.3, 46, 3.4, 46.1)], "un trou est hors du contour"),
        ([box(3, 46, 3.2, 46.2), box(3.05, 46.05, 3.15, 46.15), box(3.08, 46.08, 3.1, 46.1)],
         "un trou est dans un autre trou"),
    ],
)  # fmt: skip
def test_each_fault_of_a_contour_is_said_in_words(rings, said):
    coordinates = [[list(point) for point in ring.exterior.coords] for ring in rings]
    assert said in refusal({"type": "Polygon", "coordinates": coordinates})


def test_the_geometry_of_a_feature_and_of_a_collection_is_taken():
    one = square(3, 46, 3.1, 46.1)
    feature = {"type": "Feature", "properties": {"nom": "x"}, "geometry": one}
    two = {
        "type": "FeatureCollection",
        "features": [feature, {**feature, "geometry": square(3.1, 46, 3.2, 46.1)}],
    }
    assert shape(feature).coordinates == shape(one).coordinates
    both = shape(two)
    assert both.united == 2
    assert shapely.Polygon(both.coordinates[0][0]).equals(box(3, 46, 3.2, 46.1))


def test_altitudes_are_left_aside_and_points_beside_a_polygon_too():
    tall = [[[x, y, 812.5] for x, y in box(3, 46, 3.1, 46.1).exterior.coords]]
    value = {"type": "GeometryCollection", "geometries": [
        {"type": "Polygon", "coordinates": tall}, {"type": "Point", "coordinates": [3, 46]},
    ]}  # fmt: skip
    found = surfaces_of(value)
    assert (found.three, found.lines) == (True, 1)
    assert shape(value).coordinates == shape(square(3, 46, 3.1, 46.1)).coordinates


def test_too_many_vertices_are_counted_before_anything_is_made_of_them():
    ring = [[2 + n * 1e-6, 45] for n in range(100_001)]
    assert "100\u202f000 sommets au plus" in refusal({"type": "Polygon", "coordinates": [ring]})


def test_what_was_decided_of_a_shape_is_read_from_its_properties():
    found = surfaces_of({
        "type": "Feature", "properties": {"croisements": "repares", "effleurees": "laissees"},
        "geometry": CROSSED,
    })  # fmt: skip
    assert (found.repair, found.drop) == (True, True)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "geometry", "features", "geometries", "crs"]),
            inner | st.sampled_from(["Polygon", "MultiPolygon", "Feature", "FeatureCollection"]),
            max_size=4,
        )
    ),
    max_leaves=20,
)
POINTS = st.lists(
    st.tuples(st.floats(allow_nan=True), st.floats() | st.integers(0, 10)) | st.tuples(
        st.floats(2, 2.5), st.floats(45, 45.5)
    ),
    max_size=7,
).map(lambda points: [list(point) for point in points])  # fmt: skip


@given(ANYTHING)
def test_anything_is_a_shape_or_a_sentence(value):
    with suppress(Refusal):
        assert shape(value).coordinates


@given(st.lists(st.lists(POINTS, max_size=3), max_size=3), st.booleans())
def test_any_rings_give_a_sound_shape_or_a_sentence(rings, repair):
    value = {"type": "MultiPolygon", "coordinates": rings}
    try:
        kept = shape(value, repair).coordinates
    except Refusal as refused:
        json.dumps(getattr(refused, "repaired", None))
    else:
        ground = shapely.MultiPolygon([(one[0], one[1:]) for one in kept])
        assert ground.is_valid
        assert ground.area > 0
