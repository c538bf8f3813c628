"""The pages of the programme: the sentence first, sources, nothing said that is not known."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import ValidationError

from programme.models import Event, News
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
    assert "connue dans 1 région sur 3, d'après des pages publiques." in lead_of(response)
    assert 'href="/regions/84/"' in response.content.decode()


def test_the_feed_holds_every_event_each_with_its_own_address(client):
    feed = ET.fromstring(client.get("/agenda/atom.xml").content)  # noqa: S314 - our own answer
    entries: list[Any] = list(feed.iter(f"{ATOM}entry"))
    assert [e.findtext(f"{ATOM}title") for e in entries] == [
        "Mouvement", "Journée ; nationale", "La charte",
    ]  # fmt: skip
    assert len({e.findtext(f"{ATOM}id") for e in entries}) == 3
    assert entries[0].find(f"{ATOM}published") is None
    summary = entries[1].findtext(f"{ATOM}summary")
    assert summary == "17 mai 2023, Bercy. Annonce. Enregistrement : https://example.org/replay"
    assert [e.find(f"{ATOM}category").get("term") for e in entries] == [
        "événement", "événement", "actualité",
    ]  # fmt: skip


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
    News.objects.all().delete()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["service", "event", "news", "partner"])
def test_the_administration_opens(admin_client, name):
    assert admin_client.get(f"/gestion/programme/{name}/").status_code == 200
    assert admin_client.get(f"/gestion/programme/{name}/add/").status_code == 200


def test_hours_and_last_days_are_said_and_in_the_calendar(client):
    Event.objects.create(
        slug="rencontre", title="Rencontre", date="2089-01-02", until="2089-01-03",
        starts="09:30", ends="17:00", sources=["https://example.org/"],
    )  # fmt: skip
    assert "2 janvier 2089 au 3 janvier 2089, de 9 h 30 à 17 h (heure de Paris)" in text_of(
        client.get("/agenda/")
    )
    _head, events = read(client.get("/agenda/calendrier.ics").content)
    assert events[-1]["DTSTART"] == "20890102T083000Z"
    assert events[-1]["DTEND"] == "20890103T160000Z"


def test_days_without_hours_stay_whole_in_the_calendar(client):
    Event.objects.create(
        slug="deux-jours", title="Deux jours", date="2089-01-02", until="2089-01-03",
        starts="09:30", sources=["https://example.org/"],
    )  # fmt: skip
    _head, events = read(client.get("/agenda/calendrier.ics").content)
    assert events[-1]["DTSTART;VALUE=DATE"] == "20890102"
    assert events[-1]["DTEND;VALUE=DATE"] == "20890104"


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"date": "2089-01", "starts": "09:30"}, "starts"),
        ({"date": "2089-01-02", "starts": "9h30"}, "starts"),
        ({"date": "2089-01-02", "starts": "09:30", "ends": "09:00"}, "ends"),
        ({"date": "2089-01-02", "until": "2089-01-01"}, "until"),
        ({"date": "2089-01-02", "until": "2089-02"}, "until"),
        ({"date": "2089-01-02", "ends": "09:00"}, "__all__"),
        ({"date": "hier", "starts": "09:30"}, "date"),
    ],
)
def test_hours_that_make_no_sense_are_refused(fields, key):
    event = Event(slug="e", title="E", sources=["https://example.org/"], **fields)
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert key in refused.value.message_dict


def test_an_event_without_recording_says_so(client):
    content = client.get("/agenda/").content.decode()
    assert content.count("Aucun enregistrement connu.") == 1


def test_news_stand_on_the_agenda_at_their_own_address(client):
    assert 'id="actualite-charte"' in client.get("/agenda/").content.decode()
    assert News.objects.get().get_absolute_url() == "/agenda/#actualite-charte"
