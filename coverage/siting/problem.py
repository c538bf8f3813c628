"""A siting question, checked once: weights, who covers whom, how many sites, which are forced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coverage.siting.errors import (
    BudgetError,
    CandidatesError,
    ExcludedError,
    ForcedError,
    SiteCountError,
    SitingError,
    WeightsError,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_SITES = 50  # what is asked of a call, and what the promised times were measured for
# Sums of whole weights stay exact in float64, and 1,024 times them in int64.
MOST_WEIGHT = 2**53

Number = int | float


@dataclass(frozen=True, eq=False)
class SitingProblem:
    """Choose at most `k` of `m` candidates so that they cover the most weight of `n` units.

    weights: (n,), ≥ 0. Whole numbers (persons) stay whole: every sum of them is exact.
    coverage: (n, m), true where the candidate covers the unit.
    k: sites to choose, forced ones among them, from 1 to `MOST_SITES`.
    forced, excluded: indices of candidates.
    covered: (n,), units that poles already in place cover; they bring nothing more.

    Raises a `SitingError`, which is a ValueError, on the first thing that is wrong.
    """

    weights: NDArray[Any]
    coverage: csr_array
    k: int
    forced: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    covered: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def __post_init__(self) -> None:
        weights = checked_weights(self.weights)
        matrix = checked_coverage(self.coverage, len(weights))
        covered = np.array(self.covered, dtype=bool)
        if covered.size == 0:
            covered = np.zeros(len(weights), dtype=bool)
        if covered.shape != weights.shape:
            raise CandidatesError(
                f"{covered.size} unités déjà couvertes ou non, pour {len(weights)} unités"
            )
        covered.flags.writeable = False
        for name, value in (
            ("weights", weights),
            ("coverage", matrix),
            ("covered", covered),
            ("forced", checked_sites(self.forced, matrix.shape[1], ForcedError)),
            ("excluded", checked_sites(self.excluded, matrix.shape[1], ExcludedError)),
        ):
            object.__setattr__(self, name, value)
        self._check_counts()

    def _check_counts(self) -> None:
        object.__setattr__(self, "k", checked_count(self.k))
        both = sorted(set(self.forced) & set(self.excluded))
        if both:
            raise ForcedError(f"le site {both[0]} est à la fois forcé et exclu")
        free = self.coverage.shape[1] - len(self.excluded)
        if self.k > free:
            raise SiteCountError(f"{self.k} sites demandés, mais {free} candidats possibles")
        if len(self.forced) > self.k:
            raise ForcedError(f"{len(self.forced)} sites forcés, mais {self.k} sites à choisir")

    @property
    def whole(self) -> bool:
        """Whether the weights are whole numbers, whose sums are exact."""
        return bool(self.weights.dtype.kind == "i")

    def units_of(self, sites: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Units (n,) that one at least of the sites (m,) covers, poles in place left aside."""
        units = np.repeat(np.arange(self.coverage.shape[0]), np.diff(self.coverage.indptr))
        found = np.zeros(self.coverage.shape[0], dtype=bool)
        found[units[sites[self.coverage.indices]]] = True
        return found

    def units_by(self, sites: Iterable[int]) -> NDArray[np.bool_]:
        """The same, of sites told by their indices."""
        chosen = np.zeros(self.coverage.shape[1], dtype=bool)
        chosen[list(sites)] = True
        return self.units_of(chosen)


def added(weights: NDArray[Any]) -> Number:
    """The sum of weights (n,): an exact int for whole ones, else a float free of their order."""
    if weights.dtype.kind == "i":
        return int(weights.sum())
    return float(sum(sorted(weights.tolist())))


def sites_within(budget: Number | Decimal, grant: Number | Decimal) -> int:
    """How many equal grants (euros) a budget (euros) pays for: 1 to `MOST_SITES`.

    Raises BudgetError where an amount is not a positive number, or the count is out of bounds.
    """
    money, each = _amount(budget, "le budget"), _amount(grant, "la dotation")
    if money < each:
        raise BudgetError(f"un budget de {budget} € ne paie aucune dotation de {grant} €")
    count = money // each
    if count > MOST_SITES:
        raise BudgetError(
            f"un budget de {budget} € paie {count} dotations de {grant} € : {MOST_SITES} au plus"
        )
    return int(count)


def _amount(value: Number | Decimal, name: str) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise BudgetError(f"{name} n'est pas un montant : {value}") from error
    if not amount.is_finite() or amount <= 0:
        raise BudgetError(f"{name} doit être un montant positif, et non {value}")
    return amount


def checked_weights(weights: ArrayLike) -> NDArray[Any]:
    """Weights (n,) as int64 where they were whole, else float64; read-only."""
    values = np.asarray(weights)
    if values.ndim != 1:
        raise WeightsError("un poids par unité est attendu")
    if values.dtype.kind not in "iub":
        try:
            values = values.astype(np.float64)
        except (TypeError, ValueError) as error:
            raise WeightsError("un poids n'est pas un nombre") from error
        if not np.isfinite(values).all():
            raise WeightsError("un poids manque ou n'est pas un nombre fini")
    if (values < 0).any():
        raise WeightsError("un poids est négatif")
    if not values.any():
        raise WeightsError("tous les poids sont nuls")
    if float(values.sum(dtype=np.float64)) >= MOST_WEIGHT:
        raise WeightsError("la somme des poids est trop grande pour être exacte")
    kept = values.astype(np.float64 if values.dtype.kind == "f" else np.int64)
    kept.flags.writeable = False
    return kept


def checked_coverage(coverage: Any, units: int) -> csr_array:
    """Coverage (units, m) as a boolean CSR in canonical form: sorted, nothing twice, no zero."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - not for those who only read answers

    matrix = csr_array(coverage, copy=True)
    if matrix.ndim != 2 or matrix.shape[0] != units:
        raise CandidatesError(f"la couverture donne {matrix.shape[0]} unités, et non {units}")
    matrix.eliminate_zeros()
    matrix = matrix.astype(bool)
    matrix.sum_duplicates()
    matrix.sort_indices()
    for part in (matrix.data, matrix.indices, matrix.indptr):
        part.flags.writeable = False
    return matrix


def checked_sites(
    sites: Iterable[int], candidates: int, error: type[SitingError]
) -> tuple[int, ...]:
    """Indices of candidates, each once, in order."""
    indices = sorted({int(site) for site in sites})
    for site in indices:
        if not 0 <= site < candidates:
            raise error(f"le site {site} n'est pas un des {candidates} candidats")
    return tuple(indices)


def checked_count(k: int) -> int:
    """A number of sites from 1 to `MOST_SITES`."""
    if isinstance(k, bool) or not isinstance(k, int | np.integer):
        raise SiteCountError(f"un nombre entier de sites est attendu, et non {k}")
    if not 1 <= k <= MOST_SITES:
        raise SiteCountError(f"de 1 à {MOST_SITES} sites sont attendus, et non {k}")
    return int(k)
