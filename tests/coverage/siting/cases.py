"""Small siting problems drawn at random, and their optimum by trying every portfolio."""

from itertools import combinations

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array

from coverage.siting.problem import SitingProblem


def problem_of(weights, coverage, k, **given) -> SitingProblem:
    """A problem from lists."""
    return SitingProblem(np.array(weights), csr_array(np.array(coverage, dtype=bool)), k, **given)


def slack(problem: SitingProblem) -> float:
    """What rounding may change in a sum of these weights: nothing where they are whole."""
    return 0.0 if problem.whole else 1e-9 * float(problem.weights.sum())


def value_of(problem: SitingProblem, sites) -> int | float:
    """Weight newly covered, by the definition."""
    chosen = problem.coverage.toarray()[:, sorted(sites)].any(axis=1)
    return problem.weights[chosen & ~problem.covered].sum().item()


def optimum(problem: SitingProblem) -> int | float:
    """The most that any portfolio covers, by trying them all."""
    free = sorted(set(range(problem.coverage.shape[1])) - {*problem.forced, *problem.excluded})
    rest = combinations(free, problem.k - len(problem.forced))
    return max(value_of(problem, (*problem.forced, *some)) for some in rest)


@st.composite
def problems(draw, whole=None, constrained=True, largest=9):
    """Problems of 1 to 24 units and 1 to `largest` candidates."""
    units, sites = draw(st.integers(1, 24)), draw(st.integers(1, largest))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    matrix = rng.random((units, sites)) < draw(st.sampled_from([0.05, 0.2, 0.4, 0.8]))
    top = draw(st.sampled_from([3, 1_000, 3_000_000]))
    weights = rng.integers(0, top, units)
    weights[0] += 1
    if not (draw(st.booleans()) if whole is None else whole):
        weights = weights * rng.random() + 0.1
    roles = rng.choice(3, sites, p=[0.7, 0.15, 0.15] if constrained else [1, 0, 0])
    roles[0] = 0
    forced, excluded = np.flatnonzero(roles == 1), np.flatnonzero(roles == 2)
    covered = rng.random(units) < draw(st.sampled_from([0, 0.3])) * constrained
    k = draw(st.integers(max(len(forced), 1), sites - len(excluded)))
    return SitingProblem(weights, csr_array(matrix), k, tuple(forced), tuple(excluded), covered)
