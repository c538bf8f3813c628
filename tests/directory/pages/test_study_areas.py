"""Zones d'emploi and bassins de vie: their pages, their doors, how they are found."""

import csv
import html
import io
import json
import re

import pytest

from geo import levels
from geo.models import Commune, PlaceName, StudyArea, StudyAreaCommune
from geo.names import normalise
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
    assert "nom, n'y est pas" not in text_of(client.get("/bassins-de-vie/38004/"))


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


def test_a_commune_tells_the_codes_of_its_study_areas(client):
    detail = answer(client, "/api/communes/01004/?fields=nom,codeZoneEmploi,codeBassinVie")
    assert (detail["codeZoneEmploi"], detail["codeBassinVie"]) == ("0102", "38004")
    outside = answer(client, "/api/communes/01006/?fields=codeZoneEmploi,codeBassinVie")
    assert outside.get("codeZoneEmploi") == "0102"
    assert outside.get("codeBassinVie") is None
    (row,) = answer(client, "/api/communes/?code=01004&fields=codeBassinVie")
    assert row == {"codeBassinVie": "38004"}


@pytest.mark.parametrize(
    ("export", "names"),
    [
        ("communes", ("codeZoneEmploi", "codeBassinVie")),
        ("couverture-communes", ("code_zone_emploi", "code_bassin_vie")),
    ],
)
def test_the_files_of_communes_tell_them_too(client, export, names):
    text = client.get(f"/api/exports/{export}.csv").getvalue().decode("utf-8-sig")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert [rows["01004"][name] for name in names] == ["0102", "38004"]
    assert [rows["01006"][name] for name in names] == ["0102", ""]


UNTOLD = "la copie lue ne dit pas sa licence"


@pytest.mark.parametrize("plural", ["zones-emploi", "bassins-de-vie"])
def test_tiles_and_files_say_that_the_licence_of_the_zonings_is_not_told(client, plural):
    tiles = answer(client, f"/tuiles/{plural}.json")["attribution"]
    assert tiles.startswith("IGN Admin Express, INSEE (Licence Ouverte 2.0) ; Insee, ")
    assert UNTOLD in tiles
    assert UNTOLD not in answer(client, "/tuiles/communes.json")["attribution"]
    for export in (plural, "communes", f"couverture-{plural}"):
        text = client.get(f"/api/exports/{export}.csv-metadata.json").getvalue().decode()
        for one in levels.STUDIED:  # a file of one zoning says nothing of the other's
            held = export == "communes" or one.plural == plural
            assert (f"{one.title} : {UNTOLD}" in text) == held
            assert (f'"{one.source}"' in text) == held


def test_what_the_bassins_leave_out_is_said_with_their_data(client):
    lacks = "ne tiennent pas la ville qui leur donne son nom"
    for export in ("bassins-de-vie", "couverture-bassins-de-vie"):
        text = client.get(f"/api/exports/{export}.csv-metadata.json").getvalue().decode()
        assert lacks in text
    response = client.get("/api/schema/", headers={"accept": "application/json"})
    paths = json.loads(response.content)["paths"]
    for path in ("/api/bassins-de-vie/", "/api/couverture/"):
        assert lacks in json.dumps(paths[path], ensure_ascii=False)
    assert lacks not in json.dumps(paths["/api/zones-emploi/"], ensure_ascii=False)
    zones = client.get("/api/exports/zones-emploi.csv-metadata.json").getvalue().decode()
    assert lacks not in zones


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
        ("ZE Ussel", "zone-emploi", "0102"),
        ("ZE d’Ussel", "zone-emploi", "0102"),
        ("zone emploi ussel", "zone-emploi", "0102"),
        ("Ussel zone d'emploi", "zone-emploi", "0102"),
        ("Ussel (zone d'emploi) 38", "zone-emploi", "0102"),
        ("la ZE Ussel Isère", "zone-emploi", "0102"),
        ("BV Vaux", "bassin-vie", "38004"),
        ("vaux bassin de vie", "bassin-vie", "38004"),
        ("bassins de vie de Vaux", "bassin-vie", "38004"),
    ],
)
def test_an_area_is_found_by_its_nature_and_its_name(client, text, kind, code):
    found = answer(client, f"/api/recherche/?q={text}")["resultats"]
    assert (found[0]["type"], found[0]["code"]) == (kind, code)
    assert client.get(found[0]["url"]).status_code == 200


@pytest.fixture
def named_communes(poles):
    """One in an area of another name, one in none, and one whose name has a word of the level."""
    for code, name in (("01002", "Brumeville"), ("01006", "Ormont"), ("38006", "Vaux-de-Vie")):
        key = normalise(name)
        Commune.objects.filter(pk=code).update(name=name, name_key=key)
        PlaceName.objects.filter(commune_id=code).delete()
        PlaceName.objects.create(commune_id=code, key=key, label=name, kind="commune")


