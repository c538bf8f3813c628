"""The national geocoder, offered by the search box and asked only by its button."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from tests.browser.geocoder import OUTSIDE, StandIn, stand_in
from tests.browser.support import NARROWEST, PHONE, faults_at_both_widths
from tests.browser.test_search import options_of

BUTTON = "Demander au géocodeur national"


@pytest.fixture
def geocoder(settings: LazySettings, watch) -> Iterator[StandIn]:
    """A stand-in that the pages are allowed to ask, in place of the true one."""
    with stand_in() as served:
        parts = urlsplit(served.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        settings.GEOCODER_URL = served.url
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        sources = [*policy["connect-src"][:1], origin]
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy | {"connect-src": sources}}
        watch.expect(rf"^third party: {re.escape(served.url)}")
        yield served


def write(page: Page, text: str):
    field = page.get_by_role("combobox", name="Commune, code postal ou pôle")
    field.press_sequentially(text)
    expect(page.locator("[data-recherche-reponse]")).to_be_visible()
    return field


def test_an_address_is_asked_for_by_its_button_and_never_otherwise(visit, geocoder):
    page = visit("/annuaire/")
    field = write(page, "8 rue du moulin")
    expect(page.locator("[data-recherche-mot]")).to_contain_text(
        "demandez l’adresse au géocodeur national"
    )
    assert geocoder.asked == []
    page.get_by_role("button", name=BUTTON).click()
    expect(options_of(page)).to_have_count(2)
    assert geocoder.asked == ["8 rue du moulin"]
    expect(options_of(page).first).to_contain_text("8 Rue du Moulin 01000 Saint-Œuf")
    expect(options_of(page).first).to_contain_text("01, Ain, Auvergne-Rhône-Alpes")
    expect(options_of(page).nth(1)).to_contain_text("Îlet à Cordes")
    expect(options_of(page).nth(1)).to_contain_text("97413 Commune 97401")
    expect(field).to_be_focused()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/communes/97401/"))


def test_it_is_reached_and_left_by_keyboard(visit, geocoder):
    page = visit("/annuaire/")
    field = write(page, "8 rue du moulin")
    button = page.get_by_role("button", name=BUTTON)
    for _ in range(6):
        page.keyboard.press("Tab")
        if button.evaluate("element => element === document.activeElement"):
            break
    expect(button).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_hidden()
    expect(field).to_be_focused()


def test_on_the_map_an_address_is_shown_with_the_page_of_its_commune(visit, geocoder):
    page = visit("/")
    write(page, "8 rue du moulin")
    page.get_by_role("button", name=BUTTON).click()
    options_of(page).first.click()
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text("8 Rue du Moulin")
    expect(popup.get_by_role("link", name="Quels pôles couvrent ce lieu ?")).to_have_attribute(
        "href", "/communes/01001/"
    )


def test_an_address_outside_the_departments_leads_to_the_sentence_that_says_so(visit, geocoder):
    geocoder.features = [OUTSIDE]
    page = visit("/")
    write(page, "rue de l'alma")
    page.get_by_role("button", name=BUTTON).click()
    options_of(page).first.click()
    expect(page.locator("[data-recherche-mot]")).to_contain_text("Nouvelle-Calédonie (988)")


@pytest.mark.parametrize("status", [429, 500])
def test_its_failure_is_told(visit, geocoder, watch, status):
    watch.expect(rf"{status}")
    geocoder.status = status
    page = visit("/annuaire/")
    write(page, "8 rue du moulin")
    page.get_by_role("button", name=BUTTON).click()
    word = page.locator("[data-recherche-mot]")
    expect(word).to_contain_text("Le géocodeur national ne répond pas.")
    expect(word).to_be_visible()
    expect(page.locator("[data-recherche-annonce]")).to_contain_text("ne répond pas")


def test_that_it_knows_nothing_is_told(visit, geocoder):
    geocoder.features = []
    page = visit("/annuaire/")
    write(page, "8 rue du moulin")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator("[data-recherche-mot]")).to_contain_text("ne connaît aucune adresse")


@pytest.mark.parametrize("size", [PHONE, NARROWEST])
def test_it_is_offered_within_the_window_of_a_phone(visit, geocoder, size):
    page = visit("/annuaire/", size)
    write(page, "8 rue du moulin")
    box = page.locator("[data-recherche-reponse]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_what_it_offers_is_accessible(visit, geocoder):
    page = visit("/annuaire/")
    write(page, "saint oeuf")
    assert faults_at_both_widths(page) == []


def test_the_setting_takes_it_away_and_the_policy_with_it(visit, settings):
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.GEOCODER_URL = ""
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {name: value for name, value in policy.items() if name != "connect-src"}
    }
    page = visit("/annuaire/")
    write(page, "8 rue du moulin")
    expect(page.locator("[data-recherche-mot]")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)
