"""Services: filtered by the address, each with its page, where it holds and for whom."""

import pytest

from programme.models import Service
from tests.directory.pages.conftest import lead_of, text_of

pytestmark = pytest.mark.usefixtures("service", "orphan")


def shown(response):
    content = response.content.decode()
    return {slug for slug in ("conseil", "sans-operateur") if f'id="{slug}"' in content}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"conseil", "sans-operateur"}),
        ("pour=existants", {"conseil"}),
        ("pour=phase-1", set()),
        ("region=84", {"conseil", "sans-operateur"}),
        ("region=11", {"conseil"}),
        ("pour=emergents&region=11", set()),
        ("pour=&region=", {"conseil", "sans-operateur"}),
        ("utm_source=lettre", {"conseil", "sans-operateur"}),
    ],
)
def test_services_are_kept_by_audience_and_region(client, query, expected):
    response = client.get(f"/services/?{query}")
    assert (response.status_code, shown(response)) == (200, expected)


@pytest.mark.parametrize("query", ["pour=rois", "region=99", "autre=1"])
def test_a_filter_that_is_not_known_is_refused(client, query):
    response = client.get(f"/services/?{query}")
    assert response.status_code == 400
    assert "n'est pas accepté" in text_of(response)


def test_the_sentence_says_what_is_kept(client):
    said = lead_of(client.get("/services/?pour=existants&region=11"))
    assert said.startswith("1 service ou ressource")
    assert "pôles existants, en Île-de-France" in said


def test_the_page_of_a_service_says_where_and_how(client):
    text = text_of(client.get("/services/sans-operateur/"))
    assert "Auvergne-Rhône-Alpes" in text
    assert "non vérifié" in text
    assert "la demande est suivie par la cellule nationale" in text
    Service.objects.update(how="Par écrit.", how_url="https://example.org/demande")
    content = client.get("/services/conseil/").content.decode()
    assert "Par écrit." in content
    assert 'href="https://example.org/demande"' in content
    assert "toute la France" in content


def test_services_are_in_the_sitemap(client):
    assert "/services/conseil/" in client.get("/sitemap-services.xml").content.decode()