@pytest.mark.usefixtures("named_communes")
def test_of_a_name_that_no_area_bears_the_area_of_its_commune_comes_first(client):
    found = answer(client, "/api/recherche/?q=bassin de vie de Brumeville")
    first, second = found["resultats"][:2]
    assert (first["type"], first["code"]) == ("bassin-vie", "01001")
    assert first["detail"].endswith("avec Brumeville (01)")
    assert (second["type"], second["code"]) == ("commune", "01002")
    assert found["non_suivi"] == []


@pytest.mark.usefixtures("named_communes")
@pytest.mark.parametrize(
    ("text", "kind", "code", "sentence"),
    [
        ("bassin de vie d'Ormont", "commune", "01006",
         "Ormont n’est dans aucun bassin de vie connu ici."),
        ("Ormont BV", "commune", "01006", "Ormont n’est dans aucun bassin de vie connu ici."),
        ("zone d'emploi de l'Isère", "departement", "38",
         "Aucune zone d'emploi ne porte le nom «\u00a0isere\u00a0»."),
    ],
)  # fmt: skip
def test_a_level_that_is_not_met_is_told(client, text, kind, code, sentence):
    found = answer(client, f"/api/recherche/?q={text}")
    assert (found["resultats"][0]["type"], found["resultats"][0]["code"]) == (kind, code)
    assert [one["nature"] for one in found["non_suivi"]] == ["territoire"]
    assert found["phrase"] == found["non_suivi"][0]["phrase"] == sentence


@pytest.mark.usefixtures("named_communes")
def test_the_words_of_a_level_are_no_part_of_a_name(client):
    found = answer(client, "/api/recherche/?q=bassin de vie d'Ormont")["resultats"]
    assert [one["code"] for one in found] == ["01006"]


def test_a_name_alone_is_that_of_the_commune(client):
    kinds = {one["type"] for one in answer(client, "/api/recherche/?q=saint-oeuf")["resultats"]}
    assert "commune" in kinds
    assert not kinds & STUDIED.keys()


def test_a_commune_has_one_area_of_a_level_at_most():
    area = StudyArea.objects.get(code="0101")
    level, commune = area.level, "01004"
    mine = StudyAreaCommune.objects.filter(level=level, commune=commune)
    assert [one.area.code for one in mine] == ["0102"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/zones-emploi/51/", "0051 (Ussel)"),
        ("/zones-emploi/101/", "0101 (Bellecombe)"),
        ("/bassins-de-vie/97401/", "cette commune n'est dans aucun bassin de vie"),
        ("/bassins-de-vie/01002/", "dans le bassin de vie de Saint-Œuf (01001)"),
        ("/zones-emploi/01004/", "dans la zone d'emploi d'Ussel (0102)"),
    ],
)
def test_a_code_that_is_none_is_told_what_was_perhaps_meant(client, path, words):
    StudyArea.objects.create(
        key="zone-emploi-0051",
        level="zone-emploi",
        code="0051",
        name="Ussel",
        zone="metro",
        population=0,
    )
    page = client.get(path)
    assert page.status_code == 404
    assert words in text_of(page)


def trail_of(page) -> list[str]:
    [trail] = re.findall(r'(?s)<ol class="fil">.*?</ol>', page.content.decode())
    return [html.unescape(name) for name in re.findall(r"<a [^>]*>([^<]+)</a>", trail)]


def test_the_trail_of_an_area_holds_no_area_that_it_reaches_beyond_and_no_name_twice(client):
    assert trail_of(client.get("/zones-emploi/0101/"))[-1] == "Auvergne-Rhône-Alpes"
    for path in ("/zones-emploi/0401/", "/communes/97401/"):
        assert trail_of(client.get(path)).count("La Réunion") == 1
    assert "Île-de-France" in trail_of(client.get("/zones-emploi/1101/"))


def test_one_department_is_said_in_the_singular(client):
    assert "<h3>Département</h3>" in client.get("/zones-emploi/0401/").content.decode()
    assert "<h3>Départements</h3>" in client.get("/zones-emploi/0101/").content.decode()


def test_the_search_names_the_department_of_an_area_that_is_in_one_alone(client):
    [several] = answer(client, "/api/recherche/?q=zone d'emploi 0101")["resultats"]
    [one] = answer(client, "/api/recherche/?q=zone d'emploi 0401")["resultats"]
    assert several["detail"] == "Zone d'emploi"
    assert "La Réunion" in one["detail"]
