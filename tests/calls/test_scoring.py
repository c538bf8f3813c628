"""The weighted total of an opinion, the mean and the spread of several."""

from hypothesis import given
from hypothesis import strategies as st

from calls.scoring import Line, Together, together, weighted

GRID = [Line(1, 3, 5), Line(2, 1, 10)]


def test_a_total_weighs_each_criterion_by_its_share_of_the_highest_score():
    assert weighted(GRID, {1: 5, 2: 10}) == 100
    assert weighted(GRID, {1: 5, 2: 0}) == 75
    assert weighted(GRID, {1: 0, 2: 5}) == 12.5


def test_there_is_no_total_before_every_criterion_is_scored_nor_without_a_grid():
    assert weighted(GRID, {1: 5}) is None
    assert weighted([], {}) is None


@given(st.integers(0, 5), st.integers(0, 10))
def test_a_total_is_between_nought_and_a_hundred(first, second):
    total = weighted(GRID, {1: first, 2: second})
    assert total is not None
    assert 0 <= total <= 100


def test_several_totals_have_a_mean_and_a_spread_and_the_unknown_count_for_nothing():
    assert together([50.0, None, 80.0]) == Together(2, 65.0, 30.0)
    assert together([None]) is None
