"""What bodies have, worked out by hand on the grid: people are powers of two there."""

import pytest

from coverage.indicators.builtin import store_built_in
from coverage.indicators.deriving import derive
from coverage.indicators.models import AreaValue, EpciValue, Indicator
from coverage.indicators.queries import (
    Span,
    catalogue,
    commune_values,
    indicator_by_body,
)
from geo.models import Commune
from geo.signals import ground_loaded
from publishing.models import Stamp
from tests.coverage.indicators.support import make_indicator
from tests.factories import EPCI_OF, EPT_OF, GRID, KM2, PARIS, POPULATION

pytestmark = pytest.mark.usefixtures("ground")

FIRST, SECOND, THIRD = "200000001", "200000002", "200000003"
EPT, PARIS_EPCI, REUNION = "200057867", "200054781", "249740077"
BODIES = {FIRST, SECOND, THIRD, EPT, REUNION, "75056", "01006", "38006"}
P = POPULATION


def found(code="essai"):
    return indicator_by_body([code])[code]


def test_a_number_is_the_mean_of_the_communes_that_have_one_weighted_by_people():
    make_indicator(communes={"01001": 10.0, "01003": 40.0})
    value = found()[FIRST]
    known = P["01001"] + P["01003"]
    assert value.value == pytest.approx((10 * P["01001"] + 40 * P["01003"]) / known)
    assert value.people_share == pytest.approx(known / (known + P["01002"]))
    assert (value.communes, value.basis) == (2, "moyenne")


def test_a_body_of_which_nothing_is_known_has_nothing_rather_than_zero():
    make_indicator(communes={"01001": 10.0})
    assert set(found()) == {FIRST}


def test_a_published_value_is_preferred_to_the_mean_of_communes():
    make_indicator(communes={"01001": 10.0, "01004": 20.0}, epcis={FIRST: 12.5, EPT: 30.0})
    values = found()
    assert (values[FIRST].value, values[FIRST].basis) == (12.5, "publie")
    assert (values[FIRST].people_share, values[FIRST].communes) == (1, 3)
    assert values[SECOND].basis == "moyenne"
    assert values[EPT].value == 30


def test_greater_paris_stands_as_paris_and_its_territories():
    make_indicator(communes={"75056": 5.0, "93001": 7.0}, epcis={PARIS_EPCI: 99.0})
    values = found()
    assert values["75056"].value == 5
    assert values[EPT].value == 7
    assert PARIS_EPCI not in values
    assert EpciValue.objects.get(epci=PARIS_EPCI).value == 99  # kept as it is published


def test_a_commune_without_epci_stands_for_itself():
    make_indicator(communes={"01006": 3.0})
    assert found()["01006"].value == 3


def test_every_body_of_the_ground_is_there_when_every_commune_is_known():
    make_indicator(communes=dict.fromkeys(GRID, 1.0))
    values = found()
    assert set(values) == BODIES
    assert all(v.value == 1 and v.people_share == 1 for v in values.values())


def test_a_count_is_a_sum_of_what_is_known():
    make_indicator(kind="compte", communes={"01001": 10.0, "01003": 40.0})
    value = found()[FIRST]
    assert (value.value, value.communes, value.basis) == (50, 2, "somme")
    assert value.people_share < 1


def test_a_count_where_absent_means_none_is_known_everywhere():
    make_indicator(kind="compte", communes={"01001": 10.0, "01002": 0.0}, absent_is_none=True)
    values = found()
    assert set(values) == BODIES
    assert (values[FIRST].value, values[FIRST].communes) == (10, 1)
    assert (values[SECOND].value, values[SECOND].people_share) == (0, 1)


def test_a_class_is_the_share_of_people_in_the_priority_classes_of_those_known():
    make_indicator(
        kind="classe", priority_classes=["5", "6"], classes={"1": "Ville", "5": "Bourg"},
        communes={"01001": "5", "01002": "1", "01004": "6"},
    )  # fmt: skip
    values = found()
    assert values[FIRST].value == pytest.approx(P["01001"] / (P["01001"] + P["01002"]))
    assert values[FIRST].people_share == pytest.approx(3 / 7)
    assert values[FIRST].text == "Ville"  # two thirds of the people known
    assert (values[SECOND].value, values[SECOND].text) == (1, "6")
    assert THIRD not in values


def test_a_class_where_absent_means_none_counts_all_people():
    make_indicator(
        kind="classe", priority_classes=["FRR"], absent_is_none=True,
        communes={"01001": "FRR", "01003": "ancien"},
    )  # fmt: skip
    values = found()
    assert values[FIRST].value == pytest.approx(P["01001"] / (1 + 2 + 4))
    assert (values[FIRST].people_share, values[FIRST].communes) == (1, 1)
    assert (values[SECOND].value, values[SECOND].text) == (0, "")


def test_classes_without_a_priority_have_a_text_and_no_number():
    make_indicator(kind="classe", communes={"01001": "a", "01003": "b"})
    assert (found()[FIRST].value, found()[FIRST].text) == (None, "b")


