"""Dated events as an iCalendar file (RFC 5545), which calendars subscribe to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
SPACES = "\n\u202f\u00a0"  # kept, though Python holds them for no printable characters


@dataclass(frozen=True)
class Entry:
    """A day of the calendar, or the days up to `last`; from `begins` on, where hours are known."""

    uid: str
    day: date
    title: str
    address: str
    changed: datetime
    place: str = ""
    text: str = ""
    last: date | None = None
    begins: datetime | None = None
    ends: datetime | None = None


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """The file: entries in the order given."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", f"-//{settings.SITE_NAME}//FR")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", plain(name))
    for entry in entries:
        made.add_component(event(entry))
    content: bytes = made.to_ical(sorted=False)
    return content


def event(entry: Entry) -> Event:
    """One event. An end that is not known is left out; a whole day ends the day after."""
    made = Event()
    made.add("uid", plain(entry.uid))
    made.add("dtstamp", entry.changed.astimezone(UTC))
    last = entry.last or entry.day
    if entry.begins and (entry.ends or last == entry.day):
        made.add("dtstart", entry.begins.astimezone(UTC))
        if entry.ends:
            made.add("dtend", entry.ends.astimezone(UTC))
    else:
        made.add("dtstart", entry.day)
        made.add("dtend", last + timedelta(days=1))
    made.add("summary", plain(entry.title))
    made.add("url", entry.address)
    made.add("transp", "TRANSPARENT")
    if entry.place:
        made.add("location", plain(entry.place))
    if entry.text:
        made.add("description", plain(entry.text))
    return made


def plain(text: str) -> str:
    """A text without control characters, which no calendar reads."""
    return "".join(c for c in text.replace("\r\n", "\n") if c.isprintable() or c in SPACES)
