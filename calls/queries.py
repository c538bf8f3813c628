"""The calls, each with its laureates that the directory knows."""

from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, Value, When

from calls.models import Call, Clarification, HoursChange
from directory.models import Pole, Recognition
from directory.queries.lists import alphabetical, for_lists
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


Key = tuple[str, str]  # a scheme, and the label that tells apart the calls that share one


def rows() -> list[CallRow]:
    """Every call, latest first."""
    counts = counted()
    return [row_of(call, counts) for call in whole(Call.objects.all(), MOST_CALLS)]


def row(slug: str) -> CallRow:
    """One call; raises `Call.DoesNotExist`."""
    return row_of(Call.objects.get(slug=slug), counted())


def row_of(call: Call, counts: dict[Key, int]) -> CallRow:
    """A call with its count."""
    return CallRow(call, counts.get((call.scheme, call.title if call.live else ""), 0))


def counted() -> dict[Key, int]:
    """Poles that the public sees, by call: nothing is said of those that it does not."""
    told_apart = Case(When(scheme=Scheme.AMI, then="label"), default=Value(""))
    found = (
        Recognition.objects.filter(pole__published=True)
        .annotate(named=told_apart)
        .order_by("scheme", "named")
        .values_list("scheme", "named")
        .annotate(shown=Count("pole", distinct=True))
    )
    return {(scheme, named): shown for scheme, named, shown in found}


def laureates(call: Call) -> list[Pole]:
    """Public poles that the call recognised, by name."""
    poles = for_lists(Pole.objects.public().filter(recognised_by([call])).distinct())
    return sorted(whole(poles.order_by("slug"), MOST_LAUREATES), key=alphabetical)


def laureates_of_any(calls: list[Call]) -> int:
    """How many public poles were laureates of one of these calls at least."""
    return Pole.objects.public().filter(recognised_by(calls)).distinct().count()


def recognised_by(calls: list[Call]) -> Q:
    """The condition of a pole: a recognition of one of these calls."""
    past = [Scheme(call.scheme) for call in calls if not call.live]
    live = [call.title for call in calls if call.live]
    return Q(recognitions__scheme__in=past) | Q(
        recognitions__scheme=Scheme.AMI, recognitions__label__in=live
    )


def announced_publicly() -> "QuerySet[Call, Call]":
    """The calls of feeds, calendars and search engines: no demonstration."""
    return Call.objects.filter(demonstration=False)


def hours_changes(call: Call) -> list[HoursChange]:
    """How the closing of a call was moved after its opening, first things first."""
    return whole(call.hours_changes.order_by("id"), MOST_SAID)


def clarifications(call: Call) -> list[Clarification]:
    """What was said of a call since it opened, first things first."""
    return whole(call.clarifications.order_by("id"), MOST_SAID)
