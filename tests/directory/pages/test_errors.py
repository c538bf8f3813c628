"""What goes wrong: a clear page in French with a way on, or a problem for a machine."""

import html
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client

from directory.models import Pole
from tests.directory.pages.conftest import text_of

ROOT = Path(__file__).resolve().parents[3]
PAGES = ["/", "/annuaire/", "/poles/x/", "/communes/01001/", "/epci/200000001/", "/donnees/"]


@pytest.fixture
def database_away():
    """Every statement fails as it does when the server has gone."""

    def refuse(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly\nSECRET DETAIL")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def visitor():
    """A client that gets the page of an error, as a browser does."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_database_away_is_a_503_in_french(database_away, visitor, address):
    response = visitor.get(address)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "no-store" in response["Cache-Control"]
    assert "La base de données ne répond pas." in text_of(response)
    assert "SECRET DETAIL" not in response.content.decode()
    assert "Traceback" not in response.content.decode()


@pytest.mark.django_db
def test_health_tells_that_the_database_is_away(database_away, visitor):
    response = visitor.get("/sante/")
    assert response.status_code == 503
    assert response.json() == {"etat": "indisponible", "base": False}


@pytest.mark.django_db
def test_a_plain_probe_is_answered_whatever_hosts_and_https_are_asked_for(visitor, settings):
    settings.ALLOWED_HOSTS = ["atlas.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    probe = {"host": "10.0.0.7:8000"}
    response = visitor.get("/sante/", headers=probe)
    assert response.status_code == 200
    assert response.json()["etat"] == "ok"
    assert visitor.get("/annuaire/", headers=probe).status_code == 400
    named = Client().get("/annuaire/", headers={"host": "atlas.example.org"})
    assert named["Location"] == "https://atlas.example.org/annuaire/"
    assert Client().post("/sante/", headers=probe).status_code == 405


def test_an_absent_server_is_told_to_pages_and_machines():
    """In a process of its own, with an address where nothing listens."""
    script = """
import json, django; django.setup()
from django.test import Client
visitor = Client(raise_request_exception=False)
answers = {}
for path in ("/annuaire/", "/communes/01001/", "/api/poles/", "/sante/"):
    answer = visitor.get(path)
    answers[path] = [answer.status_code, answer["Content-Type"], answer.content.decode()]
print(json.dumps(answers))
"""
    environment = os.environ | {
        "DATABASE_URL": "postgresql:///nulle_part?host=/nonexistent",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ALLOWED_HOSTS": "testserver",
    }
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(done.stdout)
    assert {path: answer[0] for path, answer in answers.items()} == dict.fromkeys(answers, 503)
    assert answers["/api/poles/"][1] == "application/problem+json"
    assert json.loads(answers["/api/poles/"][2])["status"] == 503
    assert "indisponible" in answers["/annuaire/"][2]
    assert all("Traceback" not in answer[2] for answer in answers.values())


@pytest.mark.django_db
def test_health_tells_what_the_database_holds(poles, client):
    assert client.get("/sante/").json() == {"etat": "ok", "base": True, "communes": 17, "poles": 8}


@pytest.mark.parametrize(
    "address",
    [
        "/poles/a%00b/",
        "/communes/01%00/",
        "/epci/%00/",
        "/annuaire/?q=a%00b",
        "/?statut=%00",
        "/%00",
    ],
)
def test_a_null_character_is_refused_with_the_reason(client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert "caractère nul" in text_of(response)
    assert 'action="/annuaire/"' in response.content.decode()


@pytest.mark.parametrize("address", ["/annuaire/", "/", "/communes/01001/", "/donnees/"])
def test_ten_kilobytes_of_search_are_refused_with_the_limit(client, address):
    response = client.get(address, {"q": "é" * 5000})
    assert response.status_code == 400
    assert "4096 sont acceptés au plus" in text_of(response)


def test_a_machine_reads_its_refusal_as_a_problem(client):
    response = client.get("/api/poles/?q=" + "a" * 10_000)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert "4096" in response.json()["detail"]


@pytest.mark.django_db
def test_an_unknown_page_has_a_way_on(client):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    text = text_of(response)
    assert "Page introuvable" in text
    assert "La carte des pôles" in text
    assert "L'annuaire, région par région" in text


@pytest.mark.django_db
def test_an_unknown_address_of_the_api_is_a_problem(client):
    response = client.get("/api/nulle-part/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.django_db
def test_an_error_of_ours_is_a_page_without_detail(visitor, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError("SECRET DETAIL")

    monkeypatch.setattr(Pole.objects.__class__, "public", fail)
    response = visitor.get("/annuaire/")
    assert response.status_code == 500
    assert "Une erreur est survenue" in text_of(response)
    assert "SECRET DETAIL" not in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_pages_that_stand_alone_ask_nothing_of_the_rest(name):
    content = (ROOT / "templates" / name).read_text(encoding="utf-8")
    assert "{% extends" not in content
    assert "{% static" not in content
    assert "style>" not in content
    assert (ROOT / "assets" / "css" / "erreur.css").exists()


@pytest.mark.django_db
def test_no_page_is_written_to(client, poles):
    for address in ("/annuaire/", "/poles/declare/", "/communes/01001/", "/sitemap.xml"):
        assert client.post(address).status_code in (403, 405)


def test_the_page_of_data_answers_before_any_pole_is_loaded(db, client):
    response = client.get("/donnees/")
    assert response.status_code == 200
    assert "L'atlas ne décrit encore aucun pôle." in html.unescape(response.content.decode())
