"""The picker of territories in a browser: by keyboard, by clicks on its map, without script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support import faults_at_both_widths

pytestmark = pytest.mark.urls("tests.browser.picker_page")


@pytest.fixture
def picker(visit):
    def open_page(*args, **options) -> Page:
        page = visit("/essai/", *args, **options)
        if options.get("javascript", True):
            expect(page.locator("[data-choix-carte][data-pret=oui]")).to_be_visible()
            expect(page.locator("[data-choix-carte][data-contours='2']")).to_be_visible()
        return page

    return open_page


def lines(page: Page) -> list[str]:
    return page.locator("[name=territories]").input_value().splitlines()


def test_a_territory_is_found_added_and_taken_away_by_keyboard(picker):
    page = picker()
    page.get_by_label("Territoires", exact=True).focus()
    page.keyboard.type("200000001")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("[data-choix-annonce]")).to_contain_text("ajouté")
    assert lines(page) == ["commune 01006", "partie 01005 Gare", "epci 200000001"]
    page.get_by_role("button", name="Retirer").nth(1).focus()
    page.keyboard.press("Enter")
    assert lines(page) == ["commune 01006", "epci 200000001"]
    assert "200000001" in page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_a_pole_is_not_proposed_and_enter_never_sends_the_form(picker):
    page = picker()
    page.get_by_label("Territoires", exact=True).fill("laine")
    expect(page.locator(".choix-recherche [data-recherche-annonce]")).to_have_text(
        "Aucun territoire ne répond"
    )
    page.keyboard.press("Enter")
    expect(page.locator("output")).to_have_text("False")


def test_a_click_on_the_map_adds_the_commune_then_takes_it_away(picker):
    page = picker()
    page.locator("[data-choix-carte]").click(position={"x": 330, "y": 176})
    expect(page.locator("[data-choix-liste] li")).to_have_count(3)
    added = lines(page)[2]
    assert added.startswith("commune ")


def test_a_click_adds_the_epci_when_that_is_chosen(picker):
    page = picker()
    page.get_by_label("l'intercommunalité").check()
    centre = page.locator("[data-choix-carte]").bounding_box()
    page.locator("[data-choix-carte]").click(position={"x": centre["width"] / 2 - 40, "y": 176})
    expect(page.locator("[data-choix-liste] li")).to_have_count(3)
    assert lines(page)[2].startswith("epci 20000000")


def test_a_commune_is_held_in_part_under_a_name(picker):
    page = picker()
    page.get_by_label("En partie seulement").first.check()
    page.get_by_label("Quartier ou secteur").first.fill("Le Port")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("output")).to_contain_text("('part', '01006', 'Le Port')")


def test_lines_are_typed_without_javascript_and_their_faults_told(picker):
    page = picker(javascript=False)
    page.get_by_label("Territoires", exact=True).fill("commune 01999\ncommune 01004")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".errorlist")).to_contain_text("Ligne 1 (commune 01999) : attendu, 01001")
    page.get_by_label("Territoires", exact=True).fill("commune 01004")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("output")).to_contain_text("('commune', '01004', '')")


def test_axe_finds_nothing(picker):
    assert faults_at_both_widths(picker()) == []


def test_a_shape_is_drawn_named_and_its_points_moved(picker, watch):
    watch.expect("Deprecated use of _flat")  # Leaflet.draw's, which nobody maintains
    page = picker()
    page.get_by_role("button", name="Dessiner un périmètre").click()
    frame = page.locator("[data-choix-carte]")
    frame.scroll_into_view_if_needed()
    for x, y in ((500, 80), (650, 80), (650, 220), (500, 80)):
        frame.click(position={"x": x, "y": y})
        page.wait_for_timeout(150)  # Leaflet.draw takes two clicks closer than that for one
    expect(page.locator("[data-choix-liste] li")).to_have_count(3)
    page.get_by_label("Nom du périmètre").fill("Les Étangs")
    drawn = lines(page)[2]
    assert drawn.startswith('dessin {"type":"MultiPolygon"')
    assert drawn.endswith("Les Étangs")
    page.get_by_role("button", name="Modifier le tracé").click()
    corner = page.locator("[data-choix-carte] .leaflet-editing-icon").first
    box = corner.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] - 40, box["y"] + 30, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Garder ce tracé").click()
    moved = lines(page)[2]
    assert moved != drawn
    assert moved.endswith("Les Étangs")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("output")).to_contain_text("('drawn', None, 'Les Étangs')")


def test_a_drawing_that_is_given_up_leaves_nothing_and_clicks_add_again(picker):
    page = picker()
    page.get_by_role("button", name="Dessiner un périmètre").click()
    page.locator("[data-choix-carte]").click(position={"x": 500, "y": 80})
    page.get_by_role("button", name="Abandonner le dessin").click()
    expect(page.get_by_role("button", name="Dessiner un périmètre")).to_be_visible()
    expect(page.locator("[data-choix-liste] li")).to_have_count(2)
    page.locator("[data-choix-carte]").click(position={"x": 330, "y": 176})
    expect(page.locator("[data-choix-liste] li")).to_have_count(3)
