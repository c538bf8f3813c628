"""What applications would add: each commune once, alone, together, and one without another."""

from hypothesis import given
from hypothesis import strategies as st

from calls.gains.adding import (
    Amount,
    Envelope,
    Gains,
    Patch,
    best_by_coverage,
    best_by_rank,
)

PEOPLE = {f"{n:05}": 2**n for n in range(8)}
RANKS = (1, 3)


def patch(application: int, code: str, basis: int = 1, today: int = 6) -> Patch:
    return Patch(application, code, basis, today, PEOPLE[code], 1.0, "84", None)


def test_a_commune_is_gained_where_nothing_counted_covers_it_and_the_basis_counts():
    gains = Gains(
        [
            patch(1, "00000"),
            patch(1, "00001", today=5),  # a pole nearby
            patch(1, "00002", today=1),  # covered
            patch(1, "00003", basis=4),  # a whole department: it does not count
        ],
        RANKS,
    )
    found = gains.of(1)
    assert found.whole == Amount(4, 15)
    assert found.gained == Amount(2, 3)
    assert found.near == Amount(1, 2)
    assert found.already == Amount(1, 4)
    assert found.uncounted == Amount(1, 8)
    assert gains.of(2).gained == Amount()


PATCHES = st.builds(
    patch,
    st.integers(1, 5),
    st.sampled_from(sorted(PEOPLE)),
    st.sampled_from([1, 2, 3, 4]),
    st.just(6),
)


@given(st.lists(PATCHES, unique_by=lambda one: (one.application, one.code)))
def test_a_selection_is_the_sum_of_what_each_adds_in_order(patches):
    gains = Gains(patches, RANKS)
    selection = [1, 2, 3, 4, 5]
    whole = gains.together(selection)
    assert sum(a.people for a in gains.in_order(selection).values()) == whole.people
    for key in selection:
        without = gains.without(selection, key)
        assert whole.people - without.people == gains.added(selection, key).people
        assert gains.added(selection, key).people <= gains.of(key).gained.people


@given(
    st.lists(PATCHES, unique_by=lambda one: (one.application, one.code)),
    st.dictionaries(st.integers(1, 5), st.integers(10, 100), min_size=5, max_size=5),
    st.integers(0, 300),
    st.integers(0, 5) | st.none(),
)
def test_no_proposal_leaves_the_envelope(patches, grants, budget, most):
    envelope = Envelope(budget, most)
    gains = Gains(patches, RANKS)
    for chosen in (
        best_by_rank(sorted(grants), grants, envelope),
        best_by_coverage(sorted(grants), grants, envelope, gains),
    ):
        assert sum(grants[key] for key in chosen) <= budget
        assert most is None or len(chosen) <= most
        assert len(set(chosen)) == len(chosen)


def test_the_ranking_is_followed_and_one_too_dear_is_passed_over():
    grants = {1: 60, 2: 60, 3: 40}
    assert best_by_rank([1, 2, 3], grants, Envelope(100, None)) == [1, 3]
    assert best_by_rank([1, 2, 3], grants, Envelope(None, 2)) == [1, 2]


def test_coverage_takes_first_what_adds_most_and_nothing_that_adds_nobody():
    gains = Gains(
        [patch(1, "00003"), patch(2, "00003"), patch(2, "00000"), patch(3, "00002")], RANKS
    )
    grants = dict.fromkeys([1, 2, 3], 10)
    assert best_by_coverage([1, 2, 3], grants, Envelope(None, None), gains) == [2, 3]
