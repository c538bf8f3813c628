"""Asking for a service: what is accepted, who is written to, what keeps machines away."""

import re

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from geo.models import Commune
from programme.models import Service
from programme.models.requests import ServiceRequest
from programme.pages.demander import TRIES
from tests.directory.pages.conftest import lead_of, text_of
from tests.people import make_person

pytestmark = pytest.mark.django_db
SAID = {
    "nom": "Ada Laine",
    "courriel": "ada@pole.example",
    "organisation": "Pôle Laine",
    "pole": "",
    "commune": "01001",
    "besoin": "Un regard neuf.",
    "adresse": "",
}
ADDRESS = "/services/conseil/demander/"


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.PUBLIC_URL = "https://atlas.example.org"
    settings.CONTACT_EMAIL = "contact@atlas.example"


@pytest.fixture
def send(client, service, django_capture_on_commit_callbacks):
    def post(address=ADDRESS, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, SAID | changes)

    return post


def link_in(mail):
    (path,) = re.findall(r"https://atlas\.example\.org(\S+)", mail.body)
    return path


def test_a_request_is_kept_numbered_and_both_sides_are_written_to(send, client, mailoutbox):
    response = send()
    kept = ServiceRequest.objects.get()
    assert (kept.commune_id, kept.to_operator, kept.state) == ("01001", True, "recue")
    operator, requester = mailoutbox
    assert (operator.to, requester.to) == (["conseil@operateur.example"], ["ada@pole.example"])
    for mail in mailoutbox:
        assert kept.number in mail.subject
        assert "Un regard neuf" not in mail.body
    assert "ada@pole.example" not in operator.body
    assert link_in(operator) != link_in(requester)
    assert client.get(response["Location"]).status_code == 200


def test_without_an_operator_the_national_cell_answers_and_the_page_says_so(
    send, client, orphan, mailoutbox
):
    address = "/services/sans-operateur/demander/"
    assert "la cellule nationale d'animation lit votre demande" in lead_of(client.get(address))
    response = send(address)
    assert not ServiceRequest.objects.get().to_operator
    contact, requester = mailoutbox
    assert contact.to == ["contact@atlas.example"]
    assert link_in(contact) == f"/demandes/{ServiceRequest.objects.get().pk}/"
    assert "ada@pole.example" not in contact.body
    assert "la cellule nationale" in requester.body
    assert "la cellule nationale d'animation vous répondra" in text_of(
        client.get(response["Location"])
    )


def test_a_mail_that_does_not_leave_loses_nothing(send, monkeypatch, mailoutbox, caplog):
    def refuse(self, messages):
        if "conseil@operateur.example" in messages[0].to:
            raise ConnectionRefusedError("conseil@operateur.example")
        return deliver(self, messages)

    deliver = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert send().status_code == 302
    assert not ServiceRequest.objects.get().to_operator
    assert {mail.to[0] for mail in mailoutbox} == {"contact@atlas.example", "ada@pole.example"}
    assert "non parti : ConnectionRefusedError" in caplog.text
    assert "conseil@operateur.example" not in caplog.text


def test_the_operator_address_is_on_no_public_page(client, service):
    for address in ("/services/", "/services/conseil/", ADDRESS):
        assert "conseil@operateur.example" not in client.get(address).content.decode()
    keys = Service.keys()
    assert "operator_email" not in keys


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nom": ""}, "obligatoire"),
        ({"courriel": "ada"}, "valide"),
        ({"besoin": " "}, "obligatoire"),
        ({"commune": ""}, "Choisissez un pôle, ou donnez une commune"),
        ({"commune": "zzzz"}, "Aucune commune trouvée"),
        ({"commune": "Commune 0100"}, "Aucune commune ne s'appelle exactement ainsi. Est-ce"),
        ({"commune": "01000"}, "Aucune commune trouvée"),
        ({"pole": "inconnu"}, "inconnu"),
        ({"adresse": "https://spam.example"}, "Ce message n'a pas été accepté"),
    ],
)
def test_what_is_not_accepted_is_said_and_nothing_is_kept(send, mailoutbox, changes, said):
    response = send(**changes)
    assert response.status_code == 200
    assert said in text_of(response)
    assert not ServiceRequest.objects.exists()
    assert not mailoutbox


def test_a_commune_is_known_by_name_code_former_code_or_postcode(send, service):
    Commune.objects.filter(code="38002").update(postcodes=["38999"])
    for text, code in [("saint oeuf", "01001"), ("38999", "38002"), ("01999", "01001")]:
        assert send(commune=text).status_code == 302
        assert ServiceRequest.objects.latest("pk").commune_id == code


def test_two_communes_of_one_postcode_are_told_apart(send):
    Commune.objects.filter(code__in=["38002", "38003"]).update(postcodes=["38999"])
    text = text_of(send(commune="38999"))
    assert "Plusieurs communes" in text
    assert "38002" in text
    assert "38003" in text


def test_a_pole_of_the_directory_is_chosen(send, client, pole):
    assert "Pôle du Lagon" in client.get(ADDRESS).content.decode()
    assert 'value="lagon" selected' in client.get(f"{ADDRESS}?pole=lagon").content.decode()
    assert send(pole="lagon", commune="").status_code == 302
    assert ServiceRequest.objects.get().pole == pole


def test_a_pole_kept_unpublished_is_neither_shown_nor_accepted(send, client, pole):
    type(pole).objects.update(published=False)
    assert "Pôle du Lagon" not in client.get(ADDRESS).content.decode()
    send(pole="lagon", commune="")
    assert not ServiceRequest.objects.exists()


def test_whoever_has_signed_in_finds_the_form_filled(client, service):
    person = make_person("lead@pole.example")
    person.first_name, person.last_name = "Ada", "Laine"
    person.save()
    client.force_login(person)
    content = client.get(ADDRESS).content.decode()
    assert 'value="Ada Laine"' in content
    assert 'value="lead@pole.example"' in content


def test_one_address_tries_only_so_often(send):
    for _ in range(TRIES):
        assert send(nom="").status_code == 200
    assert send().status_code == 429
    assert not ServiceRequest.objects.exists()


def test_an_unknown_service_is_not_found(client, service):
    assert client.get("/services/rien/").status_code == 404
    assert client.get("/services/rien/demander/").status_code == 404


@pytest.mark.parametrize(
    "headers", [{"origin": "https://ailleurs.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_form_sent_from_another_site_is_refused(service, headers):
    assert Client(headers=headers).post(ADDRESS, SAID).status_code == 403
    assert not ServiceRequest.objects.exists()


def test_a_visitor_who_asks_and_follows_gets_no_cookie(service):
    visitor = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    visitor.get(ADDRESS)
    followed = visitor.post(ADDRESS, SAID, follow=True)
    assert followed.status_code == 200
    assert ServiceRequest.objects.count() == 1
    assert not visitor.cookies


def test_a_request_cannot_bring_its_own_state(send):
    send(state="terminee", to_operator="", number="DS-1")
    assert ServiceRequest.objects.get().state == "recue"
