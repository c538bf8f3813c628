"""The administration: the national cell keeps all of it, a regional one its region's partners."""

import pytest

from programme.models import Partner
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("programme")


@pytest.fixture
def cell(client):
    client.force_login(make_person("r@b.example", "regional-cell", region_id="84"))
    return client


def form(**changes):
    return {
        "slug": "reseau-local", "name": "Réseau local", "kind": "reseau", "role": "Anime.",
        "regions": ["84"], "sources": "https://example.org/", "website": "", "email": "",
        "phone": "", "rank": "20",
    } | changes  # fmt: skip


def test_a_regional_cell_sees_the_partners_of_its_region_alone(cell):
    content = cell.get("/gestion/programme/partner/").content.decode()
    assert "Cellule" in content
    assert "Trésor" not in content
    national = Partner.objects.get(slug="tresor")
    assert cell.get(f"/gestion/programme/partner/{national.pk}/change/").status_code in (302, 404)


def test_a_regional_cell_adds_partners_of_its_region_alone(cell):
    address = "/gestion/programme/partner/add/"
    assert cell.post(address, form(regions=["11"])).status_code == 200
    assert cell.post(address, form(regions=[])).status_code == 200
    assert not Partner.objects.filter(slug="reseau-local").exists()
    assert cell.post(address, form()).status_code == 302
    assert Partner.objects.get(slug="reseau-local").regions == ["84"]


def test_what_straddles_two_regions_keeps_the_other(cell):
    partner = Partner.objects.get(slug="cellule")
    Partner.objects.filter(pk=partner.pk).update(regions=["11", "84"])
    address = f"/gestion/programme/partner/{partner.pk}/change/"
    assert cell.post(address, form(slug="cellule")).status_code == 302
    assert Partner.objects.get(pk=partner.pk).regions == ["11", "84"]


@pytest.mark.parametrize("name", ["service", "event", "news"])
def test_a_regional_cell_touches_nothing_national(cell, name):
    response = cell.get(f"/gestion/programme/{name}/")
    assert response.status_code != 200 or "0 " in response.content.decode()


def test_the_national_cell_keeps_every_record(client):
    client.force_login(make_person("n@b.example", "national-cell"))
    for name in ("service", "event", "news", "partner"):
        assert client.get(f"/gestion/programme/{name}/").status_code == 200
        assert client.get(f"/gestion/programme/{name}/add/").status_code == 200
    assert client.post("/gestion/programme/partner/add/", form(regions=[])).status_code == 302
