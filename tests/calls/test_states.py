"""The life of an application: whatever is tried, in whatever order, no step is skipped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.roles import Act
from calls.states import (
    ANNOUNCED,
    MOVE_LABELS,
    OUTCOME_LABELS,
    OWNER,
    RULES,
    STATE_LABELS,
    Facts,
    Move,
    Outcome,
    OutOfOrder,
    State,
    after,
    moves_from,
)
from tests.calls.journals import replay

REGIONS = st.frozensets(st.sampled_from(["84", "11", "04"]))
FACTS = st.builds(
    Facts,
    regions=REGIONS,
    given=REGIONS,
    open_questions=st.integers(0, 1),
    outcome=st.none() | st.sampled_from(list(Outcome)),
    reason=st.sampled_from(["", " ", "Motif."]),
)
ATTEMPTS = st.lists(st.tuples(st.sampled_from(list(Move)), FACTS), max_size=60)
# What must have been passed through, in order, before a decision is announced.
BEFORE_ANNOUNCED = [
    State.SUBMITTED, State.COMPLETE, State.IN_INSTRUCTION, State.INSTRUCTED, State.DECIDED,
]  # fmt: skip


def tried(attempts):
    """The journal of what was accepted of a series of attempts."""
    state, journal = State.DRAFT, []
    for move, facts in attempts:
        try:
            target = after(state, move, facts)
        except OutOfOrder:
            continue
        journal.append((move, state, target, facts))
        state = target
    return state, journal


@given(ATTEMPTS)
@settings(max_examples=400, deadline=None)
def test_no_path_skips_a_step(attempts):
    state, journal = tried(attempts)
    passed = [target for _move, _origin, target, _facts in journal]
    for place, target in enumerate(passed):
        if target in ANNOUNCED:
            reached = [passed[:place].index(step) for step in BEFORE_ANNOUNCED]
            assert reached == sorted(reached)
    if state in {State.LAUREATE, State.REFUSED, State.WITHDRAWN}:
        assert not moves_from(state)


@given(ATTEMPTS)
@settings(max_examples=400, deadline=None)
def test_nothing_is_decided_without_the_opinions_required(attempts):
    _state, journal = tried(attempts)
    for move, _origin, _target, facts in journal:
        if move in (Move.CLOSE, Move.DECIDE, Move.ANNOUNCE):
            assert facts.regions
            assert facts.regions <= facts.given
            assert not facts.open_questions
        if move in (Move.DECIDE, Move.ANNOUNCE):
            assert facts.outcome is not None
            assert facts.outcome is not Outcome.REFUSED or facts.reason.strip()
        if RULES[move].wants_reason:
            assert facts.reason.strip()


@given(ATTEMPTS)
@settings(max_examples=300, deadline=None)
def test_the_journal_replays_to_the_state(attempts):
    state, journal = tried(attempts)
    assert replay((move, origin, target) for move, origin, target, _facts in journal) is state


@given(ATTEMPTS, st.data())
@settings(max_examples=200, deadline=None)
def test_a_journal_with_a_line_missing_does_not_replay(attempts, data):
    _state, journal = tried(attempts)
    lines = [(move, origin, target) for move, origin, target, _facts in journal]
    # Deciding again leads from a state to itself: one such line less is another true story.
    steps = [n for n, (_m, origin, target) in enumerate(lines[:-1]) if origin is not target]
    if not steps:
        return
    del lines[data.draw(st.sampled_from(steps))]
    with pytest.raises(OutOfOrder):
        replay(lines)


def test_every_state_can_be_reached_and_every_move_made():
    reached, fresh = {State.DRAFT}, [State.DRAFT]
    used = set()
    while fresh:
        state = fresh.pop()
        for move in moves_from(state):
            for outcome in Outcome:
                facts = Facts(
                    frozenset({"84"}), frozenset({"84"}), outcome=outcome, reason="Motif.",
                    open_questions=int(move is Move.ANSWER),
                )  # fmt: skip
                target = after(state, move, facts)
                used.add(move)
                if target not in reached:
                    reached.add(target)
                    fresh.append(target)
    assert reached == set(State)
    assert used == set(Move)


def test_each_move_is_of_the_applicant_or_of_an_act_of_the_table_of_rights():
    assert {rule.act for rule in RULES.values()} <= {OWNER, *(act.value for act in Act)}


def test_states_moves_and_outcomes_have_their_words():
    assert set(STATE_LABELS) == set(State)
    assert set(MOVE_LABELS) == set(RULES) == set(Move)
    assert set(OUTCOME_LABELS) == set(Outcome)
    assert {State(outcome.value) for outcome in Outcome} == ANNOUNCED


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (Facts(regions=frozenset({"84", "11"}), given=frozenset({"84"})), "attendu : 11"),
        (Facts(), "d'aucune région"),
        (Facts(frozenset({"84"}), frozenset({"84"}), open_questions=1), "attend encore"),
        (Facts(frozenset({"84"}), frozenset({"84"})), "Aucune décision"),
        (
            Facts(frozenset({"84"}), frozenset({"84"}), outcome=Outcome.REFUSED),
            "pour un motif",
        ),
    ],
)
def test_a_decision_that_cannot_be_taken_says_why(facts, said):
    with pytest.raises(OutOfOrder, match=said):
        after(State.INSTRUCTED, Move.DECIDE, facts)


def test_a_region_that_has_not_spoken_is_waited_for_whoever_stood_aside():
    facts = Facts(frozenset({"84", "11"}), frozenset({"84"}), outcome=Outcome.LAUREATE)
    with pytest.raises(OutOfOrder, match="encore attendu : 11"):
        after(State.INSTRUCTED, Move.DECIDE, facts)


def test_out_of_order_is_said_with_the_state():
    with pytest.raises(OutOfOrder, match="On ne peut pas décider : la candidature est brouillon"):
        after(State.DRAFT, Move.DECIDE, Facts())
