"""The calls as an Atom feed, and their dates as a calendar."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from calls.call import queries, words
from calls.call.queries import CallRow
from calls.models import Call
from publishing.ceilings import whole
from web.calendar import Entry
from web.feeds import DescribedFeed, calendar_response, published, uid
from web.page import absolute


class CallFeed(DescribedFeed):
    """Every call, latest first."""

    page = "appels"
    address = "appels-atom"
    title = "Les appels de l'État aux PTCE"
    subtitle = "Éditions, lauréats annoncés et lauréats présents dans l'atlas."

    def items(self) -> list[CallRow]:
        """Calls with their counts."""
        return [row for row in queries.rows() if not row.call.demonstration]

    def item_title(self, item: CallRow) -> str:
        """The title."""
        return item.call.title

    def item_description(self, item: CallRow) -> str:
        """What came of it."""
        return words.answer(item)

    def item_link(self, item: CallRow) -> str:
        """Its page."""
        return absolute(item.call.get_absolute_url())

    def item_updateddate(self, item: CallRow) -> datetime:  # type: ignore[override]
        """When the record last changed."""
        return item.call.updated_at

    def item_pubdate(self, item: CallRow) -> datetime | None:
        """When it was launched, if the day is known."""
        return item.call.opens_at or published(item.call.dates.get("opened"))


@require_safe
def calendrier(request: HttpRequest) -> HttpResponse:
    """Write the dates of calls that are known to the day, and the hours of those run from here."""
    calls = whole(
        queries.announced_publicly().order_by("year", "phase", "slug"), queries.MOST_CALLS
    )
    entries = [entry for call in calls for entry in entries_of(call)]
    return calendar_response(request, "Appels aux PTCE", "appels-ptce.ics", entries)


def entries_of(call: Call) -> list[Entry]:
    """The days of a call, then its hours."""
    days = [(name, what, when.first, None) for name, what, when in words.milestones(call)
            if when.exact]  # fmt: skip
    hours = [
        (name, what, localdate(at), at)
        for name, what, at in (
            ("opens_at", "ouverture", call.opens_at),
            ("closes_at", "clôture", call.closes_at),
        )
        if at is not None
    ]
    return [
        Entry(
            uid=uid("appel", call.slug, name),
            day=day,
            begins=at,
            title=f"{call.title} : {what}",
            address=absolute(call.get_absolute_url()),
            changed=call.updated_at,
        )
        for name, what, day, at in [*days, *hours]
    ]
