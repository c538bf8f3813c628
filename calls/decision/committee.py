"""All the applications of a call side by side, as the national cell weighs them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from calls.gains.adding import Amount, Envelope, Gain, Gains
from calls.gains.queries import patches
from calls.instruction.listing import grid_of, total_of, with_opinions
from calls.instruction.reading import Reader, readable, stands_aside, within
from calls.instruction.recusals import people_aside
from calls.models import Application, Call
from calls.scoring import Together, together, weighted
from calls.states import ANNOUNCED, Outcome, State
from calls.vocabulary import OpinionState
from coverage.states.question import Question
from coverage.states.rollups import merged, rollup
from geo import levels
from publishing.ceilings import whole

MOST_APPLICATIONS = 2000  # as many as are announced together
# What may be decided; and what is neither decided nor to be.
OPEN = frozenset({State.INSTRUCTED, State.DECIDED})
LEFT_OUT = frozenset({State.INELIGIBLE, State.WITHDRAWN})
LAST = 10**6


@dataclass(frozen=True)
class Pick:
    """What is chosen, or thought of, for one application; nothing of it is written yet."""

    outcome: Outcome | None = None
    grant: int | None = None
    rank: int = LAST
    reason: str = ""
    seen: datetime | None = None


@dataclass(frozen=True)
class Former:
    """What a region had said before; `informed`: it had read another region's by then.

    `aside`: its author has stood aside since.
    """

    label: str
    total: float | None
    informed: bool
    aside: bool


@dataclass(frozen=True)
class Said:
    """What one region said of an application."""

    region: str
    advice: str
    label: str
    total: float | None
    former: list[Former]


@dataclass
class Candidate:
    """An application at the committee."""

    application: Application
    said: list[Said]
    recused: int
    aside: bool
    scores: Together | None
    pick: Pick = field(default_factory=Pick)

    @property
    def key(self) -> int:
        """The key of the application."""
        return self.application.pk

    @property
    def untold(self) -> bool:
        """Whether it is decided without who reads, to whom only the announcement tells it."""
        return self.aside and self.application.stands is State.DECIDED

    @property
    def editable(self) -> bool:
        """Whether it can be decided now, by who reads."""
        return self.application.stands in OPEN and not self.aside

    @property
    def chosen(self) -> bool:
        """Whether it is a laureate, announced or in what is weighed."""
        if self.application.stands is State.LAUREATE:
            return True
        return self.application.stands in OPEN and self.pick.outcome is Outcome.LAUREATE

    @property
    def grant(self) -> int:
        """What it would receive, in euros."""
        return self.pick.grant or 0


@dataclass(frozen=True)
class Part:
    """What a selection gives to a region, or to a theme."""

    code: str
    count: int
    granted: int
    people: int = 0


class Committee:
    """The applications of a call, the selection weighed, and what it comes to."""

    def __init__(self, call: Call, reader: Reader) -> None:
        self.call = call
        self.reader = reader
        self.question = Question()
        found = within(reader).filter(call=call).exclude(state__in=LEFT_OUT)
        found = found.select_related("decision").prefetch_related(with_opinions())
        grid = grid_of(call)
        every = [
            candidate_of(one, reader, call, grid)
            for one in whole(found.order_by("serial", "pk"), MOST_APPLICATIONS)
        ]
        self.candidates = ranked(c for c in every if c.application.stands in OPEN | ANNOUNCED)
        self.pending = [c for c in every if c.application.stands not in OPEN | ANNOUNCED]

    def weigh(self, picks: Mapping[int, Pick]) -> None:
        """Take what someone thinks of instead of what is decided, ranked anew."""
        for one in self.candidates:
            if one.editable and one.key in picks:
                one.pick = picks[one.key]
        self.candidates = ranked(self.candidates)

    @cached_property
    def gains(self) -> Gains:
        """What the territories would add to what is covered today."""
        keys = [one.key for one in [*self.candidates, *self.pending]]
        return Gains(patches(keys, self.question), self.question.ranks)

    def gain_of(self, one: Candidate) -> Gain:
        """What an application would add alone."""
        return self.gains.of(one.key)

    @property
    def selection(self) -> list[int]:
        """The laureates, announced or thought of, in their order."""
        return [one.key for one in self.candidates if one.chosen]

    @property
    def granted(self) -> int:
        """Euros that the selection receives."""
        return sum(one.grant for one in self.candidates if one.chosen)

    @property
    def left(self) -> int | None:
        """What is left of the budget; less than nothing where it is exceeded."""
        return None if self.call.budget_eur is None else self.call.budget_eur - self.granted

    @property
    def together(self) -> Amount:
        """What the selection would newly cover."""
        return self.gains.together(self.selection)

    def added(self, one: Candidate) -> Amount:
        """What an application adds to the rest of the selection, whether it is in it or not."""
        return self.gains.added(self.selection, one.key)

    def envelope(self) -> Envelope:
        """What may still be given to those not announced yet."""
        announced = [one for one in self.candidates if one.application.stands is State.LAUREATE]
        spent = sum(one.grant for one in announced)
        budget, most = self.call.budget_eur, self.call.aimed_high
        return Envelope(
            None if budget is None else budget - spent,
            None if most is None else max(most - len(announced), 0),
        )

    def by_region(self) -> list[Part]:
        """The selection by region; one that straddles two counts in both, its people once each."""
        counts: dict[str, list[Candidate]] = defaultdict(list)
        for one in self.candidates:
            if one.chosen:
                for code in one.application.regions:
                    counts[code].append(one)
        people: dict[str, int] = defaultdict(int)
        covered = self.gains.union(self.selection)
        regions = {p.code: p.region for found in self.gains.patches.values() for p in found}
        for code in covered:
            people[regions[code]] += self.gains.people[code]
        return [
            Part(code, len(counts[code]), sum(c.grant for c in counts[code]), people[code])
            for code in sorted({*counts, *people})
        ]

    def by_theme(self) -> list[Part]:
        """The selection by theme; one that has several counts in each."""
        counts: dict[str, list[Candidate]] = defaultdict(list)
        for one in self.candidates:
            if one.chosen:
                for theme in one.application.themes:
                    counts[theme].append(one)
        return [
            Part(theme, len(found), sum(c.grant for c in found))
            for theme, found in sorted(counts.items(), key=lambda item: (-len(item[1]), item[0]))
        ]

    @cached_property
    def today(self) -> tuple[int, int]:
        """People covered by the poles today, and all those of France."""
        whole = merged(rollup(self.question, levels.FRANCE), "france", "")
        return whole.covered(self.question).population, whole.total.population


def candidate_of(application: Application, reader: Reader, call: Call, grid: list) -> Candidate:
    """One application, with what is decided of it so far."""
    opinions = list(application.opinions.all())
    aside = stands_aside(application, reader.person)
    seen = readable(opinions, frozenset(application.regions), reader, aside=aside)
    said = [
        Said(
            one.region.name,
            one.advice,
            one.get_advice_display(),
            total_of(one, grid),
            [
                Former(
                    old.get_advice_display(),
                    weighted(grid, dict(old.scores)),
                    bool(old.after_reading),
                    other.state == OpinionState.RECUSED,
                )
                for other in opinions  # a colleague may have given it before
                if other.region_id == one.region_id
                for old in other.former.all()
            ],
        )
        for one in seen
    ]
    told = not (aside and application.stands is State.DECIDED)
    return Candidate(
        application=application,
        said=said,
        recused=len(people_aside(opinions)),
        aside=aside,
        scores=together(one.total for one in said),
        pick=decided_pick(application, call) if told else Pick(),
    )


def decided_pick(application: Application, call: Call) -> Pick:
    """What is decided; for one that is not, the grant asked for, within what the call gives."""
    decision = getattr(application, "decision", None)
    usual = usual_grant(application, call)
    if decision is None:
        return Pick(grant=usual)
    return Pick(
        outcome=Outcome(decision.outcome),
        grant=decision.grant_eur if decision.grant_eur is not None else usual,
        rank=decision.rank or LAST,
        reason=decision.reason,
        seen=decision.decided_at,
    )


def usual_grant(application: Application, call: Call) -> int | None:
    """What is asked for, brought within the bounds of the call."""
    asked = application.requested_eur
    if asked is None:
        return call.grant_low_eur
    return max(min(asked, call.grant_high_eur or asked), call.grant_low_eur or 0)


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """By rank, then by score, then by number; ranks become 1, 2, 3…"""

    def place(one: Candidate) -> tuple[int, float, int]:
        return (one.pick.rank, -(one.scores.mean if one.scores else -1.0), one.key)

    found = sorted(candidates, key=place)
    for rank, one in enumerate(found, 1):
        one.pick = replace(one.pick, rank=rank)
    return found
