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


def test_an_exact_name_comes_before_a_larger_commune_that_begins_with_it():
    found = [match.code for match in find_communes("romans")]
    assert found[:3] == ["79231", "01328", "26281"]


def test_an_arrondissement_is_named_beside_the_commune_it_leads_to():
    first = find_communes("Paris 12")[0]
    assert (first.name, first.matched, first.kind) == (
        "Paris",
        "Paris 12e Arrondissement",
        "arrondissement",
    )


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
