"""Slips of the fingers between two words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.slips import SLIPS, slips_between

WORDS = st.text("abcd", max_size=8)


@pytest.mark.parametrize(
    ("first", "second", "slips"),
    [
        ("lyon", "lyon", 0),
        ("lyn", "lyon", 1),
        ("lyoon", "lyon", 1),
        ("lyan", "lyon", 1),
        ("lyno", "lyon", 1),
        ("bios colombe", "bois colombes", 2),
        ("paris", "marseille", SLIPS + 1),
    ],
)
def test_each_letter_missed_added_mistaken_or_swapped_counts_one(first, second, slips):
    assert slips_between(first, second) == slips


@given(WORDS, WORDS)
def test_it_is_the_same_both_ways_and_none_only_between_equals(first, second):
    assert slips_between(first, second) == slips_between(second, first)
    assert (slips_between(first, second) == 0) == (first == second)
