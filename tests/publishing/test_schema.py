"""The OpenAPI description is written as it is asked for, and tells every answer and its types."""

import json

import pytest
import yaml
from django.test import Client

pytestmark = pytest.mark.django_db

DOOR = "/api/schema/"


def test_the_description_is_written_as_the_address_asks():
    asked = Client().get(f"{DOOR}?format=json")
    assert asked["Content-Type"].startswith("application/json")
    told = json.loads(asked.content)
    assert told == yaml.safe_load(Client().get(f"{DOOR}?format=yaml").content)
    assert told == yaml.safe_load(Client().get(DOOR).content)
    by_header = Client().get(DOOR, headers={"accept": "application/json"})
    assert json.loads(by_header.content) == told


@pytest.mark.parametrize(("query", "name"), [("foo=1", "foo"), ("format=xml", "format")])
def test_what_the_description_would_ignore_is_refused_by_name(query, name):
    refused = Client().get(f"{DOOR}?{query}")
    assert (refused.status_code, json.loads(refused.content)["parametre"]) == (400, name)


def test_the_search_tells_its_refusals_and_a_substitution_its_types():
    told = json.loads(Client().get(f"{DOOR}?format=json").content)
    search = told["paths"]["/api/recherche/"]["get"]["responses"]
    assert "application/problem+json" in search["400"]["content"]
    assert "application/json" in search["200"]["content"]
    read = list(members(told, "lu"))
    assert len(read) > 5
    for one in read:
        assert [kind["type"] for kind in one["anyOf"]] == ["string", "array"]


def members(told, name):
    """Every property of a name, wherever it is."""
    if isinstance(told, dict):
        if isinstance(told.get("properties"), dict) and name in told["properties"]:
            yield told["properties"][name]
        for value in told.values():
            yield from members(value, name)
    elif isinstance(told, list):
        for value in told:
            yield from members(value, name)


def test_a_closed_list_tells_what_each_word_means():
    told = json.loads(Client().get(f"{DOOR}?format=json").content)
    for nature in members(told["paths"]["/api/indicateurs/"], "nature"):
        assert "`compte` : décompte" in nature["description"]
        assert "nombre : nombre" not in nature["description"]
