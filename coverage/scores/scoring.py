"""An explained score of bodies: weighted components, what is known of them, how firm ranks are.

Pure: no Django, no database.

**Normalisation.** Each component becomes the place of a body among those that have a value: its
mean rank (ties share it) brought to 0..1, 1 being the most of a priority. Ranks do not depend on
the unit, nor on any change of scale that keeps the order, and one extreme value (Paris, Guyane)
moves nobody else: incomes, densities and populations are all strongly skewed. The price is that
distances between values are lost; the raw value is shown beside. See OECD/JRC, *Handbook on
Constructing Composite Indicators* (2008), step 5, « ranking ».

**Missing values.** The score is the weighted mean over the components that a body has; the share
of the weights that this is, `known_weight`, stands beside. Under `LEAST_KNOWN` a body has a
score but no rank. So a missing value is never taken for the lowest, nor for the highest.

**Stability.** Ranks are computed again with every weight moved by ±20 %: for k components with a
weight, exactly all 2^k combinations if k ≤ 10; beyond, 1,024 of them drawn once and for all
(`exact` is False). Where all is known, these corners decide exactly which of two bodies can pass
the other; between corners, where three or more cross, a rank may pass its bracket a little.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

LEAST_KNOWN = 0.5
SWAY = 0.2
MOST_EXACT = 10
DRAWN_CORNERS, SEED = 2**MOST_EXACT, 20251002
SHOWN_DIGITS = 6  # of raw values, after the point
STEPS = 10**9  # scores closer than a billionth are equal

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class WeightError(ValueError):
    """Weights that cannot make a score; `component` is the key at fault, "" for all of them."""

    def __init__(self, component: str, message: str) -> None:
        super().__init__(message)
        self.component = component


@dataclass(frozen=True)
class Component:
    """One reason to give priority. `values` are by body; None or absent is not known.

    `high` tells whether high values call for priority. `source` and `unit` go with the raw
    values wherever they are shown.
    """

    key: str
    label: str
    values: Mapping[str, float | None]
    weight: float
    high: bool = True
    unit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Part:
    """What a component says of a body: raw, normalised (0..1), and its part of the score."""

    key: str
    raw: float | None
    normalised: float | None
    weight: float
    contribution: float


@dataclass(frozen=True)
class Scored:
    """A body's score (0..1), its rank (1 first; ties share the best) and how firm it is.

    `rank`, `best` and `worst` are None where less than `least_known` of the weights is known;
    `score` is None where nothing is.
    """

    body: str
    score: float | None
    known_weight: float
    rank: int | None
    best: int | None
    worst: int | None
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Ranking:
    """Bodies by rank, then those that stand apart, by code. `exact`: every corner was tried."""

    scored: tuple[Scored, ...]
    exact: bool
    corners: int


def rank(
    bodies: Sequence[str],
    components: Sequence[Component],
    *,
    least_known: float = LEAST_KNOWN,
    sway: float = SWAY,
) -> Ranking:
    """Score and rank bodies.

    Raises `WeightError` if a weight is negative or no number, or if all are zero; ValueError if a
    raw value is infinite or NaN, or if a body or a key comes twice.
    """
    check(bodies, components)
    raw = np.array(
        [[as_float(c.values.get(body)) for body in bodies] for c in components], dtype=float
    ).reshape(len(components), len(bodies))
    places = np.array(
        [percentiles(row if c.high else -row) for row, c in zip(raw, components, strict=True)]
    ).reshape(raw.shape)
    weights = np.array([c.weight for c in components], dtype=float)
    weights = weights / weights.max()
    known = ~np.isnan(places)
    scores, shares = weighted(weights[None, :], places, known)
    ranked = shares[0] >= least_known - 1 / STEPS
    factors, exact = corners(np.flatnonzero(weights), len(components), sway)
    ranks = np.zeros(len(bodies), dtype=np.int64)
    best, worst = ranks.copy(), ranks.copy()
    if ranked.any():
        ranks[ranked] = ranks_of(scores[:, ranked])[0]
        swayed, _ = weighted(weights * factors, places[:, ranked], known[:, ranked])
        all_ranks = np.vstack([ranks[ranked], ranks_of(swayed)])
        best[ranked], worst[ranked] = all_ranks.min(axis=0), all_ranks.max(axis=0)
    found = [
        Scored(
            body=body,
            score=None if shares[0, n] == 0 else float(scores[0, n]),
            known_weight=float(shares[0, n]),
            rank=int(ranks[n]) if ranked[n] else None,
            best=int(best[n]) if ranked[n] else None,
            worst=int(worst[n]) if ranked[n] else None,
            parts=parts_of(components, raw[:, n], places[:, n], weights),
        )
        for n, body in enumerate(bodies)
    ]
    found.sort(key=lambda one: (one.rank is None, one.rank or 0, one.body))
    return Ranking(tuple(found), exact, len(factors))


def check(bodies: Sequence[str], components: Sequence[Component]) -> None:
    """Refuse what would make a score without sense."""
    for one in components:
        if not math.isfinite(one.weight) or one.weight < 0:
            raise WeightError(one.key, f"{one.key} : {one.weight} n'est pas un poids (0 ou plus).")
        for body, value in one.values.items():
            if value is not None and not math.isfinite(value):
                raise ValueError(f"{one.key} : la valeur de {body} n'est pas un nombre fini.")
    if not any(one.weight > 0 for one in components):
        raise WeightError("", "Tous les poids sont nuls : rien ne peut être classé.")
    for what, names in (("territoire", bodies), ("composante", [c.key for c in components])):
        if len(set(names)) < len(names):
            raise ValueError(f"Un {what} est donné deux fois.")


def as_float(value: float | None) -> float:
    """A raw value as it is shown, NaN where it is not known.

    Means of one same figure differ by what floats lose: they would not share their rank.
    """
    return math.nan if value is None else round(float(value), SHOWN_DIGITS)


def percentiles(values: Floats) -> Floats:
    """The place of each value among those known, 0 (lowest) to 1; NaN where not known.

    Equal values share the mean of their ranks; alone, or all equal, they are at 0.5.
    """
    places = np.full(len(values), np.nan)
    known = ~np.isnan(values)
    count = int(known.sum())
    if count:
        _, inverse, counts = np.unique(values[known], return_inverse=True, return_counts=True)
        below = np.cumsum(counts) - counts
        mean_ranks = below + (counts - 1) / 2  # from 0
        places[known] = mean_ranks[inverse] / (count - 1) if count > 1 else 0.5
    return places


def weighted(weights: Floats, places: Floats, known: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Scores and shares of weight known, (combinations, bodies), of weights (combinations, k)."""
    total = weights @ known
    sums = weights @ np.where(known, places, 0.0)
    scores = np.divide(sums, total, out=np.zeros_like(sums), where=total > 0)
    return scores, total / weights.sum(axis=1, keepdims=True)


