"""The agenda: events to come and past, and news."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from programme.models import Event, News
from programme.pages.steps import MOST, programme_step
from publishing.ceilings import whole
from web.page import Page


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Render the events, those to come first, then the past, latest first; then the news."""
    today = timezone.localdate()
    found = whole(Event.objects.all(), MOST)
    coming = [event for event in reversed(found) if event.last.last >= today]
    past = [event for event in found if event.last.last < today]
    answer = sentence(coming, past)
    context: dict[str, Any] = {
        "page": Page.under(
            programme_step(),
            name="Agenda",
            title="Agenda national des PTCE",
            summary=answer,
            path=reverse("agenda"),
        ),
        "answer": answer,
        "groups": [("À venir", told(coming)), ("Passés", told(past))],
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
        said = f"du {said} au {event.last}"
    if event.starts and event.ends:
        said += f", de {hour(event.starts)} à {hour(event.ends)} (heure de Paris)"
    elif event.starts:
        said += f", à {hour(event.starts)} (heure de Paris)"
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
        return f"Prochain événement : {first.title}, {first.when.said()}."
    said = "Aucun événement à venir dans ces données."
    if past:
        said += " " + f"Le dernier connu : {past[0].title}, {past[0].when.said()}."
    return said
