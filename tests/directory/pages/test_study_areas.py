"""Zones d'emploi and bassins de vie: their pages, their doors, how they are found."""

import json

import pytest

from geo.models import StudyArea, StudyAreaCommune
from tests.directory.pages.conftest import text_of
from tests.factories import STUDIED, make_study_area

pytestmark = pytest.mark.usefixtures("poles")


def answer(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.content
    return json.loads(response.getvalue())


def test_a_page_says_its_name_its_communes_and_its_departments(client):
    page = client.get("/zones-emploi/0102/")
    text = text_of(page)
    assert "Zone d'emploi d'Ussel" in text
    assert "<title>PTCE\u00a0: zone d&#x27;emploi d&#x27;Ussel – Atlas des PTCE</title>" in (
        page.content.decode()
    )
    for code in STUDIED["zone-emploi"]["0102"]:
        assert f'href="/communes/{code}/"' in page.content.decode()
    for code in ("01", "38"):
        assert f'href="/departements/{code}/"' in page.content.decode()


def test_the_page_of_a_commune_leads_to_its_areas_and_to_no_other(client):
    content = client.get("/communes/01004/").content.decode()
    assert 'href="/zones-emploi/0102/">Ussel</a>' in content
    assert 'href="/bassins-de-vie/38004/">Vaux</a>' in content
    outside = client.get("/communes/01006/").content.decode()
    assert "/zones-emploi/0102/" in outside
    assert "/bassins-de-vie/" not in outside


def test_an_area_that_does_not_hold_the_commune_whose_name_it_bears_says_so(client):
    make_study_area("bassin-vie", "75056", ["93001"])
    text = text_of(client.get("/bassins-de-vie/75056/"))
    assert "Paris, qui lui donne son nom, n'y est pas" in text
    assert "n'y est pas" not in text_of(client.get("/bassins-de-vie/38004/"))


def test_the_api_gives_areas_as_it_gives_epci(client):
    rows = answer(client, "/api/zones-emploi/")
    assert {row["code"] for row in rows} == set(STUDIED["zone-emploi"])
    by_department = answer(client, "/api/zones-emploi/?codeDepartement=93&fields=nom,nbCommunes")
    assert by_department == [{"nom": "Paris", "nbCommunes": 3}]
    assert answer(client, "/api/zones-emploi/?nom=ussel&fields=code") == [{"code": "0102"}]
    (one,) = answer(client, "/api/bassins-de-vie/?code=38004&format=geojson")["features"]
    assert (one["id"], one["geometry"]["type"]) == ("38004", "MultiPolygon")
    detail = answer(client, "/api/bassins-de-vie/38004/?fields=codeRegion,population")
    assert detail["codeRegion"] == "84"
    assert client.get("/api/bassins-de-vie/01006/").status_code == 404


def test_communes_are_asked_for_by_their_study_area(client):
    for parameter, level in (("codeZoneEmploi", "zone-emploi"), ("codeBassinVie", "bassin-vie")):
        for code, communes in STUDIED[level].items():
            rows = answer(client, f"/api/communes/?{parameter}={code}&fields=code")
            assert sorted(row["code"] for row in rows) == sorted(communes)
    refused = client.get("/api/communes/?codeBassinVie=01006")
    assert (refused.status_code, refused.json()["parametre"]) == (400, "codeBassinVie")


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("zone d'emploi d'Ussel", "zone-emploi", "0102"),
        ("Zone d’emploi Ussel", "zone-emploi", "0102"),
        ("zone d'emploi du Sud", "zone-emploi", "0401"),
        ("zone d'emploi 0101", "zone-emploi", "0101"),
        ("bassin de vie de Vaux", "bassin-vie", "38004"),
        ("bassin de vie saint-oeuf", "bassin-vie", "01001"),
        ("bassin de vie de Saint", "bassin-vie", "01001"),
    ],
)
def test_an_area_is_found_by_its_nature_and_its_name(client, text, kind, code):
    found = answer(client, f"/api/recherche/?q={text}")["resultats"]
    assert (found[0]["type"], found[0]["code"]) == (kind, code)
    assert client.get(found[0]["url"]).status_code == 200


def test_a_name_alone_is_that_of_the_commune(client):
    kinds = {one["type"] for one in answer(client, "/api/recherche/?q=saint-oeuf")["resultats"]}
    assert "commune" in kinds
    assert not kinds & STUDIED.keys()


def test_a_commune_has_one_area_of_a_level_at_most():
    area = StudyArea.objects.get(code="0101")
    level, commune = area.level, "01004"
    mine = StudyAreaCommune.objects.filter(level=level, commune=commune)
    assert [one.area.code for one in mine] == ["0102"]
