"""What a pole covers, on a ground where every sum is known."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.footprints import derive_footprints
from directory.models import Footprint, FootprintCommune, Pole
from directory.record.writing import poles_changed
from geo.models import Commune
from geo.signals import ground_loaded
from publishing.models import Stamp
from tests.factories import (
    GRID,
    ISLAND,
    KM2,
    MAINLAND,
    PARIS,
    POPULATION,
    communes_of,
    drawn,
    make_pole,
    square,
    territory,
)

pytestmark = pytest.mark.usefixtures("ground")


def derive(pole):
    with transaction.atomic():
        derive_footprints([pole.pk])
    return Footprint.objects.get(pole=pole)


def held(pole):
    rows = FootprintCommune.objects.filter(pole=pole)
    return dict(rows.values_list("commune_id", "basis"))


def test_a_named_commune_is_declared():
    pole = make_pole(territories=[territory("commune", "01002")])
    footprint = derive(pole)
    assert held(pole) == {"01002": "declared"}
    assert (footprint.basis, footprint.communes_count) == ("declared", 1)
    assert (footprint.population, footprint.area_km2) == (POPULATION["01002"], KM2)
    assert footprint.contour.equals(square("01002"))
    assert (footprint.contour.srid, footprint.tile.srid) == (4326, 3857)


def test_a_named_epci_covers_its_communes_across_departments():
    pole = make_pole(territories=[territory("epci", "200000002")])
    footprint = derive(pole)
    assert set(held(pole)) == communes_of("epci", "200000002")
    assert footprint.population == sum(POPULATION[c] for c in communes_of("epci", "200000002"))


@pytest.mark.parametrize(("kind", "code"), [("department", "38"), ("region", "84")])
def test_a_department_or_a_region_is_broad(kind, code):
    pole = make_pole(territories=[territory(kind, code)])
    footprint = derive(pole)
    assert set(held(pole)) == communes_of(kind, code)
    assert footprint.basis == "broad"
    assert set(held(pole).values()) == {"broad"}


def test_a_neighbourhood_is_a_part_of_its_commune_and_has_its_contour():
    pole = make_pole(territories=[territory("part", "75056", label="Goutte d'Or")])
    footprint = derive(pole)
    assert held(pole) == {"75056": "partial"}
    assert footprint.contour.equals(square("75056"))
    assert footprint.population == POPULATION["75056"]


def test_two_neighbourhoods_of_one_commune_count_it_once():
    parts = [territory("part", "75056", label=label) for label in ("A", "B")]
    pole = make_pole(territories=parts)
    assert derive(pole).communes_count == 1


def test_overseas_ground_counts_as_any_other():
    pole = make_pole(region_id="04", territories=[territory("epci", "249740077")])
    footprint = derive(pole)
    assert set(held(pole)) == set(ISLAND)
    assert footprint.area_km2 == 2 * KM2
    assert footprint.contour.extent == pytest.approx((55.4, -21.2, 55.6, -21.1))


def test_the_epci_of_the_seat_is_presumed_where_nothing_is_declared():
    pole = make_pole(seat_id="01001")
    assert derive(pole).basis == "presumed"
    assert held(pole) == dict.fromkeys(communes_of("epci", "200000001"), "presumed")


def test_nothing_is_presumed_beside_a_declared_territory():
    pole = make_pole(seat_id="01001", territories=[territory("commune", "38001")])
    derive(pole)
    assert held(pole) == {"38001": "declared"}


def test_nothing_is_presumed_where_the_editors_say_so():
    pole = make_pole(seat_id="01001", presume_seat_epci=False)
    footprint = derive(pole)
    assert held(pole) == {}
    assert (footprint.basis, footprint.contour, footprint.population) == ("none", None, 0)


def test_a_seat_on_an_island_without_epci_presumes_its_commune():
    pole = make_pole(seat_id="01006")
    derive(pole)
    assert held(pole) == {"01006": "presumed"}


def test_in_greater_paris_a_seat_presumes_its_ept_and_paris_itself():
    suburb, city = make_pole("banlieue", seat_id="93002"), make_pole("ville", seat_id="75056")
    derive(suburb)
    derive(city)
    assert held(suburb) == {"93001": "presumed", "93002": "presumed"}
    assert held(city) == {"75056": "presumed"}


def test_declaring_the_metropole_covers_all_of_greater_paris():
    pole = make_pole(territories=[territory("epci", "200054781")])
    derive(pole)
    assert held(pole) == dict.fromkeys(PARIS, "declared")


def test_declaring_an_ept_covers_its_communes():
    pole = make_pole(territories=[territory("epci", "200057867")])
    derive(pole)
    assert held(pole) == {"93001": "declared", "93002": "declared"}


def test_the_most_certain_basis_wins_for_a_commune_and_for_the_whole():
    pole = make_pole(
        territories=[
            territory("department", "01"),
            territory("part", "01001", label="Le bourg"),
            territory("commune", "01002"),
        ]
    )
    footprint = derive(pole)
    expected = dict.fromkeys(communes_of("department", "01"), "broad")
    assert held(pole) == expected | {"01001": "partial", "01002": "declared"}
    assert footprint.basis == "declared"
    assert footprint.communes_count == 6


@pytest.mark.parametrize(
    ("share", "basis"), [(1.0, "declared"), (0.6, "declared"), (0.4, "partial"), (0.02, "partial")]
)
def test_a_drawn_shape_declares_a_commune_from_half_of_its_ground(share, basis):
    for code in ("01003", "97401"):
        pole = make_pole(f"dessin-{code}", territories=[drawn(square(code, share))])
        derive(pole)
        (one,) = FootprintCommune.objects.filter(pole=pole)
        assert (one.commune_id, one.basis) == (code, basis)
        assert one.share == pytest.approx(share, abs=1e-6)


def test_a_drawn_shape_that_brushes_a_border_leaves_the_neighbour_out():
    pole = make_pole(territories=[drawn(square("01002")), drawn(square("01003", 0.005))])
    derive(pole)
    assert held(pole) == {"01002": "declared"}


def test_a_drawn_shape_smaller_than_a_hundredth_counts_where_most_of_it_lies():
    pole = make_pole(territories=[drawn(square("01002", 0.001))])
    footprint = derive(pole)
    assert held(pole) == {"01002": "partial"}
    assert footprint.contour.area < square("01002").area / 500


def test_overlapping_drawn_shapes_are_not_counted_twice():
    pole = make_pole(territories=[drawn(square("01002", 0.3)), drawn(square("01002", 0.4))])
    derive(pole)
    (one,) = FootprintCommune.objects.filter(pole=pole)
    assert one.share == pytest.approx(0.4, abs=1e-6)
    assert one.basis == "partial"


def test_a_commune_without_contour_counts_by_its_code_and_by_its_centre():
    named = make_pole("nomme", territories=[territory("commune", "38006")])
    around = make_pole("dessine", territories=[drawn(square("38006"))])
    assert derive(named).contour is None
    derive(around)
    assert held(named) == {"38006": "declared"}
    assert held(around)["38006"] == "partial"


def test_an_absorbed_commune_leads_to_a_part_of_today_s():
    pole = make_pole(territories=[territory("commune", "01999")])
    derive(pole)
    assert held(pole) == {"01001": "partial"}


def test_obsolete_communes_are_in_no_footprint():
    pole = make_pole(territories=[territory("epci", "200000001")])
    Commune.objects.filter(code="01002").update(obsolete=True)
    derive(pole)
    assert set(held(pole)) == {"01001", "01003"}


def test_footprints_follow_the_ground():
    pole = make_pole(territories=[territory("epci", "200000001")])
    poles_changed()
    Commune.objects.filter(code="01006").update(epci="200000001")
    with transaction.atomic():
        ground_loaded.send(sender=None)
    assert "01006" in held(pole)


def test_deriving_some_poles_leaves_the_others_and_tells_the_caches():
    one = make_pole("un", territories=[territory("commune", "01001")])
    other = make_pole("deux", territories=[territory("commune", "01002")])
    poles_changed()
    before = Stamp.objects.get(name="poles").value
    Footprint.objects.filter(pole=other).update(population=1)
    poles_changed([one.pk])
    assert Footprint.objects.get(pole=other).population == 1
    assert Stamp.objects.get(name="poles").value != before


@pytest.mark.django_db(transaction=True)
def test_deriving_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        derive_footprints()


def test_a_handful_of_statements_serve_any_number_of_poles(django_assert_num_queries):
    for code in MAINLAND:
        make_pole(f"pole-{code}", territories=[territory("commune", code)])
    with django_assert_num_queries(5):
        assert derive_footprints() == len(MAINLAND)


PIECES = st.one_of(
    st.sampled_from([("commune", code) for code in GRID]),
    st.sampled_from([("part", code) for code in GRID]),
    st.sampled_from([("epci", s) for s in ("200000001", "200000002", "200054781", "200057867")]),
    st.sampled_from([("department", code) for code in ("01", "38", "75", "93", "974")]),
    st.sampled_from([("region", code) for code in ("84", "11", "04")]),
)
ORDER = ["declared", "partial", "broad"]
BASIS = {"commune": "declared", "epci": "declared", "part": "partial"}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pieces=st.lists(PIECES, unique=True, max_size=6))
def test_a_footprint_is_the_union_of_its_territories_each_commune_once(pieces):
    Pole.objects.all().delete()
    pole = make_pole(territories=[territory(kind, code) for kind, code in pieces])
    footprint = derive(pole)
    expected: dict[str, str] = {}
    for kind, code in pieces:
        basis = BASIS.get(kind, "broad")
        for commune in communes_of(kind, code):
            expected[commune] = min(expected.get(commune, "broad"), basis, key=ORDER.index)
    assert held(pole) == expected
    assert footprint.communes_count == len(expected)
    assert footprint.population == sum(POPULATION[commune] for commune in expected)
    if "partial" in expected.values():
        assert footprint.area_km2 is None
    else:
        assert (footprint.area_km2 or 0) == pytest.approx(KM2 * len(expected))
    exact = [code for code, basis in expected.items() if basis != "broad" and code != "38006"]
    assert bool(footprint.exact) is bool(exact)
    for code in exact:
        assert footprint.exact
        assert footprint.exact.covers(square(code).point_on_surface)
    if footprint.contour:
        assert footprint.contour.valid
        assert footprint.tile.valid
