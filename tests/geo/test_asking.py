"""What a text of search is understood to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.asking import MAX_LENGTH, understand, with_articles, within


@pytest.mark.parametrize(
    ("text", "name", "departments", "postcode"),
    [
        ("Bellegarde 45270", "bellegarde", ("45",), "45270"),
        ("45270 Bellegarde", "bellegarde", ("45",), "45270"),
        ("Saint-Denis (93)", "saint denis", ("93",), ""),
        ("st-paul 974", "saint paul", ("974",), ""),
        ("Bastia 20", "bastia", ("2A", "2B"), ""),
        ("Bastia 20200", "bastia", ("2A", "2B"), "20200"),
        ("Œuilly 2", "oeuilly", ("02",), ""),
        ("Bellegarde dept 32", "bellegarde", ("32",), ""),
        ("Besançon CEDEX 9", "besancon", (), ""),
        ("Romans s/ Isère", "romans sur isere", (), ""),
    ],
)
def test_the_place_told_with_a_name_is_parted_from_it(text, name, departments, postcode):
    query = understand(text)
    assert (query.name, query.departments, query.postcode) == (name, departments, postcode)


@pytest.mark.parametrize(
    ("text", "code"), [("75 013", "75013"), ("2a004", "2A004"), ("1004", "01004"), ("974", "")]
)
def test_a_code_alone_is_no_name(text, code):
    assert understand(text).code == code


@pytest.mark.parametrize(
    "text", ["Paris 11e", "paris 11", "PARIS 11ème arrondissement", "11e arrondissement de Paris"]
)
def test_an_arrondissement_is_told_in_any_order(text):
    assert understand(text).arrondissement == "paris 11 arrondissement"


def test_a_name_is_tried_with_each_article_unless_it_has_one():
    assert with_articles("mans") == ["le mans", "la mans", "les mans", "l mans"]
    assert with_articles("la rochelle") == []


@pytest.mark.parametrize(
    ("text", "area", "name", "number", "postcode"),
    [
        ("Saint-Paul à La Réunion", "reunion", "saint paul", "", ""),
        ("La Réunion, Saint-Paul", "reunion", "saint paul", "", ""),
        ("dans le Cantal Besse", "cantal", "besse", "", ""),
        ("Alès Gard 34000", "gard", "ales", "", "34000"),
        ("Grenoble 38000 Savoie", "savoie", "grenoble", "", "38000"),
        ("Valence (26) Drôme", "drome", "valence", "26", ""),
    ],
)
def test_the_area_told_with_a_name_is_parted_from_it_in_any_order(
    text, area, name, number, postcode
):
    query = within(understand(text), area, ["99"])
    assert query
    assert (query.name, query.number, query.postcode) == (name, number, postcode)
    assert (query.area, query.area_departments) == (area, ("99",))
    assert "99" in query.departments


def test_an_area_with_nothing_beside_it_is_no_place_of_a_name():
    assert within(understand("La Réunion 97400"), "reunion", ["974"]) is None


@given(st.text(max_size=2 * MAX_LENGTH))
def test_any_text_is_understood(text):
    query = understand(text)
    assert bool(query.name) == bool(query.key)
