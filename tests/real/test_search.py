"""The search of communes on the whole ground."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.search import Match, find_communes

pytestmark = pytest.mark.usefixtures("france")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("St Etienne", "42218"),
        ("saint-etienne 76", "76575"),
        ("L'Hay les Roses", "94038"),
        ("L’Haÿ-les-Roses", "94038"),
        ("oeuilly", "51410"),
        ("Œuilly 02", "02565"),
        ("26100", "26281"),
        ("26281", "26281"),
        ("Paris 12", "75056"),
        ("2A004", "2A004"),
        ("2a004", "2A004"),
        ("chateauneuf de gadagne", "84036"),
        ("LA ROCHELLE", "17300"),
        ("st-paul 974", "97415"),
        ("marseile", "13055"),
        ("boulogne", "92012"),
        ("Cherbourg", "50129"),
        ("Lyon 3e", "69123"),
        ("97416", "97416"),
    ],
)
def test_the_first_answer_is_the_one_meant(text, code):
    assert find_communes(text)[0].code == code


def test_the_full_name_of_a_large_commune_comes_before_tiny_ones_that_bear_its_beginning():
    found = [match.code for match in find_communes("romans")]
    assert found[:3] == ["26281", "79231", "01328"]


def test_the_former_name_of_a_large_commune_comes_before_a_tiny_one_that_bears_it():
    found = find_communes("evry")
    assert [match.code for match in found[:2]] == ["91228", "89162"]
    assert (found[0].kind, found[0].matched) == ("renommee", "Évry")


def test_an_exact_name_comes_before_a_commune_of_its_size_that_begins_with_it():
    assert find_communes("bellegarde")[0].code == "30034"


def test_a_postcode_says_which_namesake_is_meant_even_within_a_department():
    found = find_communes("Saint-Denis 97400")
    assert (found[0].code, found[0].name) == ("97411", "Saint-Denis")


def test_a_name_that_is_not_where_it_is_said_to_be_is_found_where_it_is():
    assert find_communes("Besançon 39")[0].code == "25056"


def test_a_code_of_no_commune_gives_the_largest_whose_postcode_begins_alike():
    assert [(m.code, m.kind, m.matched) for m in find_communes("75000")] == [
        ("75056", "near", "75000")
    ]
    assert find_communes("99999") == []


def test_the_beginning_of_a_postcode_lists_its_largest_communes():
    found = find_communes("261")
    assert found[0].code == "26281"
    assert all(match.matched.startswith("261") for match in found)


def test_a_code_that_lost_its_zero_is_recognised():
    assert (find_communes("1004")[0].code, find_communes("1004")[0].kind) == ("01004", "code")


def test_a_name_near_the_text_is_not_beaten_by_a_large_one_far_from_it():
    assert find_communes("Mont-Saint-Micel")[0].code == "50353"


def test_an_arrondissement_is_named_beside_the_commune_it_leads_to():
    first = find_communes("Paris 12")[0]
    assert (first.name, first.matched, first.kind) == (
        "Paris",
        "Paris 12e Arrondissement",
        "arrondissement",
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("11e arrondissement", ["Paris 11e Arrondissement", "Marseille 11e Arrondissement"]),
        ("18e arrondissement", ["Paris 18e Arrondissement"]),
        ("21e arrondissement", []),
        ("Paris XI", ["Paris 11e Arrondissement"]),
        ("Lyon VIII", ["Lyon 8e Arrondissement"]),
        ("Paris onzième", ["Paris 11e Arrondissement"]),
        ("Lyon cedex 03", ["Lyon 3e Arrondissement"]),
    ],
)
def test_an_arrondissement_of_no_city_or_in_letters_is_that_of_its_number(text, named):
    assert [m.matched for m in find_communes(text) if m.kind == "arrondissement"] == named


def test_a_former_commune_leads_to_the_one_that_absorbed_it():
    first = find_communes("Tourlaville")[0]
    assert (first.name, first.matched) == ("Cherbourg-en-Cotentin", "Tourlaville")
    assert first.kind == "deleguee"


def test_the_code_of_a_former_commune_leads_to_todays():
    assert find_communes("15141")[0].code
    assert [m.code for m in find_communes("93059")] == ["93066"]  # Pierrefitte, in Saint-Denis


def test_a_postcode_lists_its_communes_by_population():
    found = find_communes("25640", limit=50)
    assert len(found) > 3
    assert {match.kind for match in found} == {"postcode"}


def test_a_former_code_is_told_apart_from_a_postcode():
    found = [(match.code, match.kind) for match in find_communes("75013")]
    assert found == [("75056", "postcode"), ("93013", "former_code")]


@pytest.mark.parametrize("text", ["", "   ", "!!!", "\x00", "-'-", "\N{SNOWMAN}"])
def test_a_text_without_letters_finds_nothing(text):
    assert find_communes(text) == []


@pytest.mark.parametrize("text", ["x" * 10_000, "a" * 10_000, "saint " * 2_000, "%_%_\\"])
def test_a_huge_or_odd_text_is_answered(text):
    assert isinstance(find_communes(text), list)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(max_size=40), limit=st.integers(-5, 30))
def test_any_text_gives_each_commune_once_best_first_and_at_most_the_limit(text, limit):
    found = find_communes(text, limit)
    assert len(found) <= max(1, limit)
    assert len({match.code for match in found}) == len(found)
    assert [match.rank for match in found] == sorted(match.rank for match in found)
    assert all(isinstance(match, Match) for match in found)
