"""The life of an application: which move leads from which state to which, and on what conditions.

Pure: knows neither Django nor the database. Whoever writes asks `after` first, with the facts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

NOBODY: frozenset[str] = frozenset()
# Whose move it is, besides the acts of the table of rights: the person who applies.
OWNER = "owner"


class State(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    COMPLETE = "complete"
    INELIGIBLE = "ineligible"
    IN_INSTRUCTION = "in-instruction"
    ASKED = "asked"
    INSTRUCTED = "instructed"
    DECIDED = "decided"
    LAUREATE = "laureate"
    RESERVE = "reserve"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What is decided of an application; the value is that of the state it is announced as."""

    LAUREATE = "laureate"
    RESERVE = "reserve"
    REFUSED = "refused"


class Move(StrEnum):
    """What makes an application change state."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    REJECT = "reject"
    REINSTATE = "reinstate"
    START = "start"
    ASK = "ask"
    ANSWER = "answer"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"
    DECIDE = "decide"
    ANNOUNCE = "announce"
    PROMOTE = "promote"
    WITHDRAW = "withdraw"


STATE_LABELS: dict[State, str] = {
    State.DRAFT: "brouillon",
    State.SUBMITTED: "déposée",
    State.COMPLETE: "complète",
    State.INELIGIBLE: "non recevable",
    State.IN_INSTRUCTION: "en instruction",
    State.ASKED: "complément demandé",
    State.INSTRUCTED: "instruite",
    State.DECIDED: "décision prise",
    State.LAUREATE: "lauréate",
    State.RESERVE: "sur liste complémentaire",
    State.REFUSED: "non retenue",
    State.WITHDRAWN: "retirée",
}
OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.LAUREATE: "lauréate",
    Outcome.RESERVE: "liste complémentaire",
    Outcome.REFUSED: "non retenue",
}
# The name of an act, in the infinitive, for « on ne peut pas … ».
MOVE_LABELS: dict[Move, str] = {
    Move.SUBMIT: "déposer la candidature",
    Move.ACCEPT: "déclarer la candidature complète",
    Move.REJECT: "déclarer la candidature non recevable",
    Move.REINSTATE: "revenir sur la non-recevabilité",
    Move.START: "ouvrir l'instruction",
    Move.ASK: "demander un complément",
    Move.ANSWER: "répondre à la demande de complément",
    Move.RESUME: "reprendre l'instruction sans la réponse",
    Move.CLOSE: "clore l'instruction",
    Move.REOPEN: "rouvrir l'instruction",
    Move.DECIDE: "décider",
    Move.ANNOUNCE: "annoncer la décision",
    Move.PROMOTE: "appeler la candidature de la liste complémentaire",
    Move.WITHDRAW: "retirer la candidature",
}


@dataclass(frozen=True)
class Rule:
    """Whose act a move is, from where, to where (None: where the decision says)."""

    act: str
    origins: frozenset[State]
    target: State | None
    wants_reason: bool = False


def rule(act: str, origins: Iterable[State], target: State | None, reason: bool = False) -> Rule:
    """One line of the table."""
    return Rule(act, frozenset(origins), target, reason)


S = State
RULES: dict[Move, Rule] = {
    Move.SUBMIT: rule(OWNER, [S.DRAFT], S.SUBMITTED),
    Move.ACCEPT: rule("instruct", [S.SUBMITTED], S.COMPLETE),
    Move.REJECT: rule("instruct", [S.SUBMITTED, S.COMPLETE], S.INELIGIBLE, reason=True),
    Move.REINSTATE: rule("instruct", [S.INELIGIBLE], S.COMPLETE, reason=True),
    Move.START: rule("instruct", [S.COMPLETE], S.IN_INSTRUCTION),
    Move.ASK: rule("ask-applicant", [S.IN_INSTRUCTION], S.ASKED),
    Move.ANSWER: rule(OWNER, [S.ASKED], S.IN_INSTRUCTION),
    Move.RESUME: rule("ask-applicant", [S.ASKED], S.IN_INSTRUCTION, reason=True),
    Move.CLOSE: rule("instruct", [S.IN_INSTRUCTION], S.INSTRUCTED),
    Move.REOPEN: rule("instruct", [S.INSTRUCTED], S.IN_INSTRUCTION, reason=True),
    # Decided again until it is announced: the national cell ranks more than once.
    Move.DECIDE: rule("decide", [S.INSTRUCTED, S.DECIDED], S.DECIDED),
    Move.ANNOUNCE: rule("decide", [S.DECIDED], None),
    Move.PROMOTE: rule("decide", [S.RESERVE], S.LAUREATE, reason=True),
    Move.WITHDRAW: rule(
        OWNER,
        [S.SUBMITTED, S.COMPLETE, S.IN_INSTRUCTION, S.ASKED, S.INSTRUCTED, S.DECIDED],
        S.WITHDRAWN,
    ),
}
ANNOUNCED = frozenset({S.LAUREATE, S.RESERVE, S.REFUSED})


@dataclass(frozen=True)
class Facts:
    """What the conditions of moves ask about an application."""

    regions: frozenset[str] = field(default=NOBODY)
    given: frozenset[str] = field(default=NOBODY)  # regions whose cell gave an opinion
    open_questions: int = 0
    outcome: Outcome | None = None
    reason: str = ""
    names: Mapping[str, str] = field(default_factory=dict, compare=False)  # of regions, to be said

    @property
    def awaited(self) -> frozenset[str]:
        """Regions of the territory whose opinion is not given."""
        return self.regions - self.given


class OutOfOrder(ValueError):  # noqa: N818 - read as a sentence where it is raised
    """A move that the state or the facts do not allow; its text is for people, in French."""


def after(state: State, move: Move, facts: Facts) -> State:
    """The state that a move leads to; raises `OutOfOrder` with the reason why not."""
    asked = RULES[move]
    if state not in asked.origins:
        raise OutOfOrder(
            f"On ne peut pas {MOVE_LABELS[move]} : elle est {STATE_LABELS[state]}."
            if "candidature" in MOVE_LABELS[move]
            else f"On ne peut pas {MOVE_LABELS[move]} : la candidature est {STATE_LABELS[state]}."
        )
    if asked.wants_reason and not facts.reason.strip():
        raise OutOfOrder(f"Pour {MOVE_LABELS[move]}, un motif est attendu.")
    check_conditions(move, facts)
    if asked.target is not None:
        return asked.target
    assert facts.outcome is not None  # noqa: S101 - asked by the conditions of an announcement
    return State(facts.outcome.value)


def check_conditions(move: Move, facts: Facts) -> None:
    """Raise `OutOfOrder` where the facts do not allow a move."""
    if move in (Move.CLOSE, Move.DECIDE, Move.ANNOUNCE):
        check_opinions(facts)
        if facts.open_questions:
            raise OutOfOrder("Une demande de complément attend encore sa réponse.")
    if move in (Move.DECIDE, Move.ANNOUNCE):
        if facts.outcome is None:
            raise OutOfOrder("Aucune décision n'est prise sur cette candidature.")
        if facts.outcome is Outcome.REFUSED and not facts.reason.strip():
            raise OutOfOrder("Une candidature non retenue l'est pour un motif : écrivez-le.")
    if move is Move.ANSWER and not facts.open_questions:
        raise OutOfOrder("Aucune demande de complément n'attend de réponse.")


def check_opinions(facts: Facts) -> None:
    """Each region of the territory has given an opinion, one at least.

    Who stands aside does so for themselves. Where nobody of a region is left to speak for it,
    the national cell names someone who does.
    """
    if not facts.regions:
        raise OutOfOrder("La candidature n'est sur le territoire d'aucune région.")
    if facts.awaited:
        regions = ", ".join(sorted(facts.names.get(code, code) for code in facts.awaited))
        raise OutOfOrder(f"L'avis de la cellule régionale est encore attendu : {regions}.")


def moves_from(state: State) -> list[Move]:
    """What can be done next, conditions aside, in the order of the table."""
    return [move for move, asked in RULES.items() if state in asked.origins]
