"""`/api/`: what is served, where it is documented, and refusals that name what is wrong."""

import json

import pytest
import yaml
from django.urls import resolve

PROBLEM = "application/problem+json"


def test_the_api_says_where_it_begins_and_every_entry_of_its_schema(client, poles):
    response = client.get("/api/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    answer = json.loads(response.content)
    entries = {
        one["adresse"].removeprefix("http://testserver"): one["titre"] for one in answer["entrees"]
    }
    told = yaml.safe_load(client.get("/api/schema/").content)["paths"]
    assert "/api/" in told
    assert {*entries} == {*told} - {"/api/"}
    assert all(entries.values())
    assert client.get(answer["documentation"]).status_code == 200
    assert client.get(answer["schema"]).status_code == 200
    assert resolve("/api/").url_name == "api"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/api/poles/?foo=1", "Paramètre « foo » inconnu ; acceptés : bbox, "),
        ("/api/exports/poles.csv?foo=1", "Paramètre « foo » inconnu ; acceptés : "),
        ("/api/?foo=1", "Paramètre « foo » inconnu ; aucun n'est accepté."),
    ],
)
def test_an_unknown_parameter_is_said_unknown_and_its_value_is_not_blamed(
    client, poles, address, said
):
    response = client.get(address)
    problem = json.loads(response.content)
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert problem["detail"].startswith(said)
    assert "refusé ;" not in problem["detail"]
    assert (problem["parametre"], problem["valeur"]) == ("foo", "1")


def test_a_machine_is_told_in_french_that_nothing_is_there(client, poles):
    problem = json.loads(client.get("/api/rien/").content)
    assert problem["title"] == "Introuvable"
