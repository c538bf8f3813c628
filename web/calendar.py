"""Dated events as an iCalendar file (RFC 5545): days or hours, escaped text, folded lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75  # bytes, without its end
ESCAPES = {ord("\\"): "\\\\", ord(";"): "\\;", ord(","): "\\,", ord("\n"): "\\n"}


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
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Atlas des PTCE//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for entry in entries:
        lines += event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def event(entry: Entry) -> list[str]:
    """The lines of one event."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{moment(entry.changed)}",
        *span(entry),
        f"SUMMARY:{escaped(entry.title)}",
        f"URL:{entry.address}",
        "TRANSP:TRANSPARENT",
    ]
    if entry.place:
        lines.append(f"LOCATION:{escaped(entry.place)}")
    if entry.text:
        lines.append(f"DESCRIPTION:{escaped(entry.text)}")
    return [*lines, "END:VEVENT"]


def span(entry: Entry) -> list[str]:
    """From when to when: an end that is not known is left out; a whole day ends the day after."""
    last = entry.last or entry.day
    if entry.begins and (entry.ends or last == entry.day):
        end = [f"DTEND:{moment(entry.ends)}"] if entry.ends else []
        return [f"DTSTART:{moment(entry.begins)}", *end]
    after = last + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def moment(when: datetime) -> str:
    """An hour, in universal time."""
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    r"""A value of type TEXT, without control characters.

    >>> escaped("Pantin, le 17 ; lauréats\nconnus")
    'Pantin\\, le 17 \\; lauréats\\nconnus'
    """
    plain = "".join(
        c for c in text.replace("\r\n", "\n") if c.isprintable() or c in "\n\u202f\u00a0"
    )
    return plain.translate(ESCAPES)


def folded(line: str) -> bytes:
    """A line cut every 75 bytes at most, between characters; what follows begins with a space."""
    parts: list[bytes] = []
    part = b""
    for character in line:
        encoded = character.encode()
        if len(part) + len(encoded) > LONGEST_LINE:
            parts.append(part)
            part = b" "
        part += encoded
    return b"\r\n".join([*parts, part]) + b"\r\n"
