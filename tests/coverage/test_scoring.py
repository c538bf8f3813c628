"""The score: explained, scale-free, fair to what is not known, with ranks that say how firm."""

import math
import subprocess
import sys
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coverage.scores.scoring import (
    DISTANCE,
    PROFILES,
    UNCOVERED,
    Component,
    WeightError,
    percentiles,
    rank,
)

BODIES = ["a", "b", "c", "d", "e"]
VALUES = st.none() | st.integers(-1000, 1000)
WEIGHTS = st.integers(1, 10)


@st.composite
def cases(draw, least=1, value=VALUES):
    """Bodies, and components with a positive weight and holes."""
    bodies = BODIES[: draw(st.integers(2, 5))]
    count = draw(st.integers(least, 4))
    return bodies, [
        Component(
            f"c{n}",
            "",
            {body: draw(value) for body in bodies},
            draw(WEIGHTS),
            draw(st.booleans()),
        )
        for n in range(count)
    ]


def by_body(bodies, components, **options):
    return {one.body: one for one in rank(bodies, components, **options).scored}


def changed(component, **changes):
    fields = {name: getattr(component, name) for name in component.__dataclass_fields__}
    return Component(**fields | changes)


def test_a_small_case_worked_out_by_hand():
    people = Component("people", "", {"a": 10, "b": 20, "c": 30, "d": 20}, 3)
    income = Component("income", "", {"a": 9, "b": 5, "c": None, "d": 7}, 1, high=False)
    ranking = rank(["a", "b", "c", "d"], [people, income])
    # people: a 0, b and d (1/3 + 2/3) / 2 = 1/2, c 1; income, low first: a 0, d 1/2, b 1.
    scores = {one.body: (one.rank, one.score, one.known_weight) for one in ranking.scored}
    assert scores == {
        "c": (1, 1.0, 0.75),
        "b": (2, pytest.approx(0.75 * 0.5 + 0.25 * 1), 1.0),
        "d": (3, pytest.approx(0.75 * 0.5 + 0.25 * 0.5), 1.0),
        "a": (4, 0.0, 1.0),
    }
    assert (ranking.exact, ranking.corners) == (True, 4)
    assert all((one.best, one.worst) == (one.rank, one.rank) for one in ranking.scored)
    of_b = next(one for one in ranking.scored if one.body == "b")
    assert [(p.raw, p.normalised, p.weight) for p in of_b.parts] == [(20, 0.5, 3), (5, 1.0, 1)]
    assert sum(part.contribution for part in of_b.parts) == pytest.approx(of_b.score)


def test_ranks_move_where_weights_decide():
    one = Component("one", "", {"a": 3, "b": 2, "c": 1}, 1)
    two = Component("two", "", {"a": 1, "b": 2, "c": 3}, 1)
    found = by_body(["a", "b", "c"], [one, two])
    assert {b: (s.rank, s.best, s.worst) for b, s in found.items()} == {
        "a": (1, 1, 3), "b": (1, 1, 2), "c": (1, 1, 3)
    }  # fmt: skip


def test_bodies_that_opposite_components_tear_apart_may_take_each_other_s_place():
    opposed = [
        Component("people", "", {"a": 3.0, "b": 2.0, "c": 1.0}, 11),
        Component("other", "", {"a": 1.0, "b": 2.0, "c": 3.0}, 10),
    ]
    told = [(one.body, one.rank, one.best, one.worst) for one in rank("abc", opposed).scored]
    assert told == [("a", 1, 1, 3), ("b", 2, 2, 2), ("c", 3, 1, 3)]


def test_equal_values_share_the_mean_of_their_places():
    assert percentiles(np.array([5.0, 5.0, 1.0, np.nan])).tolist()[:3] == [0.75, 0.75, 0.0]


def test_a_body_of_which_too_little_is_known_stands_apart_with_its_score():
    one = Component("one", "", {"a": 1, "b": 2, "c": 3}, 1)
    two = Component("two", "", {"a": 1, "b": 2}, 2)
    ranking = rank(["c", "b", "a"], [one, two])
    assert [(s.body, s.rank) for s in ranking.scored] == [("b", 1), ("a", 2), ("c", None)]
    apart = ranking.scored[-1]
    assert (apart.score, apart.best, apart.worst) == (1.0, None, None)
    assert apart.known_weight == pytest.approx(1 / 3)


def test_a_body_of_which_nothing_is_known_has_no_score():
    found = by_body(["a", "b"], [Component("one", "", {"a": 1}, 1)])
    assert (found["b"].score, found["b"].rank, found["b"].known_weight) == (None, None, 0)


def test_a_component_without_weight_is_shown_and_changes_nothing():
    one = Component("one", "", {"a": 1, "b": 2}, 1)
    idle = Component("idle", "", {"a": 9}, 0)
    found = by_body(["a", "b"], [one, idle])
    assert found["b"].rank == 1
    assert found["b"].known_weight == 1
    assert [part.key for part in found["a"].parts] == ["one", "idle"]


