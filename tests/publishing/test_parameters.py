"""Parameters of an address: typed, bounded, refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.parameters import (
    read_choice,
    read_float,
    read_int,
    read_list,
    read_text,
)
from publishing.problems import ParameterProblem


@pytest.mark.parametrize(
    "value", ["-1", "0", "1001", "1e3", "10.0", "１２", "1_0", "x", "9" * 5000]
)
def test_a_number_out_of_bounds_or_badly_written_is_refused(value):
    with pytest.raises(ParameterProblem) as refused:
        read_int({"limit": value}, "limit", 100, (1, 1000))
    assert refused.value.parameter == "limit"
    assert "1 à 1000" in refused.value.accepted


@given(st.integers(1, 1000))
def test_a_number_within_bounds_is_read(number):
    assert read_int({"limit": str(number)}, "limit", 100, (1, 1000)) == number


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_as_a_number(text):
    try:
        number = read_float({"lat": text}, "lat", (-90, 90))
    except ParameterProblem:
        return
    assert number is None or -90 <= number <= 90


def test_a_choice_and_a_list_name_what_they_accept():
    with pytest.raises(ParameterProblem, match="json"):
        read_choice({"format": "xml"}, "format", "json", ("json", "geojson"))
    with pytest.raises(ParameterProblem, match="nom"):
        read_list({"fields": "nom,secret"}, "fields", ("nom", "code"))
    assert read_list({"fields": "nom, code,nom,"}, "fields", ("nom", "code")) == ["nom", "code"]


@pytest.mark.parametrize("value", ["a\x00b", "x" * 201])
def test_a_text_with_a_null_character_or_too_long_is_refused(value):
    with pytest.raises(ParameterProblem):
        read_text({"q": value}, "q")


DOORS = (
    "/api/poles/?limit=1&limit=2", "/api/poles/?q=a&q=b", "/api/communes/?code=01001&code=01002",
    "/api/couverture/?niveau=epci&niveau=region", "/api/sites/?k=1&k=2",
    "/api/scores/?limit=1&limit=1",
    "/api/lacunes/?rayon_km=1&rayon_km=2", "/api/exports/poles.csv?bbox=1,2,3,4&bbox=5,6,7,8",
    "/api/indicateurs/?x=1&x=2",
)  # fmt: skip


@pytest.mark.parametrize("address", DOORS)
def test_a_second_value_is_refused_where_one_is_awaited(client, ground, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.json()["parametre"] == address.rpartition("&")[2].partition("=")[0]


def test_several_values_are_honoured_where_they_may_be_given(client, ground):
    assert (
        client.get("/api/poles/?statut=actif&statut=emergent&region=84&region=11").status_code
        == 200
    )


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("k=2&budget=100000", "budget"), ("k=2&dotation=100000", "dotation"),
     ("candidats=", "candidats"), ("candidats=%2C&k=1", "candidats")],
)  # fmt: skip
def test_what_would_be_ignored_is_refused(client, ground, query, parameter):
    answer = client.get(f"/api/sites/?{query}")
    assert (answer.status_code, answer.json()["parametre"]) == (400, parameter)


def test_a_limit_is_honoured_at_every_level(client, ground):
    for level in ("commune", "epci", "departement", "region", "france"):
        whole = client.get(f"/api/couverture/?niveau={level}").json()["resultats"]
        one = client.get(f"/api/couverture/?niveau={level}&limit=1&offset=1").json()["resultats"]
        assert one == whole[1:2]


@pytest.mark.parametrize("value", [",", "%20", ", ,", ";"])
@pytest.mark.parametrize(
    "address",
    [
        "/api/poles/?region={}",
        "/api/poles/?statut={}",
        "/api/poles/?epci={}",
        "/api/exports/poles.csv?thematique={}",
        "/api/couverture/?bases={}",
        "/api/exports/couverture-epci.csv?statuts={}",
        "/api/lacunes/?region={}",
        "/api/appels/?dispositif={}",
        "/api/contacts/?region={}",
    ],
)
def test_a_value_of_separators_alone_is_refused_and_never_taken_for_none(
    client, db, address, value
):
    refusal = client.get(address.format(value))
    assert refusal.status_code == 400
    assert refusal.json()["accepte"] == "une valeur, ou rien"


def test_a_geometry_that_is_none_is_refused_in_whatever_form(client, ground):
    for address in ("/api/communes/01001/?geometry=x", "/api/communes/?geometry=x"):
        assert client.get(address).json()["parametre"] == "geometry"
