"""Merged rows and what is set aside add up to the units of the problem, and change no value."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.siting.merging import remainder
from coverage.siting.problem import added
from tests.coverage.siting.cases import problem_of, problems, value_of

unhurried = settings(deadline=None)


@unhurried
@given(problems(whole=True))
def test_every_unit_is_in_one_part_and_parts_add_up_to_the_person(problem):
    left = remainder(problem)
    parts = [left.in_place, left.by_forced, left.reachable, left.out_of_reach]
    assert sum(part.units for part in parts) == len(problem.weights)
    assert sum(part.weight for part in parts) == added(problem.weights)
    assert left.weights.sum() == left.reachable.weight


@unhurried
@given(problems(), st.data())
def test_merging_rows_changes_the_value_of_no_portfolio(problem, data):
    left = remainder(problem)
    some = data.draw(st.sets(st.integers(0, len(left.sites) - 1))) if len(left.sites) else set()
    positions = np.array(sorted(some), dtype=np.int64)
    sites = [*problem.forced, *left.sites[positions].tolist()]
    assert left.by_forced.weight + left.value(positions) == pytest.approx(value_of(problem, sites))


@unhurried
@given(problems())
def test_no_two_merged_rows_have_the_same_candidates_and_none_has_none(problem):
    rows = remainder(problem).by_row.toarray()
    assert len(np.unique(rows, axis=0)) == len(rows)
    assert rows.any(axis=1).all()


def test_units_of_nobody_are_dropped_and_counted():
    coverage = [[1, 0], [1, 0], [0, 1], [0, 0], [1, 1]]
    left = remainder(problem_of([1, 2, 4, 8, 16], coverage, 1))
    assert left.weights.tolist() == [3, 4, 16]
    assert (left.out_of_reach.units, left.out_of_reach.weight) == (1, 8)
