"""The search box: a combobox used by keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.browser.support import PHONE


def options_of(page: Page):
    return page.locator("#recherche-liste [role=option]")


def type_in(page: Page, text: str):
    field = page.get_by_role("combobox", name="Commune, code postal ou pôle")
    field.press_sequentially(text)
    expect(options_of(page).first).to_be_visible()
    return field


def test_the_box_lists_results_and_says_how_many(visit):
    page = visit("/annuaire/")
    field = type_in(page, "saint oeuf")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[data-recherche-annonce]")).to_have_text(re.compile(r"^\d+ résultat"))
    expect(options_of(page).first).to_contain_text("Saint-Œuf")


def test_lines_that_are_not_all_say_that_others_answer(visit):
    page = visit("/annuaire/")
    field = type_in(page, "commune")
    said = "8 premiers résultats ; précisez pour voir les autres"
    expect(page.locator("[data-recherche-annonce]")).to_have_text(said)
    expect(page.locator("#recherche-liste ~ [data-recherche-reste]")).to_have_text(said)
    expect(page.locator("#recherche-liste ~ [data-recherche-reste]")).to_be_visible()
    field.fill("saint oeuf")
    expect(page.locator("#recherche-liste ~ [data-recherche-reste]")).to_be_hidden()
    expect(page.locator("[data-recherche-annonce]")).to_have_text(re.compile("flèches"))


def test_arrows_home_and_end_move_the_active_option(visit):
    page = visit("/annuaire/")
    field = type_in(page, "commune")
    options = options_of(page)
    last = options.count() - 1
    assert last >= 2
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    for key, rank in [
        ("ArrowDown", 1),
        ("End", last),
        ("ArrowDown", 0),
        ("ArrowUp", last),
        ("Home", 0),
    ]:
        field.press(key)
        expect(options.nth(rank)).to_have_attribute("aria-selected", "true")
        active = field.get_attribute("aria-activedescendant")
        assert options.nth(rank).get_attribute("id") == active


def test_escape_closes_the_list_then_empties_the_box(visit):
    page = visit("/annuaire/")
    field = type_in(page, "commune")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("commune")
    field.press("Escape")
    expect(field).to_have_value("")


def test_enter_leads_to_the_page_of_a_commune(visit):
    page = visit("/annuaire/")
    type_in(page, "saint oeuf").press("Enter")
    expect(page).to_have_url(re.compile(r"/communes/01001/"))


def test_on_the_map_a_commune_is_shown_with_its_link(visit):
    page = visit("/")
    type_in(page, "saint oeuf").press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text("Saint-Œuf")
    expect(popup.get_by_role("link", name="Quels pôles couvrent ce lieu ?")).to_have_attribute(
        "href", "/communes/01001/"
    )
    expect(page).to_have_url(re.compile(r"#11/45\.05\d*/2\.15"))


def test_on_the_map_a_pole_is_chosen(visit):
    page = visit("/")
    type_in(page, "pôle laine")
    options_of(page).filter(has_text="Pôle Laine").click()
    expect(page.locator("#apercu")).to_contain_text("Transforme la laine locale.")
    expect(page).to_have_url(re.compile(r"/\?pole=pole-laine"))


def test_the_box_serves_on_a_phone(visit):
    page = visit("/annuaire/", PHONE)
    type_in(page, "saint oeuf")
    box = page.get_by_role("listbox").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]


def test_a_text_that_nothing_answers_says_so_and_proposes(visit):
    page = visit("/annuaire/")
    field = page.get_by_role("combobox", name="Commune, code postal ou pôle")
    field.press_sequentially("xqzt")
    word = page.locator("[data-recherche-mot]")
    expect(word).to_be_visible()
    expect(word).to_contain_text("Aucun lieu ni pôle ne répond à « xqzt »")
    expect(page.locator("[data-recherche-annonce]")).to_contain_text("Aucun lieu ni pôle")
    expect(field).to_have_attribute("aria-expanded", "false")
    word.get_by_role("link", name="L’annuaire des pôles").click()
    expect(page).to_have_url(re.compile(r"/annuaire/$"))


def test_a_place_outside_the_departments_is_told(visit):
    page = visit("/annuaire/")
    page.get_by_role("combobox", name="Commune, code postal ou pôle").press_sequentially("Nouméa")
    expect(page.locator("[data-recherche-mot]")).to_contain_text("Nouvelle-Calédonie (988)")