def ranks_of(scores: Floats) -> Integers:
    """Ranks in each row, 1 for the highest; equal scores share the best rank."""
    steps = -np.rint(scores * STEPS).astype(np.int64)
    ranks = np.empty_like(steps)
    for row, ordered, one in zip(steps, np.sort(steps, axis=1), ranks, strict=True):
        one[:] = np.searchsorted(ordered, row) + 1
    return ranks


def corners(moving: Integers, count: int, sway: float) -> tuple[Floats, bool]:
    """Factors of the weights, (combinations, count), and whether they are all the corners."""
    k = len(moving)
    if k <= MOST_EXACT:
        signs = np.array(list(product((-1.0, 1.0), repeat=k)))
    else:
        draw = np.random.default_rng(SEED)
        signs = draw.choice((-1.0, 1.0), size=(DRAWN_CORNERS, k))
    factors = np.ones((len(signs), count))
    factors[:, moving] = 1 + sway * signs
    return factors, k <= MOST_EXACT


def parts_of(
    components: Sequence[Component], raw: Floats, places: Floats, weights: Floats
) -> tuple[Part, ...]:
    """What each component says of one body; contributions add up to its score."""
    known = ~np.isnan(places)
    total = float(weights[known].sum())
    return tuple(
        Part(
            key=one.key,
            raw=float(raw[n]) if known[n] else None,
            normalised=float(places[n]) if known[n] else None,
            weight=one.weight,
            contribution=float(weights[n] * places[n] / total) if known[n] and total else 0.0,
        )
        for n, one in enumerate(components)
    )


@dataclass(frozen=True)
class Profile:
    """A ready-made set of weights, by component or indicator."""

    key: str
    label: str
    weights: Mapping[str, float]
    reason: str


# The components that coverage gives; all others are codes of indicators.
UNCOVERED, DISTANCE = "population_non_couverte", "distance"

PROFILES = (
    Profile(
        "ruralites-et-quartiers-prioritaires",
        "Ruralités et quartiers prioritaires",
        {UNCOVERED: 4, DISTANCE: 2, "densite": 2, "frr": 2, "communes_qpv": 4},
        "Les deux priorités de l'appel de 2025, à poids égal : la ruralité (habitants en commune "
        "rurale, zonage FRR) et les quartiers prioritaires (habitants des communes touchées par "
        "un QPV) ; puis ce qui n'est pas couvert, en habitants et en distance.",
    ),
    Profile(
        "population-seule",
        "Population seule",
        {UNCOVERED: 1},
        "La population non couverte, et rien d'autre.",
    ),
)
