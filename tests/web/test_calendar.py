"""A calendar is read back as it was written, whatever its texts hold."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.calendars import read
from web.calendar import Entry, calendar

CHANGED = datetime(2026, 11, 24, 23, 5, 9, tzinfo=UTC)


def entry(**changes):
    values: dict[str, Any] = {
        "uid": "a@example.org", "day": date(2024, 12, 31), "title": "Titre",
        "address": "https://example.org/", "changed": CHANGED,
    }  # fmt: skip
    return Entry(**values | changes)


def test_a_whole_day_ends_on_the_day_after():
    head, (event,) = read(calendar("Agenda", [entry()]))
    assert (head["VERSION"], head["X-WR-CALNAME"]) == ("2.0", "Agenda")
    assert event["DTSTART;VALUE=DATE"] == "20241231"
    assert event["DTEND;VALUE=DATE"] == "20250101"
    assert event["DTSTAMP"] == "20261124T230509Z"
    assert {"UID", "SUMMARY", "URL"} <= event.keys()
    assert "LOCATION" not in event


def test_marks_of_the_format_and_ends_of_lines_are_escaped():
    text = "Pantin ; Bercy, l'un\\l'autre\r\nEND:VEVENT"
    _, (event,) = read(calendar("x", [entry(title=text, text=text, place=text)]))
    said = text.replace("\r\n", "\n")
    assert (event["SUMMARY"], event["DESCRIPTION"], event["LOCATION"]) == (said,) * 3


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), max_size=300))
def test_any_text_is_folded_between_characters_and_read_back(text):
    _, (event,) = read(calendar("x", [entry(title=text)]))
    assert event["SUMMARY"] == text
