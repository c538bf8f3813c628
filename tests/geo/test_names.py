"""Names compared one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.names import normalise


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("ŒUILLY", "oeuilly"),
        ("St-Étienne", "saint etienne"),
        ("STE MARIE", "sainte marie"),
        ("Paris 12e Arrondissement", "paris 12 arrondissement"),
        ("Paris 1er Arrondissement", "paris 1 arrondissement"),
        ("Y", "y"),
        ("  Le   Tampon ", "le tampon"),
        ("Estrées", "estrees"),
        ("e\N{COMBINING ACUTE ACCENT}", "e"),
    ],
)
def test_accents_case_hyphens_apostrophes_ligatures_and_saints_never_matter(written, key):
    assert normalise(written) == key


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=60))
def test_a_key_holds_only_plain_letters_digits_and_single_spaces(text):
    key = normalise(text)
    assert key == " ".join(key.split())
    assert all(c in "abcdefghijklmnopqrstuvwxyz0123456789 " for c in key)
