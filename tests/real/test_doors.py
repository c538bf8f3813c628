"""The doors for machines, on the whole ground."""

import gzip
import json

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Pole
from geo.loading.generalising import to_mercator
from geo.models import Commune

pytestmark = pytest.mark.usefixtures("france")
HEAVIEST = 300_000


def rows(client, address: str):
    response = client.get(address)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def test_communes_answer_as_on_geo_api_gouv_fr(client):
    (saugues,) = rows(client, "/api/communes/?code=43234")
    assert saugues == {
        "nom": "Saugues",
        "code": "43234",
        "codeDepartement": "43",
        "siren": "214302341",
        "codeEpci": "200073393",
        "codeRegion": "84",
        "codesPostaux": ["43170"],
        "population": Commune.objects.get(code="43234").population,
    }


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("nom=romans&boost=population&limit=1", ["26281"]),
        ("nom=Mont-Saint-Michel&boost=population&limit=1", ["50353"]),
        ("nom=Mont-Saint-Micel&boost=population&limit=1", ["50353"]),
        ("nom=Mer&boost=population&limit=1", ["41136"]),
        ("nom=Rochelle&boost=population&limit=1", ["17300"]),
        ("codePostal=26100", ["26281"]),
        ("lat=45.0464&lon=5.0519", ["26281"]),
        ("lat=-20.88&lon=55.45", ["97411"]),
        ("nom=saint-pierre&codeDepartement=974", ["97416"]),
        ("codeEpci=200057867&boost=population&limit=1", ["93066"]),
    ],
)
def test_communes_are_chosen_by_the_known_parameters(client, query, codes):
    found = [row["code"] for row in rows(client, f"/api/communes/?{query}")]
    assert found[: len(codes)] == codes


def test_a_name_that_thousands_bear_is_searched_to_the_last_whatever_the_filter(client):
    saints = Commune.objects.current().filter(name_key__startswith="saint ")
    assert saints.count() > 3000
    response = client.get("/api/communes/?nom=saint&fields=code&limit=5000")
    assert int(response["X-Total-Count"]) >= saints.count()
    assert {row["code"] for row in response.json()} >= {*saints.values_list("code", flat=True)}
    here = {row["code"] for row in rows(client, "/api/communes/?nom=saint&codeDepartement=46")}
    assert here >= {*saints.filter(department="46").values_list("code", flat=True)}


def test_a_department_is_answered_whole(client):
    assert len(rows(client, "/api/communes/?codeDepartement=62&fields=code")) == 887


def test_fields_may_be_nested_and_geometric(client):
    (row,) = rows(client, "/api/communes/?code=2A004&fields=nom,departement,epci,centre,surface")
    assert row["departement"] == {"code": "2A", "nom": "Corse-du-Sud"}
    assert row["epci"]["code"] == "242010056"
    assert row["centre"]["type"] == "Point"
    assert 7_000 < row["surface"] < 9_000


