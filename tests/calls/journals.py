"""The plainest reading of a journal: each line starts where the one before ended."""

from collections.abc import Iterable

from calls.states import ANNOUNCED, RULES, Move, OutOfOrder, State


def replay(journal: Iterable[tuple[Move, State, State]]) -> State:
    """The state that a journal leads to; raises `OutOfOrder` where it does not hold together."""
    state = State.DRAFT
    for move, origin, target in journal:
        asked = RULES[move]
        held = target is asked.target if asked.target else target in ANNOUNCED
        if origin is not state or state not in asked.origins or not held:
            raise OutOfOrder(f"Le journal ne se suit pas : {move}, de {origin} à {target}.")
        state = target
    return state
