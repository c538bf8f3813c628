"""The figures of a call: what was received, from where, for how much, and what it covers.

Nothing here is of a person.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import median

from django.db.models import Count, Max, Min

from calls.gains.adding import Amount, Gain, Gains
from calls.gains.queries import patches
from calls.models import Application, ApplicationEvent, Call
from calls.states import ANNOUNCED, STATE_LABELS, Move, State
from coverage.states.question import Question
from directory.vocabulary import Theme
from geo.models import Region
from publishing.ceilings import whole

MOST_APPLICATIONS = 2000
MOST_CALLS = 5000
DAY = 86_400
# Before it is announced, what is decided is said of nobody, not even by a count.
SHOWN_AS = {State.DECIDED: State.INSTRUCTED}
NOT_ELIGIBLE = frozenset({State.SUBMITTED, State.INELIGIBLE})


@dataclass(frozen=True)
class Bar:
    """A line of a table of counts, with the share of the longest for its bar."""

    label: str
    count: int
    laureates: int
    requested: int
    granted: int
    share: float


@dataclass(frozen=True)
class Delay:
    """Days from one moment to another: the median, the longest, of how many."""

    label: str
    count: int
    median: float
    longest: float


class Statistics:
    """The figures of one call."""

    def __init__(self, call: Call) -> None:
        self.call = call
        found = Application.objects.received().filter(call=call).select_related("decision")
        self.applications = whole(found.order_by("serial", "pk"), MOST_APPLICATIONS)

    @property
    def received(self) -> int:
        """All that was submitted, withdrawn since or not."""
        return len(self.applications)

    @property
    def eligible(self) -> int:
        """Those found complete, whatever came next; unknown of those withdrawn before."""
        accepted = (
            ApplicationEvent.objects.filter(application__call=self.call, move=Move.ACCEPT.value)
            .order_by()
            .values_list("application", flat=True)
            .distinct()
        )
        known = set(accepted)
        return sum(
            one.pk in known or one.stands not in NOT_ELIGIBLE | {State.WITHDRAWN}
            for one in self.applications
            if one.stands is not State.INELIGIBLE
        )

    @property
    def straddling(self) -> int:
        """Those whose territory is in several regions."""
        return sum(len(one.regions) > 1 for one in self.applications)

    @property
    def laureates(self) -> list[Application]:
        """Those announced as laureates."""
        return [one for one in self.applications if one.stands is State.LAUREATE]

    @property
    def requested(self) -> int:
        """Euros asked for."""
        return sum(one.requested_eur or 0 for one in self.applications)

    @property
    def granted(self) -> int:
        """Euros given to the laureates announced."""
        return sum(granted_to(one) for one in self.applications)

    def by_state(self) -> list[Bar]:
        """By state, in the order of the life of an application."""
        return bars(
            (STATE_LABELS[state], [one for one in self.applications if shown_state(one) is state])
            for state in State
        )

    def by_region(self) -> list[Bar]:
        """By region; one that straddles counts in each."""
        counts = Counter(code for one in self.applications for code in one.regions)
        found = Region.objects.filter(code__in=counts).order_by("name_key")
        names = dict(found.values_list("code", "name"))
        return bars(
            (name, [one for one in self.applications if code in one.regions])
            for code, name in names.items()
        )

    def by_theme(self) -> list[Bar]:
        """By theme, most applications first; one that has several counts in each."""
        found = bars(
            (str(theme.label), [one for one in self.applications if theme in one.themes])
            for theme in Theme
        )
        return sorted(found, key=lambda bar: (-bar.count, bar.label))

    def delays(self) -> list[Delay]:
        """How long each stage takes, from what the journal says."""
        moments: dict[int, dict[str, tuple[datetime, datetime]]] = {}
        rows = (
            ApplicationEvent.objects.filter(application__call=self.call)
            .order_by("application", "move")
            .values_list("application", "move")
            .annotate(first=Min("at"), last=Max("at"))
        )
        for application, move, first, last in whole(rows, MOST_APPLICATIONS * len(Move)):
            moments.setdefault(application, {})[move] = (first, last)
        stages = [
            ("Du dépôt à la recevabilité", None, Move.ACCEPT, 0),
            ("De l'ouverture à la clôture de l'instruction", Move.START, Move.CLOSE, 1),
            ("De la demande de complément à la réponse", Move.ASK, Move.ANSWER, 0),
            ("Du dépôt à l'annonce", None, Move.ANNOUNCE, 0),
        ]
        found = []
        for label, start, end, which in stages:
            days = list(self.days(moments, start, end, which))
            if days:
                found.append(Delay(label, len(days), median(days), max(days)))
        return found

    def days(
        self,
        moments: dict[int, dict[str, tuple[datetime, datetime]]],
        start: Move | None,
        end: Move,
        which: int,
    ) -> Iterator[float]:
        """Days of a stage, application by application, of those that went through it."""
        for one in self.applications:
            mine = moments.get(one.pk, {})
            begun = one.submitted_at if start is None else mine.get(start, (None,))[0]
            if begun is None or end not in mine or mine[end][which] < begun:
                continue
            yield (mine[end][which] - begun).total_seconds() / DAY

    @cached_property
    def gains(self) -> Gains:
        """What territories would add to what poles cover today."""
        question = Question()
        keys = [one.pk for one in self.applications]
        return Gains(patches(keys, question), question.ranks)

    def gain_of(self, one: Application) -> Gain:
        """What one would add."""
        return self.gains.of(one.pk)

    @property
    def gained(self) -> Amount:
        """What the laureates together would newly cover."""
        return self.gains.together(one.pk for one in self.laureates)

    @property
    def asked_to_cover(self) -> Amount:
        """What all those received would newly cover, were they all chosen."""
        return self.gains.together(one.pk for one in self.applications)


def received_by_call() -> list[tuple[Call, int]]:
    """The calls that receive applications here, latest first, with how many each received."""
    calls = Call.objects.filter(opens_at__isnull=False).order_by("-opens_at", "slug")
    counts = dict(
        Application.objects.received().order_by("call").values_list("call").annotate(Count("pk"))
    )
    return [(call, counts.get(call.pk, 0)) for call in whole(calls, MOST_CALLS)]


def shown_state(application: Application) -> State:
    """Its state, as it is said before decisions are announced."""
    return SHOWN_AS.get(application.stands, application.stands)


def granted_to(application: Application) -> int:
    """What was announced that it receives."""
    if application.stands is not State.LAUREATE:
        return 0
    decision = getattr(application, "decision", None)
    return (decision.grant_eur or 0) if decision else 0


def outcome_said(application: Application) -> bool:
    """Whether its outcome is announced."""
    return application.stands in ANNOUNCED


def bars(groups: Iterable[tuple[str, list[Application]]]) -> list[Bar]:
    """Groups that hold something, with their bars."""
    kept = [(label, found) for label, found in groups if found]
    longest = max((len(found) for _, found in kept), default=1)
    return [
        Bar(
            label=label,
            count=len(found),
            laureates=sum(one.stands is State.LAUREATE for one in found),
            requested=sum(one.requested_eur or 0 for one in found),
            granted=sum(granted_to(one) for one in found),
            share=100 * len(found) / longest,
        )
        for label, found in kept
    ]
