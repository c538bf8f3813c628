"""Accounts in a browser: sign-up to second factor with the messages of the outbox, by keyboard."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from accounts.models import Mandate
from tests.browser.support import PHONE, faults_at_both_widths
from tests.people import PASSWORD, make_person


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(opened: Page, email: str) -> None:
    opened.get_by_label("Courriel").fill(email)
    opened.get_by_label("Mot de passe").fill(PASSWORD)
    opened.get_by_role("main").get_by_role("button", name="Se connecter").click()


def test_someone_signs_up_confirms_and_is_given_a_role_that_asks_for_a_second_factor(
    visit, live_server, mailoutbox
):
    opened = visit("/compte/")
    expect(opened.get_by_role("heading", level=1)).to_have_text("Se connecter")
    opened.get_by_role("link", name="Créer un compte").click()
    opened.get_by_label("Courriel").fill("cna@example.org")
    opened.get_by_label("Mot de passe").fill(PASSWORD)
    opened.get_by_role("button", name="Créer un compte").click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("Confirmez votre adresse")
    link = re.search(r"http://\S+", mailoutbox[-1].body)
    assert link
    opened.goto(link[0])
    opened.get_by_role("button", name="Confirmer").click()
    sign_in(opened, "cna@example.org")
    expect(opened.get_by_role("heading", level=1)).to_have_text("Mon compte")
    Mandate.objects.create(person=User.objects.get(), role="national-cell")
    opened.goto(f"{live_server.url}/gestion/")
    # The password is asked again before anything that opens doors.
    opened.get_by_label("Mot de passe").fill(PASSWORD)
    opened.get_by_role("button", name="Confirmer").click()
    secret = opened.get_by_label("Secret d'authentification").input_value()
    opened.get_by_label("Code de l'authentificateur").fill(code_of(secret))
    opened.get_by_role("button", name="Activer").click()
    expect(opened.get_by_role("main")).to_contain_text("codes de récupération", ignore_case=True)
    opened.goto(f"{live_server.url}/gestion/")
    expect(opened.get_by_role("heading", name="Gestion", exact=True)).to_be_visible()
    assert mailoutbox[-1].subject.startswith("Atlas des PTCE : ")
    assert mailoutbox[-1].to == ["cna@example.org"]


def test_faults_of_a_form_take_the_focus_and_lead_to_their_field(visit):
    opened = visit("/compte/inscription/", PHONE)
    opened.get_by_label("Courriel").fill("lea@example.org")
    opened.get_by_label("Mot de passe").fill("court")
    opened.keyboard.press("Enter")
    summary = opened.locator("[data-erreurs]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(opened.get_by_label("Mot de passe")).to_be_focused()
    described = opened.get_by_label("Mot de passe").get_attribute("aria-describedby")
    assert described
    assert all(opened.locator(f"#{one}").count() == 1 for one in described.split())


@pytest.mark.parametrize(
    "path",
    [
        "/compte/connexion/", "/compte/inscription/", "/compte/mot-de-passe/oublie/",
        "/compte/droits/", "/compte/donnees-personnelles/", "/compte/courriel/confirmation/",
    ],
)  # fmt: skip
def test_pages_for_visitors_are_accessible(visit, path):
    assert faults_at_both_widths(visit(path)) == []


@pytest.mark.parametrize(
    "path",
    [
        "/compte/", "/compte/nom/", "/compte/courriel/", "/compte/mot-de-passe/",
        "/compte/second-facteur/", "/compte/second-facteur/activer/", "/compte/identite/",
        "/annuaire/complet/",
    ],
)  # fmt: skip
def test_pages_of_one_s_own_are_accessible(visit, path):
    person = make_person("officer@example.org", "officer", region_id="84", second_factor=False)
    assert faults_at_both_widths(visit(path, person=person)) == []


def test_one_leaves_by_a_button_and_the_page_is_gone(visit, live_server):
    opened = visit("/compte/", person=make_person("lea@example.org"))
    opened.get_by_role("button", name="Se déconnecter").click()
    expect(opened).to_have_url(f"{live_server.url}/")
    opened.goto(f"{live_server.url}/compte/")
    expect(opened.get_by_role("heading", level=1)).to_have_text("Se connecter")
