"""The collectivities outside the 101 departments."""

import pytest

from geo.elsewhere import (
    COLLECTIVITIES,
    collectivity_named,
    collectivity_of_code,
    outside_sentence,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Saint-Pierre-et-Miquelon", "975"),
        ("St Barthélemy", "977"),
        ("Saint-Martin", "978"),
        ("TAAF", "984"),
        ("Terres australes et antarctiques françaises", "984"),
        ("wallis et futuna", "986"),
        ("La Polynésie française", "987"),
        ("Nouvelle Calédonie", "988"),
        ("Nouméa 98800", "988"),
        ("Saint-Martin 978", "978"),
        ("988", "988"),
        ("97500", "975"),
        ("97133", "977"),
        ("97150", "978"),
    ],
)
def test_a_collectivity_is_known_by_name_code_or_postcode(text, code):
    assert collectivity_named(text) == code
    assert f"({code})" in outside_sentence(code)


@pytest.mark.parametrize(
    "text", ["", "Saint-Martin-d'Hères", "974", "97411", "98", "Paris 75013", "200 046 977"]
)
def test_what_is_in_a_department_is_no_collectivity(text):
    assert collectivity_named(text) == ""


def test_only_collectivities_have_a_sentence():
    assert outside_sentence("974") == outside_sentence("") == ""
    assert all("hors des 101 départements" in outside_sentence(code) for code in COLLECTIVITIES)
    assert {collectivity_of_code(code) for code in COLLECTIVITIES} == set(COLLECTIVITIES)
