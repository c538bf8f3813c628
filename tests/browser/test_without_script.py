"""Without JavaScript the list, its filters and the search still serve."""

import re

from playwright.sync_api import expect


def test_the_list_and_its_filters_serve(visit):
    page = visit("/", javascript=False)
    expect(page.locator("#carte")).to_be_hidden()
    expect(page.locator("#liste .fiche")).to_have_count(6)
    page.get_by_role("checkbox", name=re.compile("Actif")).check(force=True)
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator("#liste .fiche")).to_have_count(3)
    expect(page).to_have_url(re.compile("statut=actif"))


def test_a_card_leads_to_the_page_of_its_pole(visit):
    page = visit("/", javascript=False)
    page.get_by_role("link", name="Pôle Laine").click()
    expect(page).to_have_url(re.compile("/poles/pole-laine/"))


def test_the_search_box_leads_to_the_directory(visit):
    page = visit("/", javascript=False)
    page.get_by_label("Commune, code postal ou pôle").fill("laine")
    page.get_by_role("button", name="Rechercher").click()
    expect(page).to_have_url(re.compile(r"/annuaire/\?q=laine"))
