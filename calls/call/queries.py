"""The calls, each with its laureates that the directory knows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from calls.models import Call, Clarification, HoursChange
from directory.contributions.calls import KnownCall
from directory.lists import alphabetical, for_lists
from directory.models import Pole, Recognition
from directory.querysets import PoleQuerySet
from directory.vocabulary import Scheme
from publishing.ceilings import whole

MOST_CALLS = 5000
MOST_LAUREATES = 50_000
MOST_SAID = 5000


@dataclass(frozen=True)
class CallRow:
    """A call, and how many of its laureates the public sees here."""

    call: Call
    shown: int

    @property
    def missing(self) -> int | None:
        """Laureates announced that the atlas does not show; None where none were counted."""
        if self.call.laureates is None:
            return None
        return max(self.call.laureates - self.shown, 0)

    @property
    def share(self) -> float:
        """Laureates shown out of those announced, in percent, for a bar."""
        return min(100.0, 100 * self.shown / self.call.laureates) if self.call.laureates else 0.0


# One row for a pole and a call, whatever labels the call gave it.
SAID_BEFORE = Recognition.objects.filter(
    Q(label=OuterRef("label")) | ~Q(scheme=Scheme.AMI),
    pole=OuterRef("pole"), scheme=OuterRef("scheme"), pk__lt=OuterRef("pk"),
).order_by("pk")  # fmt: skip


def call_of_recognition(calls: "QuerySet[Call, Call]") -> "QuerySet[Call, Call]":
    """The call of the recognition around: of its scheme, and of its label among those run here.

    A past call has its scheme for itself; those run here share one, and give it their title.
    """
    alone_or_named = ~Q(scheme=Scheme.AMI) | Q(title=OuterRef("label"))
    return calls.filter(alone_or_named, scheme=OuterRef("scheme")).order_by("slug")


def won(calls: "QuerySet[Call, Call]") -> "QuerySet[Any, Any]":
    """What some calls recognised in published poles, once for each call and pole.

    `call` is the slug of the call: nothing is said of poles that the public does not see.
    """
    slug = Subquery(call_of_recognition(calls).values("slug")[:1])
    found = Recognition.objects.filter(pole__published=True).annotate(call=slug)
    return found.filter(~Exists(SAID_BEFORE), call__isnull=False)


def rows() -> list[CallRow]:
    """Every call, latest first."""
    counts = counted()
    return [row_of(call, counts) for call in whole(Call.objects.all(), MOST_CALLS)]


def row(slug: str) -> CallRow:
    """One call; raises `Call.DoesNotExist`."""
    return row_of(Call.objects.get(slug=slug), counted())


def row_of(call: Call, counts: dict[str, int]) -> CallRow:
    """A call with its count."""
    return CallRow(call, counts.get(call.slug, 0))


def counted() -> dict[str, int]:
    """How many poles that the public sees each call recognised, by slug."""
    found = won(Call.objects.all()).order_by("call").values_list("call")
    return dict(found.annotate(shown=Count("pole")))


def laureates(call: Call) -> list[Pole]:
    """Public poles that the call recognised, by name."""
    poles = for_lists(recognised_by([call]))
    return sorted(whole(poles.order_by("slug"), MOST_LAUREATES), key=alphabetical)


def laureates_of_any(calls: list[Call]) -> int:
    """How many public poles were laureates of one of these calls at least."""
    return recognised_by(calls).count()


def recognised_by(calls: list[Call]) -> PoleQuerySet:
    """The public poles that one of these calls recognised."""
    some = Call.objects.filter(pk__in=[call.pk for call in calls])
    return Pole.objects.public().filter(pk__in=won(some).values("pole"))


def announced_publicly() -> "QuerySet[Call, Call]":
    """The calls of feeds, calendars and search engines: no demonstration."""
    return Call.objects.filter(demonstration=False)


def naming_laureates() -> list[KnownCall]:
    """The calls whose laureates are announced, latest first: one may be missing here."""
    return [
        KnownCall(call.slug, call.title, call.scheme, year_of_results(call))
        for call in whole(announced_publicly(), MOST_CALLS)
        if laureates_are_told(call)
    ]


def laureates_are_told(call: Call) -> bool:
    """Whether the laureates of a call are announced, as far as its dates say."""
    if call.demonstration:
        return False
    return call.announced_at is not None if call.live else not call.is_open(localdate())


def year_of_results(call: Call) -> int | None:
    """The year in which laureates were announced; None where it is not known."""
    if call.announced_at:
        return localdate(call.announced_at).year
    return call.dates["results"].first.year if "results" in call.dates else None


def hours_changes(call: Call) -> list[HoursChange]:
    """How the closing of a call was moved after its opening, first things first."""
    return whole(call.hours_changes.order_by("id"), MOST_SAID)


def clarifications(call: Call) -> list[Clarification]:
    """What was said of a call since it opened, first things first."""
    return whole(call.clarifications.order_by("id"), MOST_SAID)