def test_a_class_published_for_an_epci_is_a_yes_or_a_no():
    make_indicator(kind="classe", priority_classes=["a"], epcis={FIRST: "a", SECOND: "b"})
    assert {body: (v.value, v.text) for body, v in found().items()} == {
        FIRST: (1, "a"), SECOND: (0, "b")
    }  # fmt: skip


def test_a_list_is_the_share_of_people_listed_and_how_many_communes():
    make_indicator(kind="liste", communes={"01001": 1.0, "01003": 1.0})
    values = found()
    assert values[FIRST].value == pytest.approx((P["01001"] + P["01003"]) / 7)
    assert (values[FIRST].communes, values[FIRST].unit) == (2, "part de la population")
    assert (values[THIRD].value, values[THIRD].people_share) == (0, 1)


def test_where_nobody_lives_communes_stand_for_people():
    Commune.objects.filter(epci=FIRST).update(population=0)
    make_indicator(communes={"01001": 10.0, "01003": 40.0})
    assert (found()[FIRST].value, found()[FIRST].people_share) == (25, pytest.approx(2 / 3))


def test_a_village_without_inhabitants_alone_known_gives_its_value_with_no_people_behind():
    Commune.objects.filter(pk="01001").update(population=0)
    make_indicator(communes={"01001": 10.0})
    assert (found()[FIRST].value, found()[FIRST].people_share) == (10, 0)


def test_an_obsolete_commune_counts_no_more():
    one = make_indicator(communes={"01001": 10.0, "01002": 20.0})
    Commune.objects.filter(pk="01001").update(obsolete=True)
    derive(one)
    assert found()[FIRST].value == 20


# --- Population and density -------------------------------------------------------------------


def test_population_adds_up_to_the_nation_and_density_is_people_over_ground():
    store_built_in()
    values = indicator_by_body()
    people = values["population"]
    assert set(people) == BODIES
    assert sum(v.value or 0 for v in people.values()) == sum(POPULATION.values())
    assert people[EPT].value == sum(P[code] for code in EPT_OF[EPT])
    density = values["densite_population"][FIRST]
    assert density.value == pytest.approx(sum(P[c] for c in EPCI_OF[FIRST]) / (3 * KM2))
    assert (density.basis, density.unit, density.vintage) == ("sol", "habitants/km²", "2023")


def test_density_rests_on_the_communes_whose_ground_is_known():
    Commune.objects.filter(pk="01003").update(area_km2=None)
    store_built_in()
    value = indicator_by_body(["densite_population"])["densite_population"][FIRST]
    assert value.value == pytest.approx((P["01001"] + P["01002"]) / (2 * KM2))
    assert value.people_share == pytest.approx(3 / 7)
    assert "01003" not in commune_values("densite_population")


def test_a_year_apart_is_said():
    Commune.objects.filter(pk="97401").update(population_year=2017)
    store_built_in()
    assert "sauf 1 communes (2017)" in Indicator.objects.get(pk="population").notes


def test_when_the_ground_changes_everything_is_derived_again():
    make_indicator(communes={"01001": 10.0, "01004": 20.0})
    store_built_in()
    before = Stamp.objects.filter(name="indicators").values_list("value", flat=True).first()
    Commune.objects.filter(pk="01004").update(epci_id=FIRST, body=FIRST, population=1000)
    ground_loaded.send(sender=None)
    assert found()[FIRST].value == pytest.approx((10 + 20 * 1000) / 1001)
    assert found("population")[FIRST].value == 1 + 2 + 4 + 1000
    after = Stamp.objects.filter(name="indicators").values_list("value", flat=True).first()
    assert after != before


# --- Questions --------------------------------------------------------------------------------


def test_values_of_bodies_take_two_queries(django_assert_num_queries):
    make_indicator(communes={"01001": 10.0})
    store_built_in()
    with django_assert_num_queries(2):
        assert set(indicator_by_body()) == {"essai", "population", "densite_population"}
    with django_assert_num_queries(2):
        assert set(indicator_by_body(["essai", "inconnu"])) == {"essai"}


def test_the_catalogue_takes_four_queries_and_says_what_each_indicator_is(
    django_assert_num_queries,
):
    make_indicator(communes={"01001": 10.0, "01004": 20.0}, direction="haute")
    with django_assert_num_queries(4):
        (entry,) = catalogue()
    one = entry.indicator
    assert (one.code, one.direction, one.vintage) == ("essai", "haute", "2021")
    assert entry.spans["epci"] == Span(2, 10, 20)


def test_communes_have_the_number_and_the_text_of_one_indicator():
    store_built_in()
    make_indicator(kind="classe", communes={"01001": "5"}, classes={"5": "Bourg"})
    assert commune_values("essai") == {"01001": (None, "5")}
    assert commune_values("population")["01003"] == (4.0, "")
    assert not AreaValue.objects.filter(level="epci", code__in=PARIS[1:]).exists()
