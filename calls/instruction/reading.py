"""What someone who instructs may read: applications within their reach, opinions in their turn.

Who reads is told as plain values: the doors know the table of rights.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q

from calls.models import Application, Call, Opinion, Substitute
from calls.querysets import ApplicationQuerySet
from calls.states import State
from calls.vocabulary import OpinionState
from geo.reach import NOWHERE, Reach
from publishing.ceilings import whole

MOST_CALLS = 5000
MOST_OPINIONS = 100_000


@dataclass(frozen=True)
class Reader:
    """Someone who reads applications, and as what.

    `regions`: where their territory lies. `opining`: regions for whose cell they speak. `standing`:
    applications, by key, with a region for which they were named substitute. `national`: whether
    they decide.
    """

    person: User
    reach: Reach = NOWHERE
    regions: frozenset[str] = field(default=frozenset())
    opining: frozenset[str] = field(default=frozenset())
    standing: frozenset[tuple[int, str]] = field(default=frozenset())
    national: bool = False

    def speaks_for(self, application: Application) -> frozenset[str]:
        """The regions whose opinion of an application they may give, recusals aside."""
        named = {region for key, region in self.standing if key == application.pk}
        return (self.opining | named) & frozenset(application.regions)

    def stands_in(self, application: Application) -> frozenset[str]:
        """The regions where they would stand aside: those they speak for; all, for who decides."""
        return frozenset(application.regions) if self.national else self.speaks_for(application)


def standing_in(person: User) -> frozenset[tuple[int, str]]:
    """The applications, by key, and the regions for which someone was named substitute."""
    found = Substitute.objects.filter(person=person).order_by("id")
    return frozenset(whole(found.values_list("application", "region"), MOST_OPINIONS))


def within(reader: Reader) -> ApplicationQuerySet:
    """The applications that someone may read."""
    found = Application.objects.within_reach(reader.reach)
    if reader.standing:
        named = [key for key, _region in reader.standing]
        found = found | Application.objects.received().filter(pk__in=named)
    return found


def given_in(region: str) -> Exists:
    """Whether the region has given its opinion."""
    return Exists(
        Opinion.objects.filter(application=OuterRef("pk"), region=region, state=OpinionState.GIVEN)
    )


def aside_of(person: User) -> Exists:
    """Whether a person has stood aside."""
    return Exists(
        Opinion.objects.filter(
            application=OuterRef("pk"), author=person, state=OpinionState.RECUSED
        )
    )


def awaiting_opinion(applications: ApplicationQuerySet, reader: Reader) -> ApplicationQuerySet:
    """Those on which a region for which someone speaks has not given its opinion yet."""
    awaited = Q(pk__in=[])
    for region in sorted(reader.opining):
        awaited |= Q(regions__contains=[region]) & ~Q(given_in(region))
    for key, region in sorted(reader.standing):
        awaited |= Q(pk=key) & ~Q(given_in(region))
    # Not `exclude`: it would leave out applications whose owner is gone.
    mine = Q(owner=reader.person) & Q(owner__isnull=False)
    return applications.filter(
        awaited, ~mine, ~Q(aside_of(reader.person)), state=State.IN_INSTRUCTION
    )


@dataclass(frozen=True)
class CallWaiting:
    """A call, how many of its applications one may read, and what waits for one."""

    call: Call
    received: int
    states: dict[str, int]
    opinions: int  # that wait for me

    @property
    def to_check(self) -> int:
        """Received, and not yet found complete."""
        return self.states.get(State.SUBMITTED, 0)

    @property
    def to_decide(self) -> int:
        """Instructed, and not decided."""
        return self.states.get(State.INSTRUCTED, 0)


def calls_waiting(reader: Reader) -> list[CallWaiting]:
    """The calls that receive applications here, latest first, with what waits for someone."""
    counts: dict[int, dict[str, int]] = {}
    found = within(reader).order_by("call", "state").values_list("call", "state")
    for call_id, state, count in found.annotate(count=Count("pk")):
        counts.setdefault(call_id, {})[state] = count
    opinions = dict(
        awaiting_opinion(within(reader), reader)
        .order_by("call")
        .values_list("call")
        .annotate(count=Count("pk"))
    )
    calls = Call.objects.filter(opens_at__isnull=False).order_by("-opens_at", "slug")
    return [
        CallWaiting(
            call,
            sum(counts.get(call.pk, {}).values()),
            counts.get(call.pk, {}),
            opinions.get(call.pk, 0),
        )
        for call in whole(calls, MOST_CALLS)
    ]


def waiting_count(reader: Reader) -> int:
    """How many things wait for someone, all calls together, for their own space."""
    found = within(reader)
    count = 0
    if reader.opining or reader.standing:
        count += awaiting_opinion(found, reader).count()
    if reader.opining:
        count += found.filter(state=State.SUBMITTED).count()
    if reader.national:
        count += found.filter(state=State.INSTRUCTED).count()
    return count


def stands_aside(application: Application, person: User) -> bool:
    """Whether a person may not instruct: it is theirs, or they said that they have an interest."""
    return application.owner_id == person.pk or any(
        one.author_id == person.pk and one.state == OpinionState.RECUSED
        for one in application.opinions.all()
    )


def readable(
    opinions: Iterable[Opinion], regions: frozenset[str], reader: Reader, *, aside: bool
) -> list[Opinion]:
    """The opinions given that someone may read.

    A cell reads the others' once its own is given, so that each judges by itself; who stands
    aside reads none; the national cell reads all.
    """
    if aside:
        return []
    given = [one for one in opinions if one.state == OpinionState.GIVEN]
    if reader.national:
        return given
    keys = {one.application_id for one in given}
    own = regions & (reader.regions | {code for key, code in reader.standing if key in keys})
    spoken = {one.region_id for one in given}
    if own and own <= spoken:
        return given
    return [one for one in given if one.region_id in own]
