"""What search engines read: sitemap, robots, titles."""

import re
from xml.etree import ElementTree as ET

import pytest

from web import seo

pytestmark = pytest.mark.usefixtures("poles")
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.PUBLIC_URL = "https://atlas.example.org"


def locations(client, address):
    response = client.get(address)
    assert response.status_code == 200
    tree = ET.fromstring(response.content)  # noqa: S314 - our own answer
    return [element.text for element in tree.iter(f"{SPACE}loc")]


def path(address):
    return address.removeprefix("https://atlas.example.org")


def test_the_sitemap_holds_every_page_that_exists_and_no_other(client):
    parts = locations(client, "/sitemap.xml")
    addresses = [address for part in parts for address in locations(client, path(part))]
    assert len(addresses) == len(set(addresses))
    assert all(address.startswith("https://atlas.example.org/") for address in addresses)
    assert "https://atlas.example.org/poles/declare/" in addresses
    assert "https://atlas.example.org/communes/01999/" not in addresses
    for address in addresses:
        assert client.get(path(address)).status_code == 200, address


def test_an_unpublished_pole_is_not_in_the_sitemap(client):
    assert "secret" not in client.get("/sitemap-poles.xml").content.decode()


def test_poles_say_when_they_last_changed(client):
    assert re.search(r"<lastmod>\d{4}-\d\d-\d\d", client.get("/sitemap-poles.xml").content.decode())


def test_a_long_section_comes_in_pages(client, monkeypatch):
    monkeypatch.setattr(seo.Section, "limit", 10)
    parts = locations(client, "/sitemap.xml")
    assert "https://atlas.example.org/sitemap-communes.xml?p=2" in parts
    first = locations(client, "/sitemap-communes.xml")
    second = locations(client, "/sitemap-communes.xml?p=2")
    assert len(first) == 10
    assert len(first + second) == len(set(first + second)) == 17


@pytest.mark.parametrize("address", ["/sitemap-rien.xml", "/sitemap-poles.xml?p=99"])
def test_an_unknown_part_of_the_sitemap_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_the_sitemap_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get("/sitemap.xml")
    with django_assert_max_num_queries(2):
        client.get("/sitemap-communes.xml")


def test_robots_leads_to_the_sitemap(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: https://atlas.example.org/sitemap.xml" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/annuaire/",
        "/donnees/",
        "/poles/declare/",
        "/communes/01001/",
        "/epci/200000001/",
        "/departements/38/",
        "/regions/84/",
        "/zones-emploi/0102/",
        "/bassins-de-vie/01001/",
        "/programme/",
        "/appels/",
        "/services/",
        "/agenda/",
        "/partenaires/",
    ],
)
def test_every_page_has_a_short_title_a_summary_and_one_heading(client, address):
    content = client.get(address).content.decode()
    (title,) = re.findall(r"<title>(.*?)</title>", content)
    (summary,) = re.findall(r'<meta name="description" content="(.*?)">', content)
    assert 10 < len(title) <= 65
    assert 20 < len(summary) <= 200
    assert content.count("<h1") == 1
    assert f'<meta property="og:url" content="https://atlas.example.org{address}">' in content
    assert '<ol class="fil">' in content
