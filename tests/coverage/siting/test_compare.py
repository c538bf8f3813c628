"""One to three portfolios compared: what each alone covers, symmetric, adding up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.siting.compare import compare
from coverage.siting.errors import CandidatesError
from tests.coverage.siting.cases import problem_of, problems, value_of

unhurried = settings(deadline=None)


def portfolios(problem, data, count):
    sites = st.sets(st.integers(0, problem.coverage.shape[1] - 1))
    return [sorted(data.draw(sites)) for _ in range(count)]


@unhurried
@given(problems(whole=True), st.data(), st.sampled_from([1, 2, 3]))
def test_parts_add_up_to_each_portfolio_and_to_all(problem, data, count):
    chosen = portfolios(problem, data, count)
    seen = compare(problem, chosen)
    for number, sites in enumerate(chosen):
        parts = [part for some, part in seen.parts.items() if number in some]
        assert sum(part.weight for part in parts) == seen.covered[number].weight
        assert sum(part.units for part in parts) == seen.covered[number].units
        assert seen.covered[number].weight == value_of(problem, sites)
    assert sum(part.weight for part in seen.parts.values()) == seen.together.weight
    assert sum(part.units for part in seen.parts.values()) == seen.together.units
    assert len(seen.parts) == 2**count - 1


@unhurried
@given(problems(whole=True), st.data())
def test_the_order_of_the_portfolios_changes_only_their_numbers(problem, data):
    one, other = portfolios(problem, data, 2)
    here, there = compare(problem, [one, other]), compare(problem, [other, one])
    assert here.alone(0) == there.alone(1)
    assert here.alone(1) == there.alone(0)
    assert here.shared == there.shared


def test_units_that_poles_in_place_cover_are_of_nobody():
    coverage = [[1, 0], [1, 1], [0, 1], [1, 1]]
    problem = problem_of([1, 2, 4, 8], coverage, 1, covered=np.array([False, False, False, True]))
    seen = compare(problem, [[0], [1]])
    assert seen.membership.tolist() == [1, 3, 2, 0]
    assert (seen.alone(0).weight, seen.alone(1).weight, seen.shared.weight) == (1, 4, 2)


@pytest.mark.parametrize("count", [0, 4])
def test_other_than_one_to_three_portfolios_are_refused(count):
    problem = problem_of([1], [[1]], 1)
    with pytest.raises(
        CandidatesError, match=f"de 1 à 3 portefeuilles sont attendus, et non {count}"
    ):
        compare(problem, [[0]] * count)


def test_an_unknown_site_is_refused():
    problem = problem_of([1], [[1]], 1)
    with pytest.raises(CandidatesError, match="le site 1 n'est pas"):
        compare(problem, [[0], [1]])
