"""Postcodes of communes: known, general, or refused, at the API and in exports alike."""

import json

import pytest

from geo.models import Commune, FormerCommune

pytestmark = pytest.mark.usefixtures("ground")
DOORS = ("/api/communes/?", "/api/exports/communes.csv?")


@pytest.fixture(autouse=True)
def posted(ground) -> None:
    """A commune, one that it took in, and Paris, with their postcodes."""
    FormerCommune.objects.create(
        code="01900", kind=FormerCommune.Kind.ABSORBED, name="Vieille-Ville", commune_id="01002"
    )
    Commune.objects.filter(pk="01002").update(postcodes=["01120"])
    Commune.objects.filter(pk="75056").update(postcodes=["75001", "75002"])


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("code", ["99999", "00000", "97500", "98800", "1120", "abcde", "69000"])
def test_a_postcode_that_no_commune_bears_is_refused_with_what_is_accepted(client, door, code):
    refused = client.get(f"{door}codePostal={code}")
    assert refused.status_code == 400
    said = refused.json()
    assert (said["parametre"], said["valeur"]) == ("codePostal", code)
    assert "le code postal à cinq chiffres d'une commune" in said["accepte"]


@pytest.mark.parametrize(
    ("code", "name"), [("97500", "Saint-Pierre-et-Miquelon"), ("98800", "la Nouvelle-Calédonie")]
)
def test_the_postcode_of_a_collectivity_has_its_sentence(client, code, name):
    said = client.get(f"/api/communes/?codePostal={code}").json()
    assert f"L’atlas ne couvre pas {name}" in said["accepte"]
    assert ".." not in said["detail"]


def test_a_known_postcode_and_a_general_one_give_their_communes(client):
    known = client.get("/api/communes/?codePostal=01120")
    assert [row["code"] for row in known.json()] == ["01002"]
    assert "X-Substitution" not in known
    paris = client.get("/api/communes/?codePostal=75000")
    assert [row["code"] for row in paris.json()] == ["75056"]
    assert paris["X-Substitution"] == "codePostal=75000 lu 75056"
    both = client.get("/api/communes/?codePostal=75000&code=01900")
    assert both["X-Substitution"] == "code=01900 lu 01002; codePostal=75000 lu 75056"


def test_an_export_tells_a_general_postcode_that_was_read(client):
    answer = client.get("/api/exports/communes.geojson?codePostal=75000")
    said = json.loads(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    assert [one["properties"]["code"] for one in said["features"]] == ["75056"]
    assert '"demande": "75000"' in json.dumps(said)
