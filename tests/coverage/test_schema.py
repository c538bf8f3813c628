"""What OpenAPI says of answers is what they are: every member is told, and none is missing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from geo.levels import GROUND, LEVELS, STUDIED
from publishing.registry import datasets
from tests.coverage.indicators.support import make_indicator

QUESTIONS = [
    "/api/couverture/",
    "/api/couverture/?niveau=commune&departement=974",
    "/api/couverture/?niveau=commune&zone=drom&statuts=emergent&format=geojson",
    "/api/couverture/?niveau=epci&region=84&decoupe=region",
    "/api/couverture/?niveau=departement&format=geojson",
    "/api/couverture/?niveau=region&limit=1",
    "/api/lacunes/?rayon_km=5",
    "/api/lacunes/?rayon_km=5&format=json&decoupe=departement&departement=38",
    "/api/priorites/?rayon_km=0&region=84&profil=population-seule",
    "/api/priorites/?poids=population_non_couverte:3,essai:1",
    "/api/scores/?departement=38&profil=population-seule",
    "/api/scores/?poids=population_non_couverte:3,essai:1",
    "/api/sites/?rayon_km=0&k=2&candidats=emergents",
    "/api/sites/?rayon_km=0&territoire=epci&forcer=200000003&exclure=01006&poids=essai",
    "/api/sites/?rayon_km=0&k=1&candidats=01999,97401",
    "/api/scenarios/?rayon_km=0&scenario=meilleurs:epci:2&scenario=choix:pousse&communes=oui",
    "/api/scenarios/?rayon_km=0&scenario=choix:01999",
    "/api/contacts/",
    "/api/communes/?limit=3",
    "/api/communes/?limit=3&fields=code,region,centre,epci",
    "/api/communes/?format=geojson&geometry=contour&codeDepartement=38",
    "/api/epcis/?limit=2&format=geojson",
    "/api/departements/",
    "/api/regions/?format=geojson",
    *(f"/api/couverture/?niveau={level}&rayon_km=0" for level in STUDIED),
    *(f"/api/lacunes/?rayon_km=0&decoupe={level}" for level in STUDIED),
    *(f"/api/{level.plural}/?limit=2" for level in STUDIED),
    *(f"/api/{level.plural}/?format=geojson" for level in STUDIED),
    "/api/poles/?limit=2&region=84",
    "/api/poles/?geometry=territoire&champs=nom,reconnaissances",
    "/api/indicateurs/",
    "/api/indicateurs/essai/",
    *(f"/api/indicateurs/essai/?niveau={level}" for level in LEVELS),
    "/api/indicateurs/essai/?niveau=commune&champs=code,valeur&limit=2",
    "/api/laureats/",
    "/api/appels/?annee=2013",
]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    schema: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return schema


def objects(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object that a schema tells, with where it stands."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield path, schema
        for name, part in schema.items():
            yield from objects(part, f"{path}/{name}")
    elif isinstance(schema, list):
        for number, part in enumerate(schema):
            yield from objects(part, f"{path}/{number}")


def test_no_answer_is_an_object_of_which_nothing_is_told(told):
    answers = {
        f"{path} {status} {media}": content.get("schema", {})
        for path, doors in told["paths"].items()
        for status, response in doors["get"]["responses"].items()
        for media, content in response.get("content", {}).items()
    }
    untold = [
        f"{door}: {path}"
        for door, schema in answers.items()
        for path, one in objects(schema)
        if "properties" not in one and not isinstance(one.get("additionalProperties"), dict)
    ]
    assert untold == []


def strict(schema: Any) -> Any:
    """A schema of OpenAPI 3.0 in JSON Schema: what may be null says so as a type."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: strict(part) for name, part in schema.items() if name != "nullable"}
    if schema.get("nullable") is True and "type" in found:
        found["type"] = [found["type"], "null"]
    return found


def door_of(told: dict[str, Any], question: str) -> str:
    """The address of the schema that answers a question."""
    path = question.partition("?")[0]
    return min(
        (one for one in told["paths"] if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), path)),
        key=lambda one: one.count("{"),
    )


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.usefixtures("emerging")
def test_an_answer_has_the_members_that_the_schema_tells_and_no_other(told, question):
    make_indicator(kind="liste", communes={"38001": 1.0, "01006": 1.0}, direction="haute")
    answer = Client().get(question)
    assert answer.status_code == 200, answer.content
    content = told["paths"][door_of(told, question)]["get"]["responses"]["200"]["content"]
    schema = strict(content[answer["Content-Type"]]["schema"])
    faults = Draft202012Validator(schema).iter_errors(answer.json())
    assert [f"{error.json_path}: {error.message[:200]}" for error in faults] == []


def test_each_dataset_and_layer_that_the_api_answers_has_a_question_here(told):
    asked = {door_of(told, question) for question in QUESTIONS}
    names = {one.answers.address or one.name for one in datasets() if one.answers}
    names |= {level.plural for level in GROUND} | {"poles", "laureats"}
    assert asked == {re.sub(r"<str:(\w+)>", r"{\1}", f"/api/{name}/") for name in names}
