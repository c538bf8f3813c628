"""The sentence of a territory, which the map says where one points: what the filter keeps of it."""

import html
import re

import pytest

from coverage.states.words import people, round_people, share
from web.figures import figure

pytestmark = pytest.mark.usefixtures("poles")

PAGE = "/couverture/"
NARROW, NO_BREAK = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("01001", "est couverte par le"),
        ("38003", "est couverte en partie par le"),
        ("38004", "est présumée couverte par le"),
        ("97402", "est dans le territoire large du"),
        ("75056", "son territoire commence à"),
    ],
)
def test_a_commune_is_said_by_its_basis(client, code, words):
    query = f"niveau=commune&code={code}&rayon_km=0"
    page = html.unescape(client.get(f"{PAGE}territoire/?{query}").content.decode())
    assert words in page
    assert f"/communes/{code}/" in page


@pytest.mark.parametrize(
    ("level", "code"), [("epci", "200000001"), ("departement", "01"), ("region", "84")]
)
def test_an_area_is_said_with_its_share(client, level, code):
    page = client.get(f"{PAGE}territoire/?niveau={level}&code={code}").content.decode()
    [row] = [
        row
        for row in client.get(f"/api/couverture/?niveau={level}").json()["resultats"]
        if row["code"] == code
    ]
    assert share(row["population_couverte"], row["population"]) in page


def said_of(client, query: str) -> str:
    """The sentence of a territory, its spaces plain."""
    response = client.get(f"{PAGE}territoire/?{query}")
    assert response.status_code == 200
    text = html.unescape(re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", " ", response.content.decode()))
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("level", "code", "place"),
    [
        ("zone-emploi", "0101", "departement=01"),
        ("zone-emploi", "0102", "departement=01"),
        ("bassin-vie", "38004", "departement=38"),
        ("bassin-vie", "hors-zonage", "departement=01"),
        ("region", "84", "departement=38"),
    ],
)
def test_an_area_that_the_filter_cuts_is_said_as_the_table_says_it(client, level, code, place):
    rows = client.get(f"/api/couverture/?niveau={level}&{place}").json()["resultats"]
    [row] = [row for row in rows if row["code"] == code]
    assert row["coupe"]
    said = said_of(client, f"niveau={level}&code={code}&{place}")
    kept, entire = row["population"], row["entier"]["population"]
    covered = row["population_couverte"]
    words = (
        f"(en partie : {figure(kept)} de ses {people(entire)}) : {people(covered)} sur "
        f"{round_people(kept)} ({share(covered, kept)}) dans une commune"
    )
    assert " ".join(words.split()) in said


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("niveau=zone-emploi&code=1101&departement=01", "Zone d'emploi de Paris : hors de Ain"),
        ("niveau=epci&code=200000001&region=11", "hors de Île-de-France"),
        ("niveau=departement&code=38&departement=01", "Isère : hors de Ain"),
        ("niveau=departement&code=38&region=11", "Isère : hors de Île-de-France"),
        ("niveau=region&code=11&region=84", "Île-de-France : hors de Auvergne-Rhône-Alpes"),
        ("niveau=region&code=11&zone=drom", "hors des départements et régions d'outre-mer"),
        ("niveau=commune&code=38001&departement=01", "hors de Ain"),
        ("niveau=commune&code=38001&zone=drom", "hors des départements et régions d'outre-mer"),
        ("niveau=commune&code=38001&region=11", "hors de Île-de-France"),
    ],
)
def test_a_territory_that_the_filter_leaves_out_is_said_to_be_so(client, query, words):
    said = said_of(client, query)
    assert words in said
    assert "ne sont pas comptés ici" in said
    assert "%" not in said


def test_what_no_study_area_holds_has_a_sentence_and_no_page(client):
    said = said_of(client, "niveau=bassin-vie&code=hors-zonage&zone=drom")
    assert said.startswith("Hors bassin de vie")
    assert "Page du territoire" not in said
    # On this ground every commune is in a zone d'emploi.
    assert client.get(f"{PAGE}territoire/?niveau=zone-emploi&code=hors-zonage").status_code == 404