def test_geojson_carries_the_contour_asked_for(client):
    answer = rows(client, "/api/communes/?code=97411&format=geojson&geometry=contour")
    (feature,) = answer["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert feature["id"] == "97411"


def test_a_long_list_says_how_long_it_is_and_where_it_goes_on(client):
    response = client.get("/api/communes/?limit=5000&fields=code")
    assert response["X-Total-Count"] == "34875"
    assert 'offset=5000>; rel="next"' in response["Link"]


@pytest.mark.parametrize("siblings", ["epcis", "departements", "regions"])
def test_siblings_answer_lists_and_details(client, siblings):
    first = rows(client, f"/api/{siblings}/?limit=1")[0]
    assert rows(client, f"/api/{siblings}/{first['code']}/")["nom"] == first["nom"]


def test_no_ground_tile_is_too_heavy(client):
    places = {"Paris": (2.35, 48.86), "Arras": (2.77, 50.29), "Cayenne": (-52.3, 4.9)}
    sizes = {}
    for zoom in range(3, 15):
        for name, (longitude, latitude) in places.items():
            column, row = tile_at(longitude, latitude, zoom)
            response = client.get(f"/tuiles/sol/{zoom}/{column}/{row}.mvt")
            sizes[zoom, name] = len(response.content)
    assert all(0 < size <= HEAVIEST for size in sizes.values()), sizes


@pytest.mark.parametrize("tiles", ["sol", "couverture", "communes", "poles"])
def test_every_tile_of_the_country_is_drawn_at_the_zooms_that_hold_most_of_it(client, tiles):
    corners = {"Brest": (-5.2, 48.5), "Nice": (8.3, 43.0), "Lille": (3.0, 51.0)}
    for zoom in (3, 4, 5, 6):
        places = [tile_at(*corner, zoom) for corner in corners.values()]
        columns, rows = zip(*places, strict=True)
        for column in range(min(columns), max(columns) + 1):
            for row in range(min(rows), max(rows) + 1):
                response = client.get(f"/tuiles/{tiles}/{zoom}/{column}/{row}.mvt")
                assert response.status_code in (200, 204), (zoom, column, row)


def tile_at(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    ((x, y),) = to_mercator(np.array([[longitude, latitude]]))
    half = 20_037_508.342789244
    side = 2 * half / 2**zoom
    return int((x + half) // side), int((half - y) // side)


def test_poles_with_their_footprints_are_light_and_take_few_queries(client):
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/api/poles/?geometry=territoire&limit=1000")
    assert response.status_code == 200
    assert len(queries) <= 6
    assert len(gzip.compress(response.content, 6)) <= 250_000
    answer = json.loads(response.content)
    assert answer["numberMatched"] == answer["numberReturned"] == 120


def test_unpublished_poles_never_leave_through_a_door(client):
    hidden = Pole.objects.filter(published=False)
    assert hidden.count() == 20
    listed = client.get("/api/poles/?limit=1000").content.decode()
    tile = client.get("/tuiles/poles/5/16/11.mvt").content
    for pole in hidden:
        assert f'"id":"{pole.slug}"' not in listed
        assert pole.slug.encode() not in tile
        assert client.get(f"/api/poles/{pole.slug}/").status_code == 404
        assert pole.slug not in client.get(f"/api/recherche/?q={pole.name}").content.decode()


def test_a_pole_is_found_by_commune_box_and_filters(client):
    def slugs(query: str) -> set[str]:
        found = rows(client, f"/api/poles/?limit=1000&{query}")["features"]
        return {feature["id"] for feature in found}

    assert len(slugs("commune=43234")) >= 1
    assert slugs("commune=43234") <= slugs("epci=200073393")
    assert slugs("bbox=55,-21.5,56,-20.8") == slugs("region=04") - without_seat(client)
    assert slugs("statut=actif,emergent") == slugs("statut=actif") | slugs("statut=emergent")


def test_a_box_lies_on_the_plane_of_its_degrees(client):
    def total(query: str) -> int:
        return int(client.get(f"/api/communes/?limit=1&{query}")["X-Total-Count"])

    assert total("bbox=3,44,5,46") == 2004
    assert total("bbox=3,44,5,46&geometry=contour") == 2113
    assert total("bbox=-180,-90,180,90") == total("bbox=-180,-90,180,90&geometry=contour") == 34_875
    assert total("bbox=-65,-90,-180,90") + total("bbox=-179.9,-90,-65.001,90") == 34_875
    assert rows(client, "/api/poles/?bbox=3,44,5,46&limit=1")["numberMatched"] == 6
    world = rows(client, "/api/poles/?bbox=-180,-90,180,90&limit=1000")["features"]
    assert all(feature["geometry"] for feature in world)
    assert len(world) == 120 - len(without_seat(client))


def without_seat(client) -> set[str]:
    found = rows(client, "/api/poles/?limit=1000&champs=nom")["features"]
    return {feature["id"] for feature in found if feature["geometry"] is None}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Saint-Pierre-et-Miquelon", "Saint-Pierre-et-Miquelon (975)"),
        ("97500", "Saint-Pierre-et-Miquelon (975)"),
        ("Nouvelle-Calédonie", "la Nouvelle-Calédonie (988)"),
        ("Papeete 98714", "la Polynésie française (987)"),
        ("986", "Wallis-et-Futuna (986)"),
    ],
)
def test_a_collectivity_outside_the_departments_is_told_with_no_unrelated_commune(
    client, text, sentence
):
    found = rows(client, f"/api/recherche/?q={text}")
    assert found["resultats"] == []
    assert sentence in found["phrase"]
    assert "hors des 101 départements" in found["phrase"]


@pytest.mark.parametrize("text", ["Saint-Barthélemy", "Saint-Martin"])
def test_communes_that_bear_the_name_of_a_collectivity_stay_beside_its_sentence(client, text):
    found = rows(client, f"/api/recherche/?q={text}")
    assert {row["type"] for row in found["resultats"]} >= {"commune"}
    assert f"{text} (97" in found["phrase"]


def test_what_the_name_does_not_show_is_told(client):
    def details(text: str) -> dict[str, str]:
        found = rows(client, f"/api/recherche/?q={text}")["resultats"]
        return {row["code"]: row["detail"] for row in found}

    assert details("75013") == {
        "75056": "Paris · 75013",
        "93013": "Seine-Saint-Denis · ancien code 75013",
    }
    assert details("evry")["91228"] == "Essonne · anciennement Évry"
    assert details("26100")["26100"] == "Drôme · code Insee 26100"
    assert details("93059")["93066"].endswith("Pierrefitte-sur-Seine, ancien code 93059")
    assert details("Paris 11e")["75056"] == "Paris · Paris 11e Arrondissement"


def test_a_code_of_no_commune_is_told_with_what_is_offered(client):
    found = rows(client, "/api/recherche/?q=75000")
    assert [row["code"] for row in found["resultats"]] == ["75056"]
    assert found["phrase"].startswith("75000 n’est le code d’aucune commune")
    assert "01004" in rows(client, "/api/recherche/?q=1004")["phrase"]


def test_a_text_that_nothing_answers_is_told_and_proposes(client):
    found = rows(client, "/api/recherche/?q=xqzt")
    assert found["resultats"] == []
    assert "« xqzt »".replace(" ", "\N{NO-BREAK SPACE}") in found["phrase"]
    assert [way["url"] for way in found["pistes"]] == ["/annuaire/", "/"]
    assert rows(client, "/api/recherche/?q=Saugues")["pistes"] == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("figeac", ("commune", "46102")),
        ("occitanie", ("region", "76")),
        ("Haute-Loire", ("departement", "43")),
        ("figeacteurs", ("pole", "figeacteurs")),
        ("43170", ("commune", "43234")),
        ("plaine commune", ("epci", "200057867")),
        ("Paris", ("commune", "75056")),
        ("974", ("departement", "974")),
    ],
)
def test_the_search_box_first_offers_what_is_meant(client, text, first):
    found = rows(client, f"/api/recherche/?q={text}")["resultats"]
    assert (found[0]["type"], found[0]["code"]) == first
