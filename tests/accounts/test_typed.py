"""What is typed by someone who is no longer signed in comes back to them, and to nobody else."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from directory.models import Pole
from tests.people import make_person

pytestmark = pytest.mark.django_db
OURS: dict[str, Any] = {"HTTP_ORIGIN": "http://testserver"}
FORM = "/poles/est/modifier/"


@pytest.mark.parametrize(
    "address",
    [FORM, "/poles/est/proposer/", "/compte/nom/", "/gestion/directory/pole/1/change/",
     "/gestion/directory/pole/add/", "/contributions/propositions/1/"],
)  # fmt: skip
def test_what_a_visitor_sends_from_a_page_of_ours_is_given_back_whole(client, ground, address):
    typed = {"why": "Deux\r\nlignes <b>", "themes": ["culture", "energie"]}
    answer = client.post(address, typed, **OURS)
    assert answer.status_code == 401
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    page = answer.content.decode()
    assert 'name="why" value="Deux\r\nlignes &lt;b&gt;"' in page
    assert 'name="themes" value="culture"' in page
    assert 'name="themes" value="energie"' in page
    assert f'action="{address}"' in page
    assert "/compte/connexion/?next=/compte/reprendre/" in page
    assert not Session.objects.exists(), "nothing is kept here for a stranger"


def test_what_is_sent_again_too_early_says_so_without_a_script(client, ground):
    early = "pas encore connecté : connectez-vous d'abord dans un autre onglet.</p>"

    def sent(data):
        return " ".join(client.post(FORM, data, **OURS).content.decode().split())

    first = sent({"why": "Deux lignes"})
    assert early not in first
    held = re.search(r'type="hidden" name="(_[a-z_]+)" value="1"', first)
    assert held, "the page says that it is the one that sends"
    for _ in range(2):
        again = sent({"why": "Deux lignes", held[1]: "1"})
        assert early in again
        assert again.count(held[1]) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_REFERER": "https://ailleurs.example/page"},
        {"HTTP_ORIGIN": "https://ailleurs.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://ailleurs.example", "HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
    ],
)
def test_what_another_site_sends_is_shown_to_nobody(client, ground, headers):
    answer = client.post(FORM, {"why": "piège"}, **headers)
    assert answer.status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_person("o@example.org", "officer", region_id="84"))
    refused = strict.post(FORM, {"why": "piège"}, **headers)
    assert refused.status_code == 403
    assert "piège" not in refused.content.decode()


@pytest.mark.parametrize(
    "name", ["password", "password1", "oldpassword", "mot_de_passe", "new_password", "code", "otp"]
)
def test_what_proves_who_someone_is_is_never_given_back(client, ground, name):
    answer = client.post(FORM, {"why": "x", name: "s3cr3t"}, **OURS)
    assert answer.status_code == 302
    assert "s3cr3t" not in answer.content.decode()


def test_a_file_is_named_to_be_chosen_again_and_what_weighs_too_much_is_not_read(client, ground):
    file = SimpleUploadedFile("devis.pdf", b"x")
    page = client.post(FORM, {"why": "x", "file": file}, **OURS).content.decode()
    assert "devis.pdf" in page
    assert 'enctype="multipart/form-data"' in page
    heavy = client.generic("POST", FORM, b"", CONTENT_LENGTH="99999999999", **OURS)
    assert heavy.status_code in (302, 413)


def test_a_script_is_told_that_the_text_stays_in_its_page(client, ground):
    answer = client.post(FORM, {"why": "x"}, HTTP_X_ENREGISTREMENT="auto", **OURS)
    assert answer.status_code == 401
    assert "reste dans cette page" in answer.json()["dit"]
    assert answer.json()["connexion"].startswith("/compte/connexion/")


def test_a_form_opened_before_one_signed_in_again_is_given_back_with_a_token_that_serves(ground):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person("o@example.org", "officer", region_id="84"))
    token = client.get("/compte/session/").json()["jeton"]
    client.force_login(make_person("p@example.org", "officer", region_id="84"))
    stale = client.post(FORM, {"why": "essai", "csrfmiddlewaretoken": "x" * 64}, **OURS)
    assert stale.status_code == 401
    assert 'name="why" value="essai"' in stale.content.decode()
    assert "avait été ouvert avant votre connexion" in stale.content.decode()
    fresh = client.get("/compte/session/").json()["jeton"]
    assert client.post(FORM, {"why": "x", "csrfmiddlewaretoken": fresh}, **OURS).status_code == 200
    assert token
    assert Pole.objects.get(slug="est").name == "Est"


def test_a_visitor_gets_neither_token_nor_cookie_from_the_question_of_the_session(client):
    answer = client.get("/compte/session/")
    assert answer.json() == {"connecte": False, "jeton": ""}
    assert not answer.cookies


def test_what_another_account_may_not_send_stays_in_the_page(client, ground):
    client.force_login(make_person("ailleurs@example.org", "officer", region_id="11"))
    held = {"why": "Deux lignes", "_saisie_gardee": "1"}
    page = client.post(FORM, held, **OURS)
    assert page.status_code == 401
    text = page.content.decode()
    assert "Vous êtes connecté avec ailleurs@example.org, qui ne peut pas envoyer" in text
    assert 'name="why" value="Deux lignes"' in text
    assert "/compte/deconnexion/?next=/compte/connexion/%3Fnext%3D/compte/reprendre/" in text
    assert client.post(FORM, {"why": "Deux lignes"}, **OURS).status_code == 404
    assert client.post(FORM, held, HTTP_ORIGIN="https://ailleurs.example").status_code == 404


def test_a_role_that_waits_for_its_second_factor_keeps_its_text_too(client, ground):
    client.force_login(make_person("nat@example.org", "national-cell", second_factor=False))
    page = client.post(FORM, {"why": "Deux lignes", "_saisie_gardee": "1"}, **OURS)
    assert page.status_code == 401
    assert "attend un second facteur" in page.content.decode()
