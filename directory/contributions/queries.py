"""What waits to be answered, and what was, within a reach."""

from django.db.models import Q

from directory.models import ErrorReport, MissingPole, Proposal
from geo.reach import Reach
from publishing.ceilings import Part, first_of

MOST_OPEN = 200
MOST_CLOSED = 20


def open_reports(reach: Reach) -> Part[ErrorReport]:
    """The reports that wait, oldest first."""
    return first_of(
        ErrorReport.objects.within_reach(reach)
        .open()
        .select_related("pole")
        .order_by("created_at", "id"),
        MOST_OPEN,
    )


def open_proposals(reach: Reach) -> Part[Proposal]:
    """The proposals that wait, oldest first."""
    return first_of(
        Proposal.objects.within_reach(reach)
        .open()
        .select_related("pole")
        .defer("before", "written")
        .order_by("created_at", "id"),
        MOST_OPEN,
    )


def open_missing(reach: Reach) -> Part[MissingPole]:
    """The poles that visitors propose and that wait, oldest first."""
    return first_of(
        MissingPole.objects.within_reach(reach)
        .open()
        .select_related("seat", "department")
        .order_by("created_at", "id"),
        MOST_OPEN,
    )


def waiting_in(reach: Reach) -> int:
    """How many wait."""
    return (
        ErrorReport.objects.within_reach(reach).open().count()
        + Proposal.objects.within_reach(reach).open().count()
        + MissingPole.objects.within_reach(reach).open().count()
    )


def closed_in(reach: Reach) -> tuple[list[ErrorReport], list[Proposal]]:
    """The latest answered."""
    return (
        list(
            ErrorReport.objects.within_reach(reach)
            .exclude(state="open")
            .select_related("pole")
            .order_by("-closed_at", "-id")[:MOST_CLOSED]
        ),
        list(
            Proposal.objects.within_reach(reach)
            .exclude(state="open")
            .select_related("pole")
            .defer("before", "written")
            .order_by("-closed_at", "-id")[:MOST_CLOSED]
        ),
    )


def closed_missing(reach: Reach) -> list[MissingPole]:
    """The latest poles that visitors proposed and that were answered."""
    return list(
        MissingPole.objects.within_reach(reach)
        .exclude(state="open")
        .order_by("-closed_at", "-id")[:MOST_CLOSED]
    )


def proposals_of(person_id: int) -> Part[Proposal]:
    """The proposals of a person, newest first."""
    return first_of(
        Proposal.objects.filter(author_id=person_id)
        .select_related("pole")
        .defer("before", "written")
        .order_by("-created_at", "-id"),
        MOST_OPEN,
    )


def seen_by(person_id: int, reach: Reach) -> Q:
    """The proposals that a person may read: their own, and those of their reach."""
    return Q(author_id=person_id) | Q(pk__in=Proposal.objects.within_reach(reach).values("pk"))
