"""The events as an Atom feed and as a calendar."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.views.feeds import DescribedFeed, calendar_response, published, uid
from directory.views.page import absolute
from geo.publishing.calendar import Entry
from programme.models import Event
from programme.views.pages import MOST


class EventFeed(DescribedFeed):
    """Every event, latest first."""

    page = "agenda"
    address = "agenda-atom"
    title = gettext_lazy("Agenda national des PTCE")
    subtitle = gettext_lazy("Journées nationales, rencontres et moments fondateurs.")

    def items(self) -> list[Event]:
        """Events."""
        return list(Event.objects.all()[:MOST])

    def item_title(self, item: Event) -> str:
        """The title."""
        return item.title

    def item_description(self, item: Event) -> str:
        """When, where and what."""
        place = f", {item.place}" if item.place else ""
        return f"{str(item.when).capitalize()}{place}. {item.text}".strip()

    def item_pubdate(self, item: Event) -> datetime | None:
        """Its day, if it is known."""
        return published(item.when)


@require_safe
def calendrier(request: HttpRequest) -> HttpResponse:
    """Write the events whose day is known."""
    entries = [
        Entry(
            uid=uid("evenement", event.slug),
            day=event.when.first,
            title=event.title,
            address=absolute(event.get_absolute_url()),
            changed=event.updated_at,
            place=event.place,
            text=event.text,
        )
        for event in Event.objects.order_by("date", "slug")[:MOST]
        if event.when.exact
    ]
    return calendar_response(request, _("Agenda des PTCE"), "agenda-ptce.ics", entries)
