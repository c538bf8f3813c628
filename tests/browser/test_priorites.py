"""The pages of priorities in a real browser: map before and after, form, comparison, keyboard."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import expect

from directory.footprints import derive_footprints
from directory.record.writing import poles_changed
from tests import factories
from tests.browser.support import colour_at_centre, faults_at_both_widths, ready

PAGE = "/priorites/"
MAP = "prio-carte"
ORANGE = [213, 94, 0]  # scenario A
AT_38001 = "#12/45.15/2.15"


@pytest.fixture(autouse=True)
def emerging(directory, watch) -> None:
    """An emerging pole that declares 38001, which nothing covers."""
    watch.expect("willReadFrequently")
    factories.make_pole(
        "pousse",
        [factories.territory("commune", "38001")],
        name="Pousse",
        status="emerging",
        status_as_of=2024,
        seat_id="38001",
        department_id="38",
    )
    with transaction.atomic():
        derive_footprints()
        poles_changed()


def test_the_map_shows_what_is_gained_after_and_not_before(visit):
    page = ready(visit(f"{PAGE}?rayon_km=0{AT_38001}"))
    assert colour_at_centre(page, MAP, aside=30) == ORANGE
    page.get_by_role("button", name="Avant").click()
    expect(page.locator("#prio-carte")).to_have_attribute("data-moment", "avant")
    assert colour_at_centre(page, MAP, aside=30) != ORANGE
    expect(page.get_by_role("button", name="Avant")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Après").click()
    expect(page.locator("#prio-carte")).to_have_attribute("data-moment", "apres")
    assert colour_at_centre(page, MAP, aside=30) == ORANGE


def test_a_scenario_is_added_and_taken_away_by_keyboard(visit):
    page = ready(visit(f"{PAGE}?rayon_km=0"))
    page.get_by_label("Combien (1 à 50)").fill("2")
    page.get_by_label("Combien (1 à 50)").press("Enter")
    expect(page.get_by_role("table", name="Scénarios comparés")).to_be_visible()
    expect(page).to_have_url(re.compile("scenario=meilleurs:epci:2"))
    page.get_by_role("link", name=re.compile("retirer")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Scénarios comparés")).to_have_count(0)


def test_the_three_steps_are_sent_by_the_form(visit):
    page = ready(visit(f"{PAGE}?rayon_km=0"))
    page.get_by_label("Toutes les intercommunalités").check()
    page.get_by_label("Ou un nombre de pôles (1 à 50)").fill("1")
    page.get_by_role("button", name="Choisir les sites").click()
    expect(page).to_have_url(re.compile(r"/priorites/\?rayon_km=0&candidats=epci&k=1$"))
    expect(page.locator(".prio-sites li")).to_have_count(1)


def test_the_curve_has_its_table(visit):
    page = ready(visit(f"{PAGE}?rayon_km=0&candidats=epci&territoire=epci"))
    page.get_by_text("La courbe en tableau").click()
    rows = page.locator("#table-courbe tbody tr")
    expect(rows).to_have_count(page.locator(".prio-point").count())


@pytest.mark.parametrize(
    "path",
    [
        PAGE,
        f"{PAGE}?rayon_km=0&candidats=epci&scenario=choix:pousse&scenario=meilleurs:epci:2",
        "/priorites/territoires/",
        "/priorites/territoires/?poids=distance:1",
    ],
)
def test_axe_finds_no_violation(visit, path):
    page = visit(path)
    if page.locator("#prio-carte").count():
        ready(page)
    assert faults_at_both_widths(page) == []


def test_without_script_the_lists_and_tables_say_the_same(visit):
    page = visit(f"{PAGE}?rayon_km=0", javascript=False)
    expect(page.locator(".prio-sites")).to_contain_text("Pousse")
    expect(page.get_by_role("table", name="Pôles émergents par ce qu'ils")).to_contain_text(
        "Pousse"
    )
