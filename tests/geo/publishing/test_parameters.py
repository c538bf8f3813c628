"""Parameters of an address: typed, bounded, refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.publishing.parameters import (
    read_choice,
    read_float,
    read_int,
    read_list,
    read_text,
)
from geo.publishing.problems import ParameterProblem


@pytest.mark.parametrize(
    "value", ["-1", "0", "1001", "1e3", "10.0", "１２", "1_0", "x", "9" * 5000]
)
def test_a_number_out_of_bounds_or_badly_written_is_refused(value):
    with pytest.raises(ParameterProblem) as refused:
        read_int({"limit": value}, "limit", 100, (1, 1000))
    assert refused.value.parameter == "limit"
    assert "1 à 1000" in refused.value.accepted


@given(st.integers(1, 1000))
def test_a_number_within_bounds_is_read(number):
    assert read_int({"limit": str(number)}, "limit", 100, (1, 1000)) == number


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_as_a_number(text):
    try:
        number = read_float({"lat": text}, "lat", (-90, 90))
    except ParameterProblem:
        return
    assert number is None or -90 <= number <= 90


def test_a_choice_and_a_list_name_what_they_accept():
    with pytest.raises(ParameterProblem, match="json"):
        read_choice({"format": "xml"}, "format", "json", ("json", "geojson"))
    with pytest.raises(ParameterProblem, match="nom"):
        read_list({"fields": "nom,secret"}, "fields", ("nom", "code"))
    assert read_list({"fields": "nom, code,nom,"}, "fields", ("nom", "code")) == ["nom", "code"]


@pytest.mark.parametrize("value", ["a\x00b", "x" * 201])
def test_a_text_with_a_null_character_or_too_long_is_refused(value):
    with pytest.raises(ParameterProblem):
        read_text({"q": value}, "q")
