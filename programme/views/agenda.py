"""The agenda: events to come and past, and news."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programme.models import Event, News
from programme.views.page import MOST, page_of
from publishing.ceilings import whole


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Render the events, those to come first, then the past, latest first; then the news."""
    today = timezone.localdate()
    found = whole(Event.objects.all(), MOST)
    coming = [event for event in reversed(found) if event.last.last >= today]
    past = [event for event in found if event.last.last < today]
    answer = sentence(coming, past)
    context: dict[str, Any] = {
        "page": page_of(_("Agenda"), _("Agenda national des PTCE"), answer, "agenda"),
        "answer": answer,
        "groups": [(_("À venir"), told(coming)), (_("Passés"), told(past))],
        "past": past,
        "today": today,
        "news": whole(News.objects.all(), MOST),
    }
    return render(request, "programme/agenda.html", context)


def told(events: list[Event]) -> list[tuple[Event, str]]:
    """Events, each with its dates and hours in words."""
    return [(event, dates(event)) for event in events]


def dates(event: Event) -> str:
    """The days and the hours of an event, in words."""
    said = str(event.when)
    if event.last != event.when:
        said = _("du %(first)s au %(last)s") % {"first": said, "last": event.last}
    if event.starts and event.ends:
        said += _(", de %(starts)s à %(ends)s (heure de Paris)") % {
            "starts": hour(event.starts),
            "ends": hour(event.ends),
        }
    elif event.starts:
        said += _(", à %(starts)s (heure de Paris)") % {"starts": hour(event.starts)}
    return said


def hour(text: str) -> str:
    """An hour as French says it.

    >>> hour("09:30"), hour("14:00")
    ('9 h 30', '14 h')
    """
    hours, minutes = text.split(":")
    return f"{int(hours)} h" if minutes == "00" else f"{int(hours)} h {minutes}"


def sentence(coming: list[Event], past: list[Event]) -> str:
    """What comes next, or that nothing is known; the latest past event."""
    if coming:
        first = coming[0]
        return _("Prochain événement : %(title)s, %(date)s.") % {
            "title": first.title,
            "date": first.when.said(),
        }
    said = _("Aucun événement à venir dans ces données.")
    if past:
        said += " " + _("Le dernier connu : %(title)s, %(date)s.") % {
            "title": past[0].title,
            "date": past[0].when.said(),
        }
    return said
