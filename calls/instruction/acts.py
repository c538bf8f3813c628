"""What can be done to an application next, and what is missing where it cannot."""

from collections.abc import Callable
from dataclasses import dataclass

from calls.instruction.writing import PLAIN_MOVES
from calls.models import Application
from calls.moving import facts_of
from calls.states import MOVE_LABELS, OWNER, RULES, Facts, Move, OutOfOrder, after, moves_from

# Decided with the others, in the pages of the committee.
ELSEWHERE = frozenset({Move.DECIDE, Move.ANNOUNCE})
SOME_REASON = "-"


@dataclass(frozen=True)
class Offered:
    """A move that someone may make: whether it wants a reason, and what stands in its way."""

    move: Move
    label: str
    wants_reason: bool
    blocked: str = ""

    @property
    def plain(self) -> bool:
        """Whether it is made by a button and, at most, a reason."""
        return self.move in PLAIN_MOVES or self.move is Move.RESUME


def offered(application: Application, may: Callable[[str], bool]) -> list[Offered]:
    """The moves from here that someone may make; `may` asks about an act by its name."""
    found = []
    for move in moves_from(application.stands):
        rule = RULES[move]
        if rule.act == OWNER or move in ELSEWHERE or not may(rule.act):
            continue
        label = MOVE_LABELS[move]
        missing = blocked(application, move)
        found.append(Offered(move, label[0].upper() + label[1:], rule.wants_reason, missing))
    return found


def blocked(application: Application, move: Move) -> str:
    """Why a move cannot be made now; a reason that it wants is supposed written."""
    facts: Facts = facts_of(application, SOME_REASON)
    try:
        after(application.stands, move, facts)
    except OutOfOrder as refused:
        return str(refused)
    return ""