@pytest.mark.parametrize("weights", [[0, 0], [], [1, -1], [1, math.nan], [math.inf, 1]])
def test_weights_that_cannot_make_a_score_are_refused(weights):
    components = [Component(f"c{n}", "", {"a": 1}, w) for n, w in enumerate(weights)]
    with pytest.raises(WeightError, match="poids"):
        rank(["a"], components)


def test_a_weight_at_fault_is_named():
    with pytest.raises(WeightError) as caught:
        rank(["a"], [Component("un", "", {}, 1), Component("deux", "", {}, -2)])
    assert caught.value.component == "deux"


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_raw_value_that_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="fini"):
        rank(["a"], [Component("c", "", {"a": value}, 1)])


def test_a_body_or_a_component_given_twice_is_refused():
    with pytest.raises(ValueError, match="deux fois"):
        rank(["a", "a"], [Component("c", "", {}, 1)])
    with pytest.raises(ValueError, match="deux fois"):
        rank(["a"], [Component("c", "", {}, 1), Component("c", "", {}, 1)])


def test_no_body_makes_an_empty_ranking():
    assert rank([], [Component("c", "", {}, 1)]).scored == ()


@given(cases())
def test_a_better_value_never_worsens_the_rank(case):
    bodies, components = case
    first, *others = components
    body = bodies[0]
    if first.values[body] is None:
        return
    step = 1 if first.high else -1
    better = changed(first, values={**first.values, body: first.values[body] + 7 * step})
    before, after = by_body(bodies, components)[body], by_body(bodies, [better, *others])[body]
    assert after.score >= before.score - 1e-12
    if before.rank is not None:
        assert after.rank <= before.rank


@given(cases(), st.integers(1, 50), st.integers(-50, 50), WEIGHTS)
def test_neither_units_nor_the_scale_of_weights_matter(case, factor, shift, scale):
    bodies, components = case
    again = [
        changed(
            c,
            values={b: None if v is None else v * factor + shift for b, v in c.values.items()},
            weight=c.weight * scale,
        )
        for c in components
    ]
    one, other = by_body(bodies, components), by_body(bodies, again)
    for body in bodies:
        assert one[body].score == pytest.approx(other[body].score)
        assert (one[body].rank, one[body].best, one[body].worst) == (
            other[body].rank, other[body].best, other[body].worst
        )  # fmt: skip


@given(cases(), st.data())
def test_the_order_in_which_things_are_given_does_not_matter(case, data):
    bodies, components = case
    one = by_body(bodies, components)
    other = by_body(data.draw(st.permutations(bodies)), data.draw(st.permutations(components)))
    for body in bodies:
        assert one[body].score == pytest.approx(other[body].score)
        assert one[body].rank == other[body].rank


@given(cases(least=2))
def test_what_is_not_known_is_never_taken_for_the_lowest(case):
    bodies, (first, *others) = case
    body = bodies[0]
    assume(any(first.values[other] is not None for other in bodies[1:]))
    lowest = (-1 if first.high else 1) * 2000
    without = by_body(bodies, [changed(first, values={**first.values, body: None}), *others])
    with_lowest = by_body(bodies, [changed(first, values={**first.values, body: lowest}), *others])
    if without[body].score is not None:
        assert without[body].score >= with_lowest[body].score - 1e-12


@settings(deadline=None)
@given(cases(value=st.integers(-1000, 1000)))
def test_the_bracket_holds_the_rank_and_that_of_every_corner(case):
    bodies, components = case
    found = by_body(bodies, components)
    seen = {body: {one.rank} for body, one in found.items()}
    for signs in product((0.8, 1.2), repeat=len(components)):
        moved = [changed(c, weight=c.weight * s) for c, s in zip(components, signs, strict=True)]
        for body, one in by_body(bodies, moved).items():
            seen[body].add(one.rank)
    for body, one in found.items():
        assert (one.best, one.worst) == (min(seen[body]), max(seen[body]))


def test_beyond_ten_components_corners_are_drawn_and_it_is_said():
    components = [
        Component(f"c{n}", "", {b: (n * 7 + place * 3) % 11 for place, b in enumerate(BODIES)}, 1)
        for n in range(12)
    ]
    one, other = rank(BODIES, components), rank(BODIES, components)
    assert (one.exact, one.corners) == (False, 1024)
    assert one == other


def test_profiles_name_components_that_exist_and_share_the_two_priorities_evenly():
    profile = PROFILES[0].weights
    assert profile["densite"] + profile["frr"] == profile["communes_qpv"]
    assert PROFILES[1].weights == {UNCOVERED: 1}
    assert DISTANCE in profile


def test_the_score_needs_no_django():
    code = "import sys, coverage.scores.scoring; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own words
