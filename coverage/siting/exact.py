"""The proven answer: what relaxation leaves undecided, by integer programming (HiGHS in SciPy)."""

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import block_array, csr_array, eye_array

from coverage.siting.merging import Remainder, raised, remainder
from coverage.siting.problem import Number, SitingProblem
from coverage.siting.quick import Approach, approached, deepened
from coverage.siting.relaxation import Positions
from coverage.siting.result import Portfolio, Status
from coverage.siting.swapping import lowest

METHOD = "programme linéaire en nombres entiers (HiGHS), après relaxation lagrangienne"
DEFAULT_SECONDS = 30.0
# Beyond so many pairs of row and site, HiGHS does not finish in 30 s, nor stop in time.
LARGEST_PROGRAM = 300_000
DEEPER, SHARE_OF_RELAXATION = 10, 0.5  # effort, and part of the time, to make a program smaller
OPTIMAL = 0  # status of scipy.optimize.milp; 1 is a limit that was reached


@dataclass(frozen=True, eq=False)
class Solution:
    """What integer programming says: positions of free sites, what none exceeds, if it is done."""

    chosen: Positions
    bound: Number
    optimal: bool


def exact(problem: SitingProblem, seconds: float = DEFAULT_SECONDS) -> Portfolio:
    """The best portfolio, proven, or the best found in about `seconds` with its honest gap.

    Never worse than `quick`, from which it starts. Proven means to the tolerance of HiGHS
    (a millionth of what is left to decide) where the relaxation alone was not enough.
    """
    began = perf_counter()
    left = remainder(problem)
    found, done = _searched(problem, left, began + seconds)
    status = Status.PROVEN if done or found.proven else Status.INTERRUPTED
    answer = found.portfolio(problem, left, METHOD, status, perf_counter() - began)
    return replace(answer, limit=seconds)


def _searched(problem: SitingProblem, left: Remainder, end: float) -> tuple[Approach, bool]:
    """The best found until the moment `end`, and whether integer programming proved it."""
    found = approached(left)
    if found.proven:
        return found, False
    inside, core = _undecided(problem, left, found)
    if core.by_row.nnz > LARGEST_PROGRAM:
        now = perf_counter()
        found = deepened(left, found, DEEPER, now + (end - now) * SHARE_OF_RELAXATION)
        inside, core = _undecided(problem, left, found)
    if found.proven or core.by_row.nnz > LARGEST_PROGRAM:
        return found, False
    solution = solved(core, end - perf_counter())
    chosen = np.union1d(inside, np.searchsorted(left.sites, core.sites[solution.chosen]))
    chosen = lowest(left, chosen) if left.value(chosen) > found.value else found.chosen
    value = left.value(chosen)
    # Nothing beyond what was left undecided is better than what was found before.
    bound = max(value, min(found.bound, left.value(inside) + solution.bound))
    return Approach(chosen, value, bound, None), solution.optimal


def _undecided(
    problem: SitingProblem, left: Remainder, found: Approach
) -> tuple[Positions, Remainder]:
    """To find better than what was found: positions of the sites it takes, and what is left."""
    if found.relaxation is None:
        return np.zeros(0, dtype=np.int64), left
    inside, outside = found.relaxation.settled(left.k, found.value)
    forced = (*problem.forced, *left.sites[inside].tolist())
    excluded = (*problem.excluded, *left.sites[outside].tolist())
    return inside, remainder(replace(problem, forced=forced, excluded=excluded))


def solved(core: Remainder, seconds: float) -> Solution:
    """The integer program of Church and ReVelle over the rows and free sites of `core`.

    Raises nothing where time runs out: the bound is then that of the search so far.
    """
    nothing = np.zeros(0, dtype=np.int64)
    if core.k == 0 or not len(core.weights):
        return Solution(nothing, 0, optimal=True)
    if seconds <= 0:
        return Solution(nothing, core.reachable.weight, optimal=False)
    answer = _program(core, seconds)
    chosen = nothing if answer.x is None else np.flatnonzero(answer.x[: len(core.sites)] > 0.5)
    dual = answer.get("mip_dual_bound")
    if dual is None or not np.isfinite(dual):
        return Solution(chosen, core.reachable.weight, optimal=False)
    bound = raised(-float(dual))
    if core.negligible == 0:
        bound = int(np.floor(bound + 1e-3))
    return Solution(chosen, bound, optimal=answer.status == OPTIMAL)


def _program(core: Remainder, seconds: float) -> OptimizeResult:
    """Maximise the weight of covered rows: x (f,) sites taken, y rows covered, y <= sum of x."""
    alone = np.diff(core.by_row.indptr) == 1  # such a row is its site: no variable of its own
    shared = core.by_row[np.flatnonzero(~alone)]
    rows, sites = shared.shape
    worth = np.concatenate([core.spread(np.flatnonzero(alone)), core.weights[~alone]])
    both = sites + rows
    limits = [
        LinearConstraint(csr_array(np.repeat([[1.0, 0.0]], [sites, rows], axis=1)), ub=core.k)
    ]
    if rows:
        covered = block_array([[-shared.astype(np.float64), eye_array(rows)]], format="csr")
        limits.append(LinearConstraint(covered, ub=0.0))
    return milp(
        -worth.astype(np.float64),
        integrality=np.repeat([1, 0], [sites, rows]),
        bounds=Bounds(np.zeros(both), np.ones(both)),
        constraints=limits,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
