"""What a siting question may have wrong is said in French, before anything is computed."""

from decimal import Decimal

import numpy as np
import pytest
from scipy.sparse import csr_array

from coverage.siting.errors import (
    BudgetError,
    CandidatesError,
    ExcludedError,
    ForcedError,
    SiteCountError,
    WeightsError,
)
from coverage.siting.problem import SitingProblem, added, sites_within

SQUARE = csr_array(np.eye(3, dtype=bool))
PERSONS = np.array([10, 20, 30])


@pytest.mark.parametrize(
    ("error", "words", "given"),
    [
        (SiteCountError, "4 sites demandés, mais 3 candidats", {"k": 4}),
        (SiteCountError, "3 sites demandés, mais 2 candidats", {"k": 3, "excluded": (1,)}),
        (SiteCountError, "de 1 à 50 sites", {"k": 0}),
        (SiteCountError, "de 1 à 50 sites", {"k": 51}),
        (SiteCountError, "nombre entier", {"k": 1.5}),
        (SiteCountError, "nombre entier", {"k": True}),
        (ForcedError, "2 sites forcés, mais 1", {"k": 1, "forced": (0, 2)}),
        (ForcedError, "le site 2 est à la fois forcé et exclu", {"forced": (2,), "excluded": (2,)}),
        (ForcedError, "le site 3 n'est pas un des 3 candidats", {"forced": (3,)}),
        (ExcludedError, "le site -1 n'est pas un des 3 candidats", {"excluded": (-1,)}),
        (WeightsError, "négatif", {"weights": [1, -1, 3]}),
        (WeightsError, "tous les poids sont nuls", {"weights": [0, 0, 0]}),
        (WeightsError, "manque", {"weights": [1, np.nan, 3]}),
        (WeightsError, "fini", {"weights": [1, np.inf, 3]}),
        (WeightsError, "pas un nombre", {"weights": ["a", "b", "c"]}),
        (WeightsError, "un poids par unité", {"weights": [[1, 2, 3]]}),
        (WeightsError, "trop grande", {"weights": [2**53, 1, 1]}),
        (CandidatesError, "3 unités, et non 2", {"weights": [1, 2]}),
        (CandidatesError, "déjà couvertes", {"covered": np.array([True])}),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_and_says_why(error, words, given):
    with pytest.raises(error, match=words) as refusal:
        SitingProblem(**{"weights": PERSONS, "coverage": SQUARE, "k": 2, **given})
    assert isinstance(refusal.value, ValueError)
    assert error.parameter


def test_a_budget_pays_for_as_many_sites_as_it_holds_grants():
    assert sites_within(1_500_000, 100_000) == 15
    assert sites_within(1_499_999.99, 100_000) == 14
    assert sites_within(0.3, 0.1) == 3
    assert sites_within(Decimal("5e6"), 100_000) == 50


@pytest.mark.parametrize(
    ("budget", "grant", "words"),
    [
        (99_999, 100_000, "ne paie aucune"),
        (5_100_000, 100_000, "51 dotations"),
        (-1, 100_000, "le budget doit être un montant positif"),
        (1_500_000, 0, "la dotation doit être un montant positif"),
        (float("nan"), 100_000, "positif"),
        (float("inf"), 100_000, "positif"),
        ("beaucoup", 100_000, "pas un montant"),
    ],
)
def test_a_budget_that_makes_no_sense_is_refused(budget, grant, words):
    with pytest.raises(BudgetError, match=words):
        sites_within(budget, grant)


def test_whole_weights_stay_whole_and_the_others_do_not_depend_on_their_order():
    assert added(SitingProblem(PERSONS, SQUARE, 1).weights) == 60
    assert isinstance(added(SitingProblem(PERSONS, SQUARE, 1).weights), int)
    values = np.array([0.1, 1e9, 0.2, 0.3, 1e-9])
    assert added(values) == added(values[::-1])


def test_a_problem_cannot_be_changed_and_does_not_follow_what_it_was_made_from():
    weights = PERSONS.copy()
    problem = SitingProblem(weights, SQUARE, 1)
    weights[0] = 1_000
    assert problem.weights.tolist() == [10, 20, 30]
    with pytest.raises(ValueError, match="read-only"):
        problem.weights[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        problem.coverage.data[0] = False


def test_a_pair_given_twice_or_as_zero_counts_once_or_not():
    pairs = ([1, 1, 0], ([0, 0, 1], [0, 0, 1]))
    problem = SitingProblem(np.array([5, 7]), csr_array(pairs, shape=(2, 2)), 1)
    assert problem.coverage.toarray().tolist() == [[True, False], [False, False]]
