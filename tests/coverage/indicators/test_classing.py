"""Classes of a map: as many territories each, equal values together, zero by itself."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.indicators.classing import TINTS, categories, quantiles, rounded, tint_of

numbers = st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=200)


def bounds(values):
    return [(step.low, step.high, step.count) for step in quantiles(values)]


def test_values_that_differ_are_shared_evenly():
    assert bounds(range(1, 11)) == [(1, 2, 2), (3, 4, 2), (5, 6, 2), (7, 8, 2), (9, 10, 2)]


def test_equal_values_are_never_parted():
    assert bounds([1, 2, 2, 2, 2, 2, 2, 2, 3, 4]) == [(1, 1, 1), (2, 2, 7), (3, 4, 2)]


def test_zero_is_a_class_by_itself_where_it_is_common():
    assert bounds([0] * 90 + [1, 2, 3, 4]) == [
        (0, 0, 90), (1, 1, 1), (2, 2, 1), (3, 3, 1), (4, 4, 1),
    ]  # fmt: skip
    assert bounds([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])[0] == (0, 1, 2)


def test_nothing_has_no_class_and_one_value_has_one():
    assert quantiles([]) == []
    assert bounds([7.5, 7.5]) == [(7.5, 7.5, 2)]
    assert bounds([0, 0]) == [(0, 0, 2)]


@given(numbers)
def test_every_value_is_in_the_first_class_that_holds_it(values):
    steps = quantiles(values)
    assert 1 <= len(steps) <= 5
    found: Counter = Counter()
    for value in map(rounded, values):
        first = next(step for step in steps if step.holds(value, ""))
        assert first.low is not None
        assert first.low <= value  # type: ignore[operator]
        found[first] += 1
    assert all(found[step] == step.count for step in steps)
    assert [step.tint for step in steps] == sorted({step.tint for step in steps})


def test_priority_classes_are_the_darkest_and_outside_is_the_lightest():
    labels = {"5": "Bourgs", "1": "Villes", "7": "Campagnes"}
    steps = categories(["Villes", "Campagnes", "", "Bourgs", "Bourgs"], labels, ["5", "7"])
    assert [(step.texts, step.count) for step in steps] == [
        (("",), 1), (("Villes",), 1), (("Bourgs",), 2), (("Campagnes",), 1),
    ]  # fmt: skip
    assert steps[-1].tint == TINTS


def test_many_texts_keep_the_commonest_and_one_class_for_the_rest():
    texts = [f"t{n:02}" for n in range(20) for _ in range(n + 1)]
    steps = categories(texts, {}, [])
    assert len(steps) == 8
    assert len(steps[0].texts) == 13
    assert sum(step.count for step in steps) == len(texts)


@pytest.mark.parametrize("count", range(1, TINTS + 1))
def test_tints_of_a_scale_differ(count):
    tints = [tint_of(place, count) for place in range(count)]
    assert len(set(tints)) == count
    assert 1 <= min(tints) <= max(tints) <= TINTS
