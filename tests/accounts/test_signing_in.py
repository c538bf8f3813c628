"""Accounts: confirmed addresses, refused passwords, limits, the second factor."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from tests.people import PASSWORD, add_second_factor, make_person

SIGN_IN = "/compte/connexion/"
SIGN_UP = "/compte/inscription/"


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client: Client, email: str, password: str = PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def link_in(text: str) -> str:
    """The path of the one link of a message."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]


@pytest.mark.django_db
def test_an_account_serves_once_its_address_is_confirmed(client, mailoutbox):
    given = {"email": "lea@example.org", "password1": PASSWORD}
    answer = client.post(SIGN_UP, given, follow=True)
    assert "un message vient de vous être envoyé" in answer.content.decode().lower()
    assert client.get("/compte/").status_code == 302
    [message] = mailoutbox
    assert message.to == ["lea@example.org"]
    assert message.subject == "Atlas des PTCE : Confirmez votre adresse électronique"
    sign_in(client, "lea@example.org")
    assert client.get("/compte/").status_code == 302, "not before the address is confirmed"
    client.post(link_in(message.body))
    assert EmailAddress.objects.get(email="lea@example.org").verified
    sign_in(client, "lea@example.org")
    assert client.get("/compte/").status_code == 200


@pytest.mark.django_db
def test_nothing_of_the_address_enters_the_name_of_the_account(client):
    client.post(SIGN_UP, {"email": "lea@example.org", "password1": PASSWORD})
    assert "lea" not in User.objects.get().username


@pytest.mark.django_db
@pytest.mark.parametrize(
    "weak", ["court", "123456789012345", "motdepasse", "password1234", "lea@example.org"]
)
def test_a_weak_password_is_refused_with_the_reason(client, weak):
    answer = client.post(SIGN_UP, {"email": "lea@example.org", "password1": weak})
    assert answer.status_code == 200
    assert answer.context["form"].errors["password1"]
    assert not User.objects.exists()


@pytest.mark.django_db
def test_signing_up_twice_tells_a_stranger_nothing(client, mailoutbox):
    make_person("lea@example.org")
    answer = client.post(SIGN_UP, {"email": "lea@example.org", "password1": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/compte/courriel/confirmation/")
    assert mailoutbox[0].subject == "Atlas des PTCE : Cette adresse a déjà un compte"
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_guessing_a_password_is_stopped_even_from_many_addresses(client):
    make_person("lea@example.org")
    for guess in range(5):
        sign_in(client, "lea@example.org", f"faux-{guess}", REMOTE_ADDR=f"192.0.2.{guess}")
    answer = client.post(
        SIGN_IN, {"login": "lea@example.org", "password": PASSWORD}, REMOTE_ADDR="198.51.100.7"
    )
    assert "Trop de tentatives" in answer.content.decode()
    assert client.get("/compte/").status_code == 302, "the right password does not help either"


@pytest.mark.django_db
def test_an_address_that_asks_for_too_many_resets_is_told_to_wait(client, mailoutbox):
    make_person("lea@example.org")
    answers = [
        client.post("/compte/mot-de-passe/oublie/", {"email": "lea@example.org"}).status_code
        for _ in range(21)
    ]
    assert answers[0] == 302
    assert answers[-1] == 429
    assert len(mailoutbox) <= 20
    page = client.post("/compte/mot-de-passe/oublie/", {"email": "lea@example.org"})
    assert "Trop d" in page.content.decode()


@pytest.mark.django_db
def test_a_forgotten_password_is_changed_by_the_link_of_the_message_once(client, mailoutbox):
    make_person("lea@example.org")
    client.post("/compte/mot-de-passe/oublie/", {"email": "lea@example.org"})
    link = link_in(mailoutbox[0].body)
    fresh = {"password1": "velo-et-laine-2027", "password2": "velo-et-laine-2027"}
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, fresh)
    sign_in(client, "lea@example.org", "velo-et-laine-2027")
    assert client.get("/compte/").status_code == 200
    again = Client().get(link, follow=True)
    assert again.context.get("token_fail")


@pytest.mark.django_db
def test_who_has_a_second_factor_is_asked_for_its_code_and_wrong_codes_are_limited(client):
    person = make_person("lea@example.org")
    secret = add_second_factor(person)
    answer = sign_in(client, "lea@example.org")
    assert answer.url == "/compte/second-facteur/code/"
    assert client.get("/compte/").status_code == 302
    for _ in range(6):
        answer = client.post("/compte/second-facteur/code/", {"code": "000000"})
    assert "Trop de tentatives" in answer.content.decode()
    assert client.get("/compte/").status_code == 302
    other = Client()
    sign_in(other, "lea@example.org")
    assert code_of(secret) != "000000"


@pytest.mark.django_db
def test_the_right_code_opens_and_serves_once(client):
    person = make_person("lea@example.org")
    code = code_of(add_second_factor(person))
    sign_in(client, "lea@example.org")
    client.post("/compte/second-facteur/code/", {"code": code})
    assert client.get("/compte/").status_code == 200
    other = Client()
    sign_in(other, "lea@example.org")
    other.post("/compte/second-facteur/code/", {"code": code})
    assert other.get("/compte/").status_code == 302


@pytest.mark.django_db
def test_the_secret_of_a_second_factor_is_sealed_in_the_database():
    secret = add_second_factor(make_person("lea@example.org"))
    stored = Authenticator.objects.get(type="totp").data
    assert secret not in str(stored)


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused():
    strict = Client(enforce_csrf_checks=True)
    make_person("lea@example.org")
    assert sign_in(strict, "lea@example.org").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_signing_in_never_leads_elsewhere(client, elsewhere):
    make_person("lea@example.org")
    answer = sign_in(client, "lea@example.org", next=elsewhere)
    assert answer.url == "/compte/"


@pytest.mark.django_db
def test_a_visitor_gets_no_cookie(client, ground):
    for path in ("/", "/annuaire/", "/poles/est/", "/compte/droits/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert not answer.cookies, path
    assert settings.SESSION_COOKIE_HTTPONLY
