"""The feed and the calendar of calls are read back by a reader of their format."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.calendars import read

pytestmark = pytest.mark.usefixtures("calls")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.PUBLIC_URL = "https://atlas.example.org"


def test_the_feed_has_an_entry_for_each_call_under_the_public_address(client):
    response = client.get("/appels/atom.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)  # noqa: S314 - our own answer
    entries: dict[Any, Any] = {e.findtext(f"{ATOM}title"): e for e in feed.iter(f"{ATOM}entry")}
    assert list(entries) == ["AMI PTCE 2024", "AMI PTCE 2023"]
    one = entries["AMI PTCE 2023"]
    assert one.find(f"{ATOM}link").get("href") == "https://atlas.example.org/appels/ami-2023/"
    assert one.findtext(f"{ATOM}published").startswith("2023-06-01T00:00:00+02:00")
    assert "4 lauréats annoncés" in one.findtext(f"{ATOM}summary")
    assert entries["AMI PTCE 2024"].find(f"{ATOM}published") is None
    assert all(e.findtext(f"{ATOM}updated") for e in entries.values())
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "https://atlas.example.org/appels/atom.xml"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Atlas des PTCE"


def test_the_calendar_holds_the_days_that_are_known_and_no_other(client):
    response = client.get("/appels/calendrier.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    head, events = read(response.content)
    assert head["X-WR-CALNAME"] == "Appels aux PTCE"
    assert [(e["SUMMARY"], e["DTSTART;VALUE=DATE"]) for e in events] == [
        ("AMI PTCE 2023 : lancement", "20230601")
    ]
    assert events[0]["URL"] == "https://atlas.example.org/appels/ami-2023/"
    assert events[0]["UID"] == "appel-ami-2023-opened@atlas.example.org"


@pytest.mark.parametrize("address", ["/appels/atom.xml", "/appels/calendrier.ics"])
def test_a_feed_may_be_kept_for_an_hour(client, address):
    assert "max-age=3600" in client.get(address)["Cache-Control"]
