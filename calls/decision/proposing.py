"""What is thought of at the committee without being written: a rank moved, a selection proposed."""

from collections.abc import Iterable
from dataclasses import replace

from calls.decision.committee import Candidate, Committee
from calls.gains.adding import best_by_coverage, best_by_rank
from calls.states import Outcome, State


def move_up(committee: Committee, key: int, by: int = -1) -> Candidate | None:
    """Exchange an application with the one before it, or after it with `by=1`."""
    order = committee.candidates
    place = next((index for index, one in enumerate(order) if one.key == key), None)
    if place is None or not 0 <= place + by < len(order):
        return None
    one, other = order[place], order[place + by]
    one.pick, other.pick = (
        replace(one.pick, rank=other.pick.rank),
        replace(other.pick, rank=one.pick.rank),
    )
    order[place], order[place + by] = other, one
    return one


def propose_by_rank(committee: Committee) -> int:
    """The first of the ranking, as far as the envelope goes; returns how many."""
    keys, grants = open_to(committee)
    return pick_laureates(committee, best_by_rank(keys, grants, committee.envelope()))


def propose_by_coverage(committee: Committee) -> int:
    """Those that add most people to what is covered, within the envelope; returns how many."""
    keys, grants = open_to(committee)
    chosen = best_by_coverage(keys, grants, committee.envelope(), committee.gains)
    return pick_laureates(committee, chosen)


def open_to(committee: Committee) -> tuple[list[int], dict[int, int]]:
    """Applications that may be chosen, in their order, and their grants.

    One refused stays refused: a proposal does not go back on a reason that is written.
    """
    found = [
        one
        for one in committee.candidates
        if one.editable and one.pick.outcome is not Outcome.REFUSED
    ]
    return [one.key for one in found], {one.key: one.grant for one in found}


def pick_laureates(committee: Committee, chosen: Iterable[int]) -> int:
    """Make these laureates; the others are so no longer: in reserve if decided, else open."""
    keys = set(chosen)
    for one in committee.candidates:
        if not one.editable:
            continue
        if one.key in keys:
            one.pick = replace(one.pick, outcome=Outcome.LAUREATE)
        elif one.pick.outcome is Outcome.LAUREATE:
            decided = one.application.stands is State.DECIDED
            one.pick = replace(one.pick, outcome=Outcome.RESERVE if decided else None)
    return len(keys)
