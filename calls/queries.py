"""The calls, each with its laureates that the directory knows."""

from dataclasses import dataclass

from django.db.models import Count

from calls.models import Call
from directory.models import Pole, Recognition
from directory.queries.lists import alphabetical, for_lists
from directory.vocabulary import Scheme

MOST_CALLS = 200
MOST_LAUREATES = 1000


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


def rows() -> list[CallRow]:
    """Every call, latest first."""
    counts = counted()
    return [row_of(call, counts) for call in Call.objects.all()[:MOST_CALLS]]


def row(slug: str) -> CallRow:
    """One call; raises `Call.DoesNotExist`."""
    return row_of(Call.objects.get(slug=slug), counted())


def row_of(call: Call, counts: dict[str, int]) -> CallRow:
    """A call with its count."""
    return CallRow(call, counts.get(call.scheme, 0))


def counted() -> dict[str, int]:
    """Poles that the public sees, by scheme: nothing is said of those that it does not."""
    found = (
        Recognition.objects.filter(pole__published=True)
        .order_by("scheme")
        .values_list("scheme")
        .annotate(shown=Count("pole", distinct=True))
    )
    return dict(found)


def laureates(call: Call) -> list[Pole]:
    """Public poles that the call recognised, by name."""
    poles = for_lists(Pole.objects.public().filter(recognitions__scheme=call.scheme).distinct())
    return sorted(poles.order_by("slug")[:MOST_LAUREATES], key=alphabetical)


def laureates_of_any(calls: list[Call]) -> int:
    """How many public poles were laureates of one of these calls at least."""
    schemes = [Scheme(call.scheme) for call in calls]
    return Pole.objects.public().filter(recognitions__scheme__in=schemes).distinct().count()
