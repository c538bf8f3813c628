"""Quick and exact portfolios against every portfolio tried, on problems small enough for that."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array, hstack

from coverage.siting import exact as exact_module
from coverage.siting import relaxation as relaxation_module
from coverage.siting.exact import Solution, exact, solved
from coverage.siting.greedy import greedy, submodular_bound
from coverage.siting.merging import remainder
from coverage.siting.problem import SitingProblem
from coverage.siting.quick import quick
from coverage.siting.relaxation import relaxed
from coverage.siting.result import SOURCE, Status
from coverage.siting.swapping import lowest, swapped
from tests.coverage.siting.cases import optimum, problem_of, problems, slack, value_of

some = settings(max_examples=60, deadline=None)


@some
@given(problems())
def test_the_exact_portfolio_is_the_best_of_all_and_says_so(problem):
    answer, best = exact(problem), optimum(problem)
    assert answer.value == pytest.approx(best)
    if problem.whole:
        assert answer.value == best
    assert answer.status is Status.PROVEN
    assert answer.gap == 0


@some
@given(problems(whole=True))
def test_integer_programming_alone_finds_the_best_of_all(problem):
    left = remainder(problem)
    solution = solved(left, 30.0)
    assert solution.optimal
    assert left.by_forced.weight + left.value(solution.chosen) == optimum(problem)
    assert left.by_forced.weight + solution.bound == optimum(problem)


@some
@given(problems())
def test_the_quick_portfolio_and_its_bound_stand_on_either_side_of_the_optimum(problem):
    answer, best = quick(problem), optimum(problem)
    assert answer.value <= best + slack(problem)
    assert answer.bound >= best - slack(problem)
    if answer.status is Status.PROVEN:
        assert answer.value == pytest.approx(best)
        assert answer.gap == 0
    assert exact(problem).value >= answer.value


@some
@given(problems())
def test_a_portfolio_keeps_to_its_question_and_its_figures_add_up(problem):
    for answer in (quick(problem), exact(problem)):
        assert set(problem.forced) <= set(answer.sites)
        assert not set(problem.excluded) & set(answer.sites)
        assert len(set(answer.sites)) == len(answer.sites) <= problem.k
        assert answer.value == pytest.approx(value_of(problem, answer.sites))
        gains = [choice.gain for choice in answer.choices]
        assert gains == sorted(gains, reverse=True)
        assert sum(gains) == pytest.approx(answer.value)
        for choice in answer.choices:
            assert choice.forced == (choice.site in problem.forced)
            assert choice.gain > 0 or choice.forced


@some
@given(problems(constrained=False))
def test_greedy_choice_covers_its_proven_share_of_the_optimum(problem):
    left = remainder(problem)
    picked, _ = greedy(left)
    value = left.value(np.array(picked, dtype=np.int64))
    assert value >= (1 - 1 / math.e) * optimum(problem) - slack(problem)
    assert left.value(swapped(left, picked)) >= value


@some
@given(problems())
def test_no_single_exchange_makes_a_swapped_portfolio_better(problem):
    left = remainder(problem)
    best = swapped(left, range(min(left.k, len(left.sites))))
    for site in best.tolist():
        kept = set(best.tolist()) - {site}
        for other in set(range(len(left.sites))) - kept:
            trial = np.array(sorted({*kept, other}))
            assert left.value(trial) <= left.value(best) + slack(problem)


@some
@given(problems(largest=7))
def test_every_bound_holds_for_every_number_of_sites(problem):
    left = remainder(problem)
    picked, prefixes = greedy(left)
    if not picked:
        return
    relaxation = relaxed(left, left.k, np.array(sorted(picked)))
    for k in range(max(len(problem.forced), 1), problem.k + 1):
        free = k - len(problem.forced)
        best = optimum(replace(problem, k=k)) - left.by_forced.weight
        assert relaxation.bound(free) >= best - slack(problem)
        assert submodular_bound(prefixes, free) >= best - slack(problem)


@some
@given(problems(largest=7), st.floats(0, 1))
def test_whatever_is_better_than_a_value_keeps_to_what_the_relaxation_settles(problem, share):
    left = remainder(problem)
    picked, _ = greedy(left)
    if not picked:
        return
    value = left.weights.dtype.type(share * (optimum(problem) - left.by_forced.weight)).item()
    relaxation = relaxed(left, left.k, np.array(sorted(picked)))
    inside, outside = relaxation.settled(left.k, value)
    most = left.by_forced.weight + value + slack(problem)
    for site in left.sites[inside].tolist():
        excluded = (*problem.excluded, site)
        if problem.k + len(excluded) <= problem.coverage.shape[1]:
            assert optimum(replace(problem, excluded=excluded)) <= most
    for site in left.sites[outside].tolist():
        assert optimum(replace(problem, forced=(*problem.forced, site))) <= most


@some
@given(problems(whole=True, largest=7), problems(whole=True, largest=2))
def test_one_more_candidate_never_lowers_the_optimum(problem, other):
    units = len(problem.weights)
    column = csr_array(np.resize(other.coverage.toarray()[:, :1], (units, 1)))
    wider = replace(problem, coverage=hstack([problem.coverage, column], format="csr"))
    assert exact(wider).value >= exact(problem).value


@some
@given(problems(whole=True))
def test_poles_in_place_only_lower_what_is_newly_covered(problem):
    alone = replace(problem, covered=np.zeros(len(problem.weights), dtype=bool))
    more = np.arange(len(problem.weights)) % 3 == 0
    assert exact(problem).value <= exact(alone).value
    assert exact(replace(problem, covered=problem.covered | more)).value <= exact(problem).value


@some
@given(problems())
def test_the_same_question_has_the_same_answer(problem):
    again = replace(problem)
    for method in (quick, exact):
        one, other = method(problem), method(again)
        assert replace(one, seconds=0) == replace(other, seconds=0)


def test_equal_gains_go_to_the_lowest_candidate():
    coverage = [[0, 1, 0, 1], [1, 0, 1, 0]]
    assert quick(problem_of([5, 5], coverage, 2)).sites == (0, 1)


def test_a_site_that_adds_nothing_is_not_chosen_unless_it_is_forced():
    coverage = [[1, 1, 0], [1, 0, 0]]
    assert quick(problem_of([5, 5], coverage, 3)).sites == (0,)
    answer = exact(problem_of([5, 5], coverage, 3, forced=(2,)))
    assert answer.sites == (0, 2)
    assert [choice.gain for choice in answer.choices] == [10, 0]
    assert answer.asked == 3


def test_two_sites_that_cover_all_are_found_though_another_covers_more_than_either():
    coverage = np.zeros((6, 4), dtype=bool)
    coverage[[0, 1, 3, 4], 0] = True
    coverage[[0, 1, 2], 1] = True
    coverage[[3, 4, 5], 2] = True
    coverage[[2], 3] = True
    problem = problem_of([3, 3, 2, 3, 3, 2], coverage, 2)
    assert exact(problem).value == 16
    assert set(exact(problem).sites) == {1, 2}


def test_everything_covered_already_is_an_answer_of_nothing():
    problem = problem_of([5, 5], np.eye(2), 1, covered=np.array([True, True]))
    for answer in (quick(problem), exact(problem)):
        assert (answer.sites, answer.value, answer.bound, answer.gap) == ((), 0, 0, 0.0)
        assert answer.status is Status.PROVEN
        assert (answer.in_place.units, answer.in_place.weight) == (2, 10)


def hard_problem() -> SitingProblem:
    """A tangle whose relaxation is far from its optimum, and one site beyond doubt."""
    rng = np.random.default_rng(5)
    weights = np.append(rng.integers(1, 100, 120), 8_000)
    coverage = np.zeros((121, 31), dtype=bool)
    coverage[:120, :30] = rng.random((120, 30)) < 0.15
    coverage[120, 30] = True
    return SitingProblem(weights, csr_array(coverage), 7)


def test_time_that_ran_out_is_said_with_a_bound_that_holds():
    problem = hard_problem()
    hurried, whole = exact(problem, seconds=0.0), exact(problem)
    assert hurried.status is Status.INTERRUPTED
    assert 0 < hurried.gap < 0.2
    assert hurried.value <= whole.value <= whole.bound <= hurried.bound


@some
@given(problems(whole=True))
def test_a_program_stopped_before_it_found_anything_leaves_an_honest_bound(problem):
    def stopped(core, seconds):
        return Solution(np.zeros(0, dtype=np.int64), core.reachable.weight, optimal=False)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact_module, "solved", stopped)
        patch.setattr(relaxation_module, "MOST_ITERATIONS", 2)
        patch.setattr(relaxation_module, "FEWEST_ITERATIONS", 1)
        answer = exact(problem)
    assert answer.value <= optimum(problem) <= answer.bound


def test_integer_programming_closes_the_whole_gap():
    left = remainder(hard_problem())
    solution = solved(left, 30.0)
    assert solution.optimal
    assert left.value(solution.chosen) == solution.bound


def test_a_program_too_large_to_stop_in_time_is_not_begun(monkeypatch):
    monkeypatch.setattr(exact_module, "LARGEST_PROGRAM", 10)
    answer = exact(hard_problem())
    assert answer.status is Status.INTERRUPTED
    assert answer.bound > answer.value


def test_an_answer_says_its_method_and_its_source():
    answer = exact(hard_problem(), seconds=0.0)
    assert "HiGHS" in answer.method
    assert answer.source == SOURCE
    assert "Church et C. ReVelle" in SOURCE


def test_a_gap_too_small_to_be_written_is_rounded_up_and_never_to_nothing():
    answer = replace(
        exact(hard_problem(), seconds=0.0),
        value=68_000_000,
        bound=68_000_001,
        status=Status.BOUNDED,
    )
    assert 0 < answer.gap < 5e-6
    assert answer.told_gap == 1e-5
    assert replace(answer, bound=68_001_020).told_gap == 2e-5  # 0.000015, up
    assert replace(answer, bound=68_000_000, status=Status.PROVEN).told_gap == 0


@some
@given(problems())
def test_a_told_gap_is_nothing_where_it_is_proven_and_only_there(problem):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relaxation_module, "MOST_ITERATIONS", 1)
        patch.setattr(relaxation_module, "FEWEST_ITERATIONS", 1)
        answers = [quick(problem), exact(problem, seconds=0.0)]
    for answer in answers:
        assert (answer.told_gap == 0) == answer.proven == (answer.bound == answer.value)
        assert answer.gap <= answer.told_gap <= answer.gap + 1.0001e-5
        assert answer.interrupted == (answer.status is Status.INTERRUPTED)
    assert [answer.limit for answer in answers] == [None, 0.0]


@some
@given(problems(whole=True))
def test_no_site_gives_way_to_a_lower_one_for_free_once_ties_follow_the_order(problem):
    left = remainder(problem)
    last = list(range(len(left.sites)))[len(left.sites) - left.k :]
    best = lowest(left, last)
    assert len(best) == left.k
    assert left.value(best) == left.value(np.array(last, dtype=np.int64))
    for site in best.tolist():
        kept = set(best.tolist()) - {site}
        for other in set(range(site)) - kept:
            assert left.value(np.array(sorted({*kept, other}))) != left.value(best)
