"""The events and the news as an Atom feed; the events as a calendar."""

from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from programme.models import Event, News
from programme.pages.agenda import dates
from programme.pages.steps import MOST
from publishing.ceilings import whole
from web.calendar import Entry
from web.feeds import DescribedFeed, calendar_response, published, uid
from web.page import absolute

Item = Event | News


class EventFeed(DescribedFeed):
    """Every event and every piece of news, latest first."""

    page = "agenda"
    address = "agenda-atom"
    title = "Agenda national des PTCE"
    subtitle = "Journées nationales, rencontres, moments fondateurs et actualités."

    def items(self) -> list[Item]:
        """Events and news."""
        every: list[Item] = [*whole(Event.objects.all(), MOST), *whole(News.objects.all(), MOST)]
        return sorted(every, key=lambda item: (item.date, item.slug), reverse=True)[:MOST]

    def item_title(self, item: Item) -> str:
        """The title."""
        return item.title

    def item_categories(self, item: Item) -> list[str]:
        """What it is."""
        return [str(item._meta.verbose_name)]

    def item_description(self, item: Item) -> str:
        """When, where and what; where it can be seen again."""
        if isinstance(item, News):
            return f"{str(item.when).capitalize()}. {item.text}"
        place = f", {item.place}" if item.place else ""
        said = f"{dates(item).capitalize()}{place}. {item.text}".strip()
        return f"{said} Enregistrement : {item.replay}" if item.replay else said

    def item_pubdate(self, item: Item) -> datetime | None:
        """Its day, if it is known."""
        return published(item.when)


@require_safe
def calendrier(request: HttpRequest) -> HttpResponse:
    """Write the events whose day is known."""
    entries = [
        entry_of(event)
        for event in whole(Event.objects.order_by("date", "slug"), MOST)
        if event.when.exact
    ]
    return calendar_response(request, "Agenda des PTCE", "agenda-ptce.ics", entries)


def entry_of(event: Event) -> Entry:
    """An event in a calendar: with its hours where they are known, else whole days."""
    replay = f"Enregistrement : {event.replay}" if event.replay else ""
    return Entry(
        uid=uid("evenement", event.slug),
        day=event.when.first,
        last=event.last.first,
        begins=moment(event.when.first, event.starts),
        ends=moment(event.last.first, event.ends),
        title=event.title,
        address=absolute(event.get_absolute_url()),
        changed=event.updated_at,
        place=event.place,
        text="\n".join(filter(None, [event.text, replay])),
    )


def moment(day: date, hour: str) -> datetime | None:
    """An hour of a day in Paris."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(hour))) if hour else None
