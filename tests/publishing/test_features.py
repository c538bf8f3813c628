"""`/api/poles/`: GeoJSON of a registered layer."""

import json

import pytest
from django.conf import settings

from publishing import registry
from publishing.layer import Layer, TileSet
from publishing.stamps import touch

PROBLEM = "application/problem+json"


def get(client, address: str, status: int = 200):
    response = client.get(address)
    assert response.status_code == status, response.content[:500]
    return json.loads(response.content)


def slugs(answer) -> list[str]:
    return [feature["id"] for feature in answer["features"]]


def test_a_page_says_how_many_match_how_many_it_holds_and_where_the_next_is(client, poles):
    answer = get(client, "/api/poles/?limit=1")
    assert answer["type"] == "FeatureCollection"
    assert (answer["numberMatched"], answer["numberReturned"]) == (2, 1)
    (following,) = [link for link in answer["links"] if link["rel"] == "next"]
    path = following["href"].removeprefix(settings.PUBLIC_URL)
    assert slugs(answer) + slugs(get(client, path)) == ["lagon", "laine"]


def test_the_last_page_has_no_next(client, poles):
    answer = get(client, "/api/poles/?offset=1")
    assert [link["rel"] for link in answer["links"]] == ["self", "prev"]


def test_the_seat_is_a_point_and_the_footprint_a_multipolygon(client, poles):
    seat = get(client, "/api/poles/laine/")
    ground = get(client, "/api/poles/laine/?geometry=territoire")
    assert seat["geometry"]["type"] == "Point"
    assert ground["geometry"]["type"] == "MultiPolygon"
    assert seat["properties"] == ground["properties"]
    assert seat["properties"]["base"] == "declare"
    assert seat["properties"]["nb_communes"] == 3


def test_properties_may_be_chosen(client, poles):
    answer = get(client, "/api/poles/?champs=nom,statut&limit=1")
    assert list(answer["features"][0]["properties"]) == ["nom", "statut"]


def test_a_box_keeps_what_touches_it(client, poles):
    assert slugs(get(client, "/api/poles/?bbox=55,-22,56,-21")) == ["lagon"]
    inside = "2.31,45.01,2.32,45.02"  # a corner of the footprint, far from the seat
    assert slugs(get(client, f"/api/poles/?bbox={inside}")) == []
    assert slugs(get(client, f"/api/poles/?bbox={inside}&geometry=territoire")) == ["laine"]


def test_a_commune_and_an_epci_find_the_poles_that_hold_them(client, poles):
    assert slugs(get(client, "/api/poles/?commune=01003")) == ["laine"]
    assert slugs(get(client, "/api/poles/?commune=01004")) == []
    assert slugs(get(client, "/api/poles/?epci=249740077")) == ["lagon"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=-5", "limit"),
        ("limit=100000", "limit"),
        ("offset=x", "offset"),
        ("bbox=1,2,3", "bbox"),
        ("geometry=cercle", "geometry"),
        ("statut=mort", "statut"),
        ("region=99", "region"),
        ("commune=1", "commune"),
        ("epci=abc", "epci"),
        ("champs=note", "champs"),
        ("couleur=bleu", "couleur"),
    ],
)
def test_a_refused_parameter_is_named_with_its_value_and_what_is_accepted(
    client, poles, query, parameter
):
    response = client.get(f"/api/poles/?{query}")
    problem = json.loads(response.content)
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert problem["parametre"] == parameter
    assert problem["valeur"] == query.split("=")[1]
    assert problem["accepte"]
    assert "ETag" not in response


@pytest.mark.parametrize("address", ["/api/poles/inconnu/", "/api/poles/cache/", "/api/rien/"])
def test_what_is_not_there_answers_404_as_a_problem(client, poles, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)


def test_an_answer_is_asked_again_only_once_the_data_changed(client, poles):
    first = client.get("/api/poles/")
    assert "no-cache" in first["Cache-Control"]
    again = client.get("/api/poles/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    touch("poles")
    changed = client.get("/api/poles/", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_writing_is_not_a_door(client, poles):
    for method in (client.post, client.put, client.patch, client.delete):
        assert method("/api/poles/").status_code == 405


def test_a_name_is_registered_once():
    layer = registry.layers()[0]
    with pytest.raises(ValueError, match=layer.name):
        registry.register(layer)
    with pytest.raises(ValueError, match="sol"):
        registry.register_tiles(TileSet("sol", "", ()))
    assert all(isinstance(one, Layer) for one in registry.layers())
