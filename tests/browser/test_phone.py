"""On a phone: two tabs, one state."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support import NARROWEST, PHONE


def test_map_and_list_are_two_tabs(visit):
    page = visit("/", PHONE)
    expect(page.get_by_role("tab", name="Carte")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#panneau")).to_be_hidden()
    page.get_by_role("tab", name=re.compile("Liste")).click()
    expect(page.locator("#panneau")).to_be_visible()
    expect(page.locator("#carte")).to_be_hidden()


def test_tabs_are_moved_by_arrows(visit):
    page = visit("/", PHONE)
    page.get_by_role("tab", name="Carte").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name=re.compile("Liste"))).to_be_focused()
    expect(page.locator("#panneau")).to_be_visible()


def test_a_filter_in_the_list_holds_on_the_map(visit):
    page = visit("/", PHONE)
    page.get_by_role("tab", name=re.compile("Liste")).click()
    page.get_by_role("checkbox", name=re.compile("Actif")).check(force=True)
    expect(page.get_by_role("tab", name="Liste 3")).to_be_visible()
    page.get_by_role("tab", name="Carte").click()
    expect(page.locator("#carte .repere")).to_have_count(2)


def test_a_marker_opens_the_preview_over_the_map(visit):
    page = visit("/?departement=974", PHONE)
    page.locator("#carte .repere[data-pole=lagon]").click()
    expect(page.locator("#apercu")).to_contain_text("Pôle du Lagon")
    page.get_by_role("link", name="Fermer l'aperçu").click()
    expect(page.locator("#apercu")).to_be_hidden()


def test_nothing_overflows_the_window(visit):
    page = visit("/", PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_list_is_scrolled_by_keyboard(visit):
    page = visit("/", PHONE)
    page.get_by_role("tab", name="Carte").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(page.locator("#panneau")).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("#panneau .fiche").last).to_be_in_viewport()


PATHS = ["/", "/annuaire/", "/poles/pole-laine/", "/couverture/", "/donnees/", "/compte/droits/"]


@pytest.mark.parametrize("width", [320, 360])
def test_the_header_and_its_six_entries_hold_in_the_narrowest_windows(visit, width):
    page = visit("/annuaire/", {"width": width, "height": 640})
    for part in page.locator(".entete a:not([data-recherche-absent]), .recherche-bouton").all():
        box = part.bounding_box()
        assert box
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
    search = page.locator("#recherche-q").bounding_box()
    account = page.get_by_role("link", name="Mon compte").first.bounding_box()
    assert search
    assert account
    assert search["x"] + search["width"] <= account["x"]


@pytest.mark.parametrize("path", PATHS)
def test_no_page_is_wider_than_the_narrowest_window(visit, path):
    page = visit(path, NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST["width"]
