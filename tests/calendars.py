"""Reads an iCalendar file as a client does: lines unfolded, values unescaped."""

import re


def read(content: bytes) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The properties of the calendar, and those of each event; the form is asserted."""
    assert content.endswith(b"\r\n")
    raw = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in raw)
    for part in raw:
        part.decode()  # no character is cut in two
    lines = content.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    head: dict[str, str] = {}
    events: list[dict[str, str]] = []
    into = head
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            into = {}
        elif line == "END:VEVENT":
            events.append(into)
            into = head
        else:
            assert name not in into
            into[name] = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
    return head, events
