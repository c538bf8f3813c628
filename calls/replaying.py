"""Replays the journal of an application, line by line, against the table of moves.

Pure: knows neither Django nor the database. What the journal itself shows is asked of each line:
whose act it is, from where to where, its reason, the opinions and answers that it had to await.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from calls.states import (
    ANNOUNCED,
    OWNER,
    RULES,
    Facts,
    Move,
    Outcome,
    OutOfOrder,
    State,
    after,
)

GIVEN, TAKEN_BACK, ASIDE = "give-opinion", "take-back-opinion", "stand-aside"
WRITING = frozenset({State.IN_INSTRUCTION, State.ASKED})


@dataclass(frozen=True)
class Line:
    """One line of a journal; `reasoned`: it commits to a reason, or had one before that began.

    `excused`: a recusal of before opinions were taken back by it.
    """

    act: str
    origin: str
    target: str
    of_owner: bool
    person: int | None = None
    region: str = ""
    outcome: str = ""
    reasoned: bool = False
    excused: bool = False


@dataclass
class Replay:
    """Where a journal stands after some lines. `others` are the acts that are no moves."""

    regions: frozenset[str]
    others: Collection[str]
    state: State = State.DRAFT
    given: dict[str, int | None] = field(default_factory=dict)
    aside: set[tuple[int | None, str]] = field(default_factory=set)
    asked: bool = False
    outcome: Outcome | None = None
    justified: bool = False  # the decision has a reason

    def follow(self, line: Line) -> None:
        """Take one line more; raises `OutOfOrder` where it cannot have been written."""
        if line.act in RULES:
            self.move(line, Move(line.act))
        elif line.act not in self.others:
            raise OutOfOrder(f"« {line.act} » n'est pas un acte.")
        elif not line.origin == line.target == self.state:
            raise OutOfOrder(f"« {line.act} » ne change pas l'état.")
        elif line.act in (GIVEN, TAKEN_BACK, ASIDE):
            self.opine(line)

    def move(self, line: Line, move: Move) -> None:
        """A move of the table."""
        if (RULES[move].act == OWNER) != line.of_owner:
            raise OutOfOrder(f"« {move} » n'est pas l'acte de qui l'a fait.")
        if move is Move.DECIDE:
            self.outcome = Outcome(line.outcome) if line.outcome in ANNOUNCED else None
            self.justified = line.reasoned
        excused = move is Move.ANNOUNCE and self.justified
        facts = Facts(
            regions=self.regions,
            given=frozenset(self.given),
            open_questions=int(self.asked),
            outcome=self.outcome,
            reason="dit" if line.reasoned or excused else "",
        )
        if line.origin != self.state or line.target != after(self.state, move, facts):
            raise OutOfOrder(f"« {move} » ne mène pas de « {line.origin} » à « {line.target} ».")
        self.state = State(line.target)
        self.asked = self.state is State.ASKED

    def opine(self, line: Line) -> None:
        """An opinion given, taken back, or left to others."""
        if line.region not in self.regions:
            raise OutOfOrder(f"La région {line.region} n'est pas de son territoire.")
        if line.act == ASIDE:
            self.leave(line)
        elif self.state not in WRITING:
            raise OutOfOrder("Un avis ne se rend ni ne se reprend hors de l'instruction.")
        elif line.act == GIVEN:
            if line.region in self.given:
                raise OutOfOrder(f"L'avis de la région {line.region} y est rendu deux fois.")
            if any(person == line.person for person, _region in self.aside):
                raise OutOfOrder("Un avis est de qui s'était déporté.")
            self.given[line.region] = line.person
        elif line.region not in self.given or self.given.pop(line.region) != line.person:
            raise OutOfOrder(f"L'avis repris de la région {line.region} n'était pas le sien.")

    def leave(self, line: Line) -> None:
        """Someone who stands aside has no opinion in force, and does so once in a region."""
        if not line.excused and line.person in self.given.values():
            raise OutOfOrder("Un avis en vigueur est de qui se déporte.")
        if (line.person, line.region) in self.aside:
            raise OutOfOrder("Un même déport y est deux fois.")
        self.aside.add((line.person, line.region))
        if self.given.get(line.region) == line.person:
            del self.given[line.region]


def replayed(lines: Iterable[Line], regions: Iterable[str], others: Collection[str]) -> State:
    """The state that a journal leads to; raises `OutOfOrder` at the first impossible line."""
    found = Replay(frozenset(regions), others)
    for place, line in enumerate(lines, 1):
        try:
            found.follow(line)
        except OutOfOrder as why:
            raise OutOfOrder(f"ligne {place} : {why}") from why
    return found.state
