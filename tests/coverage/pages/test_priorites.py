"""The page of priorities: its answer is that of the API, its form leads to one address."""

import html
import json
import re

import pytest

from tests.coverage.indicators.support import make_indicator
from tests.factories import POPULATION
from tests.responses import let_go

pytestmark = pytest.mark.usefixtures("poles")

PAGE = "/priorites/?rayon_km=0"
NARROW = "\u202f"


def text_of(response) -> str:
    page = re.sub(r"(?s)<(script|svg).*?</\1>", " ", response.content.decode().partition("<h1")[2])
    plain = html.unescape(re.sub(r"<[^>]+>", " ", page)).replace(NARROW, "")
    return " ".join(plain.replace("\u00a0", " ").split())


def painted(response) -> dict:
    found = re.search(r'id="prio-donnees"[^>]*>(.*?)</script>', response.content.decode())
    assert found
    return json.loads(found.group(1))


def test_the_first_sentence_says_what_the_emerging_poles_would_add_and_its_proof(client):
    page = text_of(client.get(PAGE))
    people = POPULATION["38001"]
    assert f"1 pôle émergent ajouterait {people} habitants à ce qui est couvert" in page
    assert "C'est prouvé : aucun autre choix n'en couvrirait plus." in page


def test_sites_and_curve_are_those_of_the_api(client):
    query = "&candidats=epci&territoire=epci&k=3"
    api = client.get(f"/api/sites/?rayon_km=0{query}").json()
    page = text_of(client.get(PAGE + query))
    for site in api["sites"]:
        assert f"+ {site['population_gagnee']} {site['population_cumulee']} en tout" in page
    for point in api["courbe"]:
        assert f"{point['population_gagnee']} {point['borne']}" in page


def test_what_an_indicator_counts_is_shown_with_its_unit_and_never_called_inhabitants(client):
    make_indicator(kind="compte", unit="emplois", communes={"38001": 7.0}, direction="haute")
    query = "&candidats=epci&territoire=epci&k=2&poids=essai"
    (site,) = client.get(f"/api/sites/?rayon_km=0{query}").json()["sites"]
    page = text_of(client.get(PAGE + query))
    assert "ajouterait 7 emplois" in page
    assert f"+ {site['valeur_gagnee']} {site['valeur_cumulee']} en tout" in page
    assert "aucun autre candidat n'ajouterait rien à ce qui est compté" in page
    assert page.count("Unité : emplois.") == 2
    nothing = text_of(client.get(f"{PAGE}&candidats=97401&k=1&poids=essai"))
    assert "n'ajoute rien de ce qui est compté (Essai)" in nothing
    assert "n'ajoute d'habitants" not in nothing


def test_the_map_is_given_each_commune_gained_once_by_the_scenarios_that_gain_it(client):
    query = "&candidats=epci&territoire=epci&k=2&scenario=choix:pousse&scenario=choix:249740077"
    given = painted(client.get(PAGE + query))
    communes = [code for codes in given["communes"].values() for code in codes]
    assert len(communes) == len(set(communes))
    assert given["communes"]["B"] == ["38001"]
    assert given["communes"]["AC"] == ["97401", "97402"]
    assert {site["lettre"] for site in given["sites"]} == {"A", "B", "C"}


def test_scenarios_compared_add_up_to_what_they_gain_together(client):
    page = text_of(client.get(f"{PAGE}&territoire=epci&scenario=choix:249740077"))
    together = POPULATION["38001"] + POPULATION["97401"] + POPULATION["97402"]
    assert f"Ensemble {together} 3" in page
    assert "A seul 64" in page


def test_a_budget_that_pays_for_more_than_there_are_says_how_many_suffice(client):
    page = text_of(client.get(f"{PAGE}&candidats=epci&territoire=epci"))
    assert "Le budget paierait 15 sites; il n'y a que 8 candidats." in page
    assert "suffisent : aucun autre candidat n'ajouterait d'habitant à ce qui est compté." in page
    assert "sites sont demandés" not in page
    out = text_of(client.get(f"{PAGE}&candidats=epci&territoire=epci&exclure=75056,249740077"))
    assert "Le budget paierait 15 sites; il n'y a que 6 candidats, 2 étant écartés." in out
    alone = text_of(client.get(f"{PAGE}&candidats=97401"))
    assert "Le budget paierait 15 sites; il n'y a qu'un candidat." in alone
    asked = text_of(client.get(f"{PAGE}&candidats=epci&territoire=epci&k=8"))
    assert "8 sites sont demandés;" in asked


def test_where_nothing_is_added_the_page_says_so_and_offers_a_way_on(client):
    page = text_of(client.get(f"{PAGE}&statuts=actif,emergent"))
    assert "Le seul candidat n'ajoute pas d'habitants" in page
    assert "Élargissez le rayon" in page
    assert "il n'y a pas de courbe à tracer" in page


def test_a_form_leads_to_the_address_that_the_api_takes(client):
    sent = (
        "/priorites/?statuts=actif&bases=declare&bases=presume&rayon_km=0&zone=&candidats=liste"
        "&liste=pousse+97401&territoire=rayon&forcer=&budget=1500000&dotation=100000&k=2"
        "&poids=population&methode=rapide&comparer=epci&comparer_k=2&comparer_cles="
    )
    answer = client.get(sent)
    assert answer.status_code == 302
    assert answer["Location"] == (
        "/priorites/?rayon_km=0&candidats=pousse,97401&k=2&scenario=meilleurs:epci:2"
    )
    assert client.get(answer["Location"]).status_code == 200


def test_an_address_as_at_first_is_the_one_of_search_engines(client):
    assert 'name="robots"' not in client.get("/priorites/").content.decode()
    assert 'name="robots"' in client.get(PAGE).content.decode()


def test_every_door_that_the_page_gives_answers(client):
    query = "&candidats=epci&k=2&scenario=meilleurs:emergents:1&profil=population-seule"
    page = html.unescape(client.get(PAGE + query).content.decode())
    doors = re.findall(r'href="(/api/(?:sites|priorites|lacunes|scenarios)/\?[^"]*)"', page)
    assert len(doors) == 4
    doors += re.findall(r'href="(/api/exports/\w+\.csv\?[^"]*)"', page)
    assert len(doors) == 8
    for door in doors:
        answer = client.get(door)
        assert answer.status_code == 200, door
        let_go(answer)


@pytest.mark.parametrize(
    "query",
    [
        "k=0", "k=51", "budget=1", "candidats=lune", "poids=lune", "profil=lune", "rayon_km=201",
        "departement=00", "region=99", "scenario=lune", "inconnu=1", "forcer=lune",
        "scenario=choix:97401&scenario=choix:97402&scenario=choix:pousse",
        "candidats=emergents&k=9", "candidats=", "dotation=50000&k=1", "budget=1500000&k=1",
    ],
)  # fmt: skip
def test_a_refused_value_is_a_page_that_names_it(client, query):
    answer = client.get(f"/priorites/?{query}")
    assert answer.status_code == 400
    name = {"candidats=emergents&k=9": "k"}.get(query, query.partition("=")[0])
    assert f"« {name} »" in html.unescape(answer.content.decode())
