"""A server at work says when to come back, to a machine and to a person."""

import pytest

from coverage.turns import ANSWERS, EXACT_ANSWERS
from publishing import turns
from tests.others import taken_by_others
from web import seo


@pytest.mark.parametrize(
    "address",
    [
        "/api/couverture/",
        "/api/lacunes/",
        "/api/priorites/",
        "/api/sites/?k=1",
        "/api/scores/",
        "/api/scenarios/?scenario=meilleurs:epci:1",
        "/api/exports/lacunes.csv",
        "/api/exports/couverture-communes.csv",
        "/api/exports/couverture-epci.csv",
        "/api/exports/priorites.gpkg",
        "/api/exports/scores.csv",
        "/api/exports/sites.gpkg?k=1",
        "/api/exports/scenarios.csv?scenario=meilleurs:epci:1",
    ],
)
def test_a_busy_server_says_when_to_come_back(poles, client, monkeypatch, address):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    with taken_by_others(ANSWERS, EXACT_ANSWERS):
        response = client.get(address)
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "60"
    assert "dans une minute" in response.json()["detail"]  # the same, in words
    again = client.get(address)
    again.close()
    assert again.status_code == 200


@pytest.mark.parametrize(
    "address", ["/priorites/", "/priorites/territoires/", "/couverture/?decoupe=region"]
)
def test_a_busy_page_says_it_in_french_with_a_way_on(poles, client, monkeypatch, address):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    with taken_by_others(ANSWERS):
        response = client.get(address)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "réessayez dans une minute" in response.content.decode()
    assert client.get(address).status_code == 200


def test_an_exact_choice_keeps_nobody_waiting(poles, client):
    with taken_by_others(EXACT_ANSWERS):
        assert client.get("/api/sites/?k=1").status_code == 200


def test_a_plan_of_the_site_asked_by_many_at_once_waits_or_is_put_off(poles, client, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    with taken_by_others(seo.DRAWN):
        response = client.get("/sitemap-communes.xml")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert client.get("/sitemap-communes.xml").status_code == 200
