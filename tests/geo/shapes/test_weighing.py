"""What a shape holds is told before it is declared, and is what is then derived."""

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.footprints import derive_footprints
from directory.models import FootprintCommune, Pole
from geo.shapes import weighing
from geo.shapes.checks import checked
from geo.shapes.refusals import Refusal
from geo.shapes.weighing import weigh, without_brushed
from tests.factories import KM2, POPULATION, SIDE, make_pole
from tests.geo.shapes.files import comb

pytestmark = pytest.mark.usefixtures("ground")


def coordinates(*boxes):
    """Boxes (west, south, east, north) as one shape."""
    rings = [list(Polygon.from_bbox(one).coords) for one in boxes]
    return checked(
        [[list(map(list, ring)) for ring in rings_] for rings_ in rings], repair=False, names={}
    ).coordinates


def across(west, east, south=45.0, north=45.1):
    """A band of the southern row of the grid; commune n begins at 2 + n/10 degrees."""
    return coordinates((2 + SIDE * west, south, 2 + SIDE * east, north))


def codes(parts):
    return [one.code for one in parts]


def derived(*shapes):
    Pole.objects.all().delete()
    pole = make_pole()
    for one in shapes:
        pole.territories.create(
            level="drawn", drawn=MultiPolygon([Polygon(*rings) for rings in one], srid=4326)
        )
    with transaction.atomic():
        derive_footprints([pole.pk])
    return dict(FootprintCommune.objects.filter(pole=pole).values_list("commune_id", "basis"))


def test_each_commune_is_whole_in_part_brushed_or_left():
    # All of the first, 40 % of the second and, in the row above, bands of 3 % and 0.4 %.
    shape = coordinates(
        (2.1, 45, 2.2, 45.1),
        (2.2, 45, 2.24, 45.1),
        (2.1, 45.1, 2.2, 45.103),
        (2.2, 45.1, 2.3, 45.1004),
    )
    found = weigh({7: [shape]})[7]
    assert codes(found.whole) == ["01001"]
    assert codes(found.part) == ["01002"]
    assert codes(found.brushed) == ["38001"]
    assert codes(found.left) == ["38002"]
    assert found.population == sum(POPULATION[code] for code in ("01001", "01002", "38001"))
    assert found.part[0].share == pytest.approx(0.4, abs=1e-4)
    assert found.outside_km2 == pytest.approx(0, abs=1e-3)


def test_a_shape_in_the_corners_of_two_communes_is_in_both():
    # Half a percent of each, and half of the shape.
    found = weigh({0: [across(1.995, 2.005)]})[0]
    assert codes(found.part) == ["01001", "01002"]
    assert derived(across(1.995, 2.005)) == {"01001": "partial", "01002": "partial"}


def test_what_is_at_sea_or_abroad_is_told():
    found = weigh({0: [across(0, 2)]})[0]
    assert codes(found.whole) == ["01001"]
    assert found.outside_km2 == pytest.approx(found.km2 / 2, rel=1e-3)


def test_a_shape_that_touches_no_commune_has_none():
    found = weigh({0: [coordinates((-4, 47, -3.9, 47.1))], 1: [across(1, 2)]})
    assert (found[0].counted, found[0].left) == ([], [])
    assert codes(found[1].whole) == ["01001"]
    assert weigh({}) == {}


def test_a_commune_without_contour_is_in_part_by_its_centre():
    found = weigh({0: [coordinates((2.6, 45.1, 2.7, 45.2))]})[0]
    assert [(one.code, one.share) for one in found.part] == [("38006", None)]


def test_the_shapes_of_one_holder_are_weighed_together():
    found = weigh({0: [across(1, 1.3), across(1.2, 1.6)]})[0]
    assert found.whole[0].share == pytest.approx(0.6, abs=1e-4)
    assert found.km2 == pytest.approx(0.6 * weigh({0: [across(1, 2)]})[0].km2, rel=1e-3)


def test_communes_that_are_dropped_are_cut_from_the_shape():
    shape = coordinates((2.1, 45, 2.2, 45.1), (2.1, 45.1, 2.2, 45.103))
    (cut,) = without_brushed([shape])
    kept = checked(cut, repair=True, names={}).coordinates
    found = weigh({0: [kept]})[0]
    assert (codes(found.counted), codes(found.brushed)) == (["01001"], [])
    assert derived(kept) == {"01001": "declared"}
    assert derived(shape) == {"01001": "declared", "38001": "partial"}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.tuples(st.floats(0.5, 6), st.floats(0.01, 3), st.floats(45, 45.15), st.floats(0.001, 0.2))
)
def test_what_is_told_is_what_is_derived(band):
    west, width, south, height = band
    shape = coordinates((2 + SIDE * west, south, 2 + SIDE * (west + width), south + height))
    found = weigh({0: [shape]})[0]
    told = dict.fromkeys(codes(found.whole), "declared") | dict.fromkeys(
        codes([*found.part, *found.brushed]), "partial"
    )
    assert derived(shape) == told


def test_a_very_detailed_shape_is_weighed_in_little_time():
    teeth = [list(map(list, ring)) for ring in [comb(4_000).exterior.coords]]
    moved = [[[x - 3, y - 0.9] for x, y in ring] for ring in teeth]
    kept = checked([moved], repair=False, names={}).coordinates
    found = weigh({0: [kept]})[0]
    assert found.counted
    assert found.km2 < 4 * KM2


def test_a_shape_that_takes_too_long_to_weigh_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(weighing, "MOST_SECONDS", 0.001)
    with pytest.raises(Refusal, match="plus simple"):
        weigh({0: [across(1, 2)]})
    monkeypatch.undo()
    assert weigh({0: [across(1, 2)]})[0].whole
