"""Heavy answers wait for one another, and not for ever."""

import threading

import pytest

from coverage.turns import ANSWERS, EXACT_ANSWERS
from geo.publishing import turns
from geo.publishing.problems import BusyError
from geo.publishing.turns import Turn


def test_two_that_come_together_work_one_after_the_other():
    turn, inside, most = Turn(), [0], [0]

    @turn.taken()
    def work():
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        threading.Event().wait(0.01)
        inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_a_work_that_fails_leaves_its_turn_to_the_next():
    turn = Turn()
    for _ in range(2):
        with pytest.raises(LookupError), turn.taken():
            raise LookupError


def test_whoever_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    turn = Turn()
    with turn.taken(), pytest.raises(BusyError), turn.taken():
        pytest.fail("two at once")


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
        "/api/exports/priorites.gpkg",
        "/api/exports/scores.csv",
        "/api/exports/sites.gpkg?k=1",
        "/api/exports/scenarios.csv?scenario=meilleurs:epci:1",
    ],
)
def test_a_busy_server_says_when_to_come_back(poles, client, monkeypatch, address):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    with ANSWERS.taken(), EXACT_ANSWERS.taken():
        response = client.get(address)
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "30"
    again = client.get(address)
    again.close()
    assert again.status_code == 200


@pytest.mark.parametrize("address", ["/priorites/", "/priorites/territoires/"])
def test_a_busy_page_says_it_in_french_with_a_way_on(poles, client, monkeypatch, address):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    with ANSWERS.taken():
        response = client.get(address)
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "réessayez dans une minute" in response.content.decode()
    assert client.get(address).status_code == 200


def test_an_exact_choice_keeps_nobody_waiting(poles, client):
    with EXACT_ANSWERS.taken():
        assert client.get("/api/sites/?k=1").status_code == 200
