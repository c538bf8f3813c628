"""The administration: the national cell keeps all of it, a regional one its region's partners."""

import pytest

from programme.models import Event, News, Partner, Service
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
    assert cell.get(f"/gestion/programme/partner/{national.pk}/change/").status_code == 404


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


@pytest.mark.parametrize("model", [Event, News])
def test_what_names_no_region_is_not_there_for_a_regional_cell(cell, model):
    name = model._meta.model_name
    one = model.objects.order_by("pk").first()
    assert one is not None
    for rest in ("", "add/", f"{one.pk}/change/", f"{one.pk}/delete/", f"{one.pk}/history/"):
        for method in (cell.get, cell.post):
            assert method(f"/gestion/programme/{name}/{rest}").status_code == 404, rest


def service(**changes):
    return {
        "slug": "appui-local", "name": "Appui local", "audience": "Tous.", "what": "Appuyer.",
        "sources": "https://example.org/", "regions": ["84"], "operator": "", "operator_email": "",
        "how": "", "how_url": "", "since": "",
    } | changes  # fmt: skip


def test_a_regional_cell_publishes_services_of_its_region_alone(cell):
    address = "/gestion/programme/service/add/"
    for elsewhere in (["11"], ["11", "84"], []):
        assert cell.post(address, service(regions=elsewhere)).status_code == 200
    assert not Service.objects.filter(slug="appui-local").exists()
    assert cell.post(address, service()).status_code == 302
    assert Service.objects.get(slug="appui-local").regions == ["84"]
    national = Service.objects.exclude(slug="appui-local").order_by("pk").first()
    assert national is not None
    assert cell.get(f"/gestion/programme/service/{national.pk}/change/").status_code == 404


@pytest.mark.parametrize(("regions", "status"), [(["84"], 302), (["11", "84"], 404)])
def test_a_regional_cell_deletes_what_is_of_its_region_and_no_other(cell, regions, status):
    partner = Partner.objects.get(slug="cellule")
    Partner.objects.filter(pk=partner.pk).update(regions=regions)
    address = f"/gestion/programme/partner/{partner.pk}/delete/"
    assert cell.post(address, {"post": "yes"}).status_code == status
    assert Partner.objects.filter(pk=partner.pk).exists() is (status == 404)
    listed = {"action": "delete_selected", "_selected_action": [str(partner.pk)], "post": "yes"}
    cell.post("/gestion/programme/partner/", listed)
    assert Partner.objects.filter(pk=partner.pk).exists() is (status == 404)


def test_a_list_acts_on_nothing_that_another_region_keeps(cell):
    national = Partner.objects.get(slug="tresor")
    listed = {"action": "delete_selected", "_selected_action": [str(national.pk)], "post": "yes"}
    assert cell.post("/gestion/programme/partner/", listed).status_code == 404
    assert Partner.objects.filter(pk=national.pk).exists()


def test_the_national_cell_keeps_every_record(client):
    client.force_login(make_person("n@b.example", "national-cell"))
    for name in ("service", "event", "news", "partner"):
        assert client.get(f"/gestion/programme/{name}/").status_code == 200
        assert client.get(f"/gestion/programme/{name}/add/").status_code == 200
    assert client.post("/gestion/programme/partner/add/", form(regions=[])).status_code == 302
