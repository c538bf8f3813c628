"""The curve of people covered for one to k sites rises, bends down, and stays under its bounds."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from coverage.siting.curve import curve, reaching
from coverage.siting.exact import exact
from coverage.siting.quick import quick
from tests.coverage.siting.cases import optimum, problem_of, problems, slack, value_of

some = settings(max_examples=60, deadline=None)


@some
@given(problems())
def test_each_point_is_the_value_of_the_sites_up_to_it(problem):
    points = curve(problem)
    for point in points:
        sites = [before.site for before in points[: point.count]]
        assert point.total == pytest.approx(value_of(problem, sites))
    assert [point.count for point in points] == list(range(1, len(points) + 1))


@some
@given(problems(constrained=False))
def test_the_curve_never_falls_and_its_gains_only_shrink(problem):
    points = curve(problem)
    least = slack(problem)
    assert all(one.total <= other.total + least for one, other in pairwise(points))
    assert all(one.gain >= other.gain - least for one, other in pairwise(points))
    assert sum(point.gain for point in points) == pytest.approx(points[-1].total if points else 0)


@some
@given(problems(largest=7))
def test_no_portfolio_of_as_many_sites_is_above_the_bound(problem):
    for point in curve(problem):
        if point.count >= max(len(problem.forced), 1):
            assert point.bound >= optimum(replace(problem, k=point.count)) - slack(problem)
        assert point.bound >= point.total


def test_forced_sites_come_first_in_order_of_gain():
    problem = problem_of([1, 2, 4, 8], np.eye(4), 3, forced=(0, 1))
    points = curve(problem)
    assert [(point.site, point.gain, point.forced) for point in points] == [
        (1, 2, True),
        (0, 1, True),
        (3, 8, False),
    ]
    assert [point.bound for point in points] == [2, 3, 11]


@some
@given(problems())
def test_a_curve_that_reaches_its_answer_ends_at_it_exactly_and_never_falls(problem):
    for method in (quick, exact):
        answer = method(problem)
        points = reaching(curve(problem), answer)
        assert [point.count for point in points] == list(range(1, len(answer.sites) + 1))
        if points:
            assert points[-1].total == answer.value
            assert points[-1].bound == answer.bound
        assert all(one.total <= other.total for one, other in pairwise(points))
        assert all(point.total <= point.bound <= answer.bound for point in points)
        told = [point.site for point in points]
        assert any(point.exchanged for point in points) == (set(told) != set(answer.sites))
        assert sum(point.gain for point in points) == pytest.approx(answer.value)


@some
@given(problems(largest=7))
def test_bounds_of_a_curve_that_reaches_its_answer_still_hold(problem):
    for point in reaching(curve(problem), quick(problem)):
        if point.count >= max(len(problem.forced), 1):
            assert point.bound >= optimum(replace(problem, k=point.count)) - slack(problem)


def test_an_answer_that_exchanges_the_first_site_of_the_curve_is_told_after_exchanges():
    coverage = np.zeros((6, 3), dtype=bool)
    coverage[[0, 1, 3, 4], 0] = True  # more than either of the next, which together cover all
    coverage[[0, 1, 2], 1] = True
    coverage[[3, 4, 5], 2] = True
    problem = problem_of([3, 3, 2, 3, 3, 2], coverage, 2)
    points = reaching(curve(problem), exact(problem))
    assert [(p.count, p.site, p.total, p.exchanged) for p in points] == [
        (1, 0, 12, False),
        (2, None, 16, True),
    ]
