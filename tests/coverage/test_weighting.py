"""What is weighed when sites are chosen, commune by commune on the grid."""

import pytest

from coverage.indicators.builtin import store_built_in
from coverage.sites.plan import PEOPLE
from coverage.sites.units import read_units
from coverage.sites.weighting import Weighting, choices, weighting
from coverage.states.question import Question
from publishing.problems import ParameterProblem
from tests import factories
from tests.coverage.indicators.support import make_indicator

pytestmark = pytest.mark.usefixtures("ground")

P = factories.POPULATION
FIRST, SECOND, THIRD = "200000001", "200000002", "200000003"
ALONE = {"01006", "38006", *factories.PARIS, *factories.ISLAND}  # in none of these three


def weighed(code: str = "essai", question: Question | None = None) -> Weighting:
    return weighting(read_units(question or Question(radius_km=0)), code)


def by_commune(code: str = "essai") -> dict[str, int]:
    """Weights of the communes that have one."""
    units = read_units(Question(radius_km=0))
    values = weighting(units, code).values.tolist()
    return {commune: value for commune, value in zip(units.codes, values, strict=True) if value}


def people(*codes: str) -> int:
    return sum(P[code] for code in codes)


def test_people_are_weighed_unless_an_indicator_is_named():
    assert by_commune(PEOPLE) == P
    assert weighed(PEOPLE).public() == {
        "code": "population",
        "libelle": "Population municipale",
        "unite": "habitants",
        "millesime": None,
        "source": None,
        "population_sans_valeur": 0,
    }


def test_a_list_weighs_the_people_of_its_communes():
    make_indicator(kind="liste", communes={"01001": 1.0, "38001": 1.0}, direction="haute")
    assert by_commune() == {"01001": P["01001"], "38001": P["38001"]}
    told = weighed().public()
    assert (told["unite"], told["source"], told["millesime"]) == ("habitants", "Nous", "2021")
    assert told["population_sans_valeur"] == 0  # whoever a list does not name is not in it


def test_classes_weigh_the_people_of_the_priority_ones_and_say_whose_class_is_unknown():
    make_indicator(
        kind="classe", priority_classes=["5", "6"], direction="haute",
        communes={"01001": "5", "01002": "1", "01004": "6"},
    )  # fmt: skip
    assert by_commune() == {"01001": P["01001"], "01004": P["01004"]}
    assert weighed().unknown_people == sum(P.values()) - people("01001", "01002", "01004")


def test_a_class_where_absent_means_none_is_known_everywhere():
    make_indicator(
        kind="classe", priority_classes=["FRR"], direction="haute", absent_is_none=True,
        communes={"01001": "FRR", "01003": "ancien"},
    )  # fmt: skip
    assert by_commune() == {"01001": P["01001"]}
    assert weighed().unknown_people == 0


def test_a_count_weighs_itself_in_its_own_unit():
    make_indicator(kind="compte", unit="emplois", communes={"01001": 10.0, "01003": 40.4},
                   direction="haute")  # fmt: skip
    assert by_commune() == {"01001": 10, "01003": 40}
    assert weighed().unit == "emplois"
    assert weighed().unknown_people == sum(P.values()) - people("01001", "01003")


# Ten communes are known: three at 10 (places 0, 1, 2 of 9, mean 1/9), four at 20 (3 to 6, mean
# 4.5/9), three at 30 (7 to 9, mean 8/9). A commune without a value has that of its EPCI.
NUMBERS, PUBLISHED = {"01001": 10.0, "38001": 30.0}, {SECOND: 20.0}
PLACES = (
    dict.fromkeys(factories.EPCI_OF[FIRST], 1 / 9)
    | dict.fromkeys(factories.EPCI_OF[SECOND], 1 / 2)
    | dict.fromkeys(factories.EPCI_OF[THIRD], 8 / 9)
    | dict.fromkeys(ALONE, 1 / 2)  # nothing is known of them: the middle
)


def test_a_number_weighs_people_by_the_place_of_their_commune():
    make_indicator(communes=NUMBERS, epcis=PUBLISHED, direction="haute")
    expected = {code: round(P[code] * place) for code, place in PLACES.items()}
    assert by_commune() == {code: value for code, value in expected.items() if value}
    assert weighed().unit == "habitants pondérés"
    assert weighed().unknown_people == people(*ALONE)


def test_low_numbers_weigh_most_where_they_call_for_priority():
    make_indicator(communes=NUMBERS, epcis=PUBLISHED, direction="basse")
    expected = {code: round(P[code] * (1 - place)) for code, place in PLACES.items()}
    assert by_commune() == {code: value for code, value in expected.items() if value}


def test_a_number_of_which_nothing_is_known_weighs_everyone_alike():
    make_indicator(direction="haute")
    assert by_commune() == {code: round(count / 2) for code, count in P.items() if count > 1}
    assert weighed().unknown_people == sum(P.values())


def test_places_are_those_among_the_communes_of_the_question():
    make_indicator(communes={"01001": 10.0, "38001": 30.0}, direction="haute")
    only = weighed(question=Question(radius_km=0, department="38"))
    # 38001 to 38003 share one value, hence the middle; the others have none.
    assert only.values.tolist() == [P[f"3800{n}"] // 2 for n in range(1, 7)]
    assert only.unknown_people == people("38004", "38005", "38006")


def test_density_is_weighed_from_the_ground_itself_the_lowest_first():
    store_built_in()
    found = by_commune("densite_population")
    # The place of a commune is that of its population: 01001 is 1 from the end, 97402 is 0.
    last = len(P) - 1
    assert found == {
        code: weight
        for place, (code, count) in enumerate(P.items())
        if (weight := round(count * (last - place) / last))
    }


def test_only_indicators_that_say_which_way_priority_goes_are_offered():
    store_built_in()
    make_indicator(communes={"01001": 10.0}, direction="aucune")
    make_indicator(code="autre", communes={"01001": 10.0}, direction="basse")
    # Population is not twice among them.
    assert [one.code for one in choices()] == ["autre", "densite_population"]


@pytest.mark.parametrize("code", ["essai", "inconnu", "Population", ""])
def test_an_unknown_indicator_or_one_without_a_direction_is_refused(code):
    make_indicator(communes={"01001": 10.0}, direction="aucune")
    make_indicator(code="autre", communes={"01001": 10.0}, direction="basse")
    with pytest.raises(ParameterProblem) as refusal:
        weighed(code)
    assert (refusal.value.parameter, refusal.value.accepted) == ("poids", "population, autre")
