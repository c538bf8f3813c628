"""The pages of the programme: the sentence first, sources, nothing said that is not known."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from programme.models import Event
from tests.calendars import read
from tests.directory.pages.conftest import lead_of, text_of

pytestmark = pytest.mark.usefixtures("programme")
PAGES = ("/programme/", "/services/", "/agenda/", "/partenaires/", "/appels/")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.PUBLIC_URL = "https://atlas.example.org"


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_under_the_programme_in_the_menu_and_in_the_sitemap(client, address):
    content = client.get(address).content.decode()
    mark = "page" if address == "/programme/" else "true"
    assert f'<a href="/programme/" aria-current="{mark}">' in content
    assert (
        f"https://atlas.example.org{address}" in client.get("/sitemap-pages.xml").content.decode()
    )


def test_the_hub_gives_the_axes_and_leads_to_every_page(client):
    response = client.get("/programme/")
    assert lead_of(response).startswith("Depuis le 12 mai 2021")
    content = response.content.decode()
    for address in ("/appels/", "/services/", "/agenda/", "/partenaires/"):
        assert f'href="{address}"' in content


def test_a_service_without_known_operator_says_so(client):
    text = text_of(client.get("/services/"))
    assert "Échange" in text
    assert "non vérifié" in text
    assert "février 2022" in text


def test_the_agenda_says_that_nothing_comes_and_what_came_last(client):
    response = client.get("/agenda/")
    assert lead_of(response) == (
        "Aucun événement à venir dans ces données. Le dernier connu : Mouvement, en mai 2025."
    )
    content = response.content.decode()
    assert 'href="https://example.org/replay"' in content
    assert content.count("Revoir l'enregistrement") + content.count("Revoir l&#x27;enreg") == 1


def test_the_agenda_begins_with_what_comes_next(client):
    for slug, date in (("loin", "2090"), ("proche", "2089-01-02")):
        Event.objects.create(slug=slug, title=slug, date=date, sources=["https://example.org/"])
    assert lead_of(client.get("/agenda/")) == "Prochain événement : proche, le 2 janvier 2089."


def test_partners_are_parted_by_scale_and_lead_to_their_region(client):
    response = client.get("/partenaires/")
    assert "établie par une page publique dans 1 région sur 3." in lead_of(response)
    assert 'href="/regions/84/"' in response.content.decode()


def test_the_feed_holds_every_event_each_with_its_own_address(client):
    feed = ET.fromstring(client.get("/agenda/atom.xml").content)  # noqa: S314 - our own answer
    entries: list[Any] = list(feed.iter(f"{ATOM}entry"))
    assert [e.findtext(f"{ATOM}title") for e in entries] == ["Mouvement", "Journée ; nationale"]
    assert len({e.findtext(f"{ATOM}id") for e in entries}) == 2
    assert entries[0].find(f"{ATOM}published") is None
    assert "17 mai 2023, Bercy. Annonce." in entries[1].findtext(f"{ATOM}summary")


def test_the_calendar_holds_the_events_whose_day_is_known(client):
    head, events = read(client.get("/agenda/calendrier.ics").content)
    assert head["X-WR-CALNAME"] == "Agenda des PTCE"
    (event,) = events
    assert (event["SUMMARY"], event["LOCATION"]) == ("Journée ; nationale", "Bercy")
    assert event["DTSTART;VALUE=DATE"] == "20230517"
    assert event["URL"] == "https://atlas.example.org/agenda/#journee"


@pytest.mark.parametrize("address", PAGES)
def test_pages_without_records_still_answer(client, address):
    Event.objects.all().delete()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["service", "event", "partner"])
def test_the_administration_opens(admin_client, name):
    assert admin_client.get(f"/gestion/programme/{name}/").status_code == 200
    assert admin_client.get(f"/gestion/programme/{name}/add/").status_code == 200
