"""The applications of a call, for those who instruct: filtered, sorted, each with where it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from calls.instruction.reading import (
    Reader,
    awaiting_opinion,
    readable,
    stands_aside,
    within,
)
from calls.models import Application, Call, Opinion
from calls.querysets import ApplicationQuerySet
from calls.scoring import Line, Together, together, weighted
from calls.vocabulary import OpinionState
from publishing.ceilings import Part, first_of, whole

MOST_LISTED = 500  # shown at once; the page says how many more there are
MOST_READ = 20_000
SORTS = {
    "numero": ("serial", "pk"),
    "depot": ("-submitted_at", "pk"),
    "nom": ("project_name", "pk"),
    "aide": ("-requested_eur", "pk"),
    "etat": ("state", "serial", "pk"),
}


@dataclass(frozen=True)
class Filters:
    """What an address asks of the list."""

    state: str = ""
    region: str = ""
    theme: str = ""
    waiting: bool = False
    sort: str = "numero"


@dataclass(frozen=True)
class Listed:
    """A row of the list."""

    application: Application
    waits_for_me: bool
    aside: bool
    spoken: int  # regions that gave an opinion
    scores: Together | None  # of the opinions that one may read

    @property
    def expected(self) -> int:
        """Regions that have a say."""
        return len(self.application.regions)


def filtered(call: Call, reader: Reader, filters: Filters) -> ApplicationQuerySet:
    """The applications of a call that someone may read and that filters keep."""
    found = within(reader).filter(call=call)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.region:
        found = found.filter(regions__contains=[filters.region])
    if filters.theme:
        found = found.filter(themes__contains=[filters.theme])
    if filters.waiting:
        found = awaiting_opinion(found, reader)
    return found


def listed(call: Call, reader: Reader, filters: Filters) -> Part[Listed]:
    """The rows, in the order asked for."""
    found = (
        filtered(call, reader, filters)
        .order_by(*SORTS[filters.sort])
        .prefetch_related(with_opinions())
    )
    waiting = set(
        whole(
            awaiting_opinion(within(reader).filter(call=call), reader)
            .order_by("pk")
            .values_list("pk", flat=True),
            MOST_READ,
        )
    )
    grid = grid_of(call)
    part = first_of(found, MOST_LISTED)
    return Part([row(one, reader, grid, one.pk in waiting) for one in part], part.total)


def with_opinions() -> Prefetch:
    """The opinions of applications, with their scores."""
    opinions = Opinion.objects.order_by("region", "id").select_related("region", "author")
    return Prefetch("opinions", opinions.prefetch_related("scores", "former"))


def row(application: Application, reader: Reader, grid: list[Line], waits: bool) -> Listed:
    """One row."""
    opinions = list(application.opinions.all())
    aside = stands_aside(application, reader.person)
    seen = readable(opinions, frozenset(application.regions), reader, aside=aside)
    spoken = {one.region_id for one in opinions if one.state == OpinionState.GIVEN}
    return Listed(
        application=application,
        waits_for_me=waits,
        aside=aside,
        spoken=len(spoken & set(application.regions)),
        scores=together(total_of(one, grid) for one in seen),
    )


def grid_of(call: Call) -> list[Line]:
    """The grid of a call, in its order."""
    return [
        Line(one.pk, one.weight, one.highest)
        for one in whole(call.criteria.order_by("position", "id"), 100)
    ]


def total_of(opinion: Opinion, grid: list[Line]) -> float | None:
    """The weighted total of an opinion."""
    return weighted(grid, scores_of(opinion))


def scores_of(opinion: Opinion) -> Mapping[int, int]:
    """The scores of an opinion, by the key of their criterion."""
    return {score.criterion_id: score.value for score in opinion.scores.all()}


def counts(call: Call, reader: Reader) -> dict[str, int]:
    """How many applications one may read, by state."""
    found = within(reader).filter(call=call).order_by("state").values_list("state")
    return dict(found.annotate(count=Count("pk")))


def regions_of(call: Call, reader: Reader) -> set[str]:
    """Codes of regions that the applications one may read touch."""
    rows = within(reader).filter(call=call).filter(~Q(regions=[])).order_by("pk")
    return {
        code for codes in whole(rows.values_list("regions", flat=True), MOST_READ) for code in codes
    }
