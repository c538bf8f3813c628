"""What the directory holds, in figures: by status, basis and scheme."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from directory.definitions import ANNOUNCED, Laureates
from directory.models import Pole, Recognition
from directory.vocabulary import Basis, Scheme, Status
from geo.models import Region


@dataclass(frozen=True)
class Holdings:
    """Public poles, counted."""

    total: int
    seated: int
    dated: int
    checked: date | None
    statuses: dict[Status, int]
    bases: dict[Basis, int]


@dataclass(frozen=True)
class SchemeCount:
    """A scheme: laureates announced, and public poles that have it."""

    scheme: Scheme
    announced: Laureates
    poles: int


def holdings() -> Holdings:
    """Count the public poles."""
    public = Pole.objects.public()
    sums = public.aggregate(
        total=Count("pk"),
        seated=Count("pk", filter=Q(seat__isnull=False)),
        dated=Count("pk", filter=Q(status_as_of__isnull=False)),
        checked=Max("checked"),
    )
    statuses = dict(public.order_by("status").values_list("status").annotate(n=Count("pk")))
    bases = dict(
        public.order_by("footprint__basis").values_list("footprint__basis").annotate(n=Count("pk"))
    )
    without = bases.pop(None, 0)
    return Holdings(
        **sums,
        statuses={status: statuses.get(status, 0) for status in Status},
        bases={
            basis: bases.get(basis, 0) + (without if basis == Basis.NONE else 0) for basis in Basis
        },
    )


def schemes_held() -> list[SchemeCount]:
    """For each scheme whose number of laureates is known, how many the directory shows."""
    counts = dict(
        Recognition.objects.filter(pole__published=True, scheme__in=ANNOUNCED)
        .order_by("scheme")
        .values_list("scheme")
        .annotate(n=Count("pole", distinct=True))
    )
    return [
        SchemeCount(scheme, announced, counts.get(scheme, 0))
        for scheme, announced in ANNOUNCED.items()
    ]


def regions_without_pole() -> list[Region]:
    """The regions in which no public pole is recorded."""
    held = Pole.objects.public().values("region")
    return list(Region.objects.current().exclude(pk__in=held).order_by("name_key", "code"))


def checked_on() -> date | None:
    """The date of the latest check of a public record."""
    return Pole.objects.public().aggregate(latest=Max("checked"))["latest"]
