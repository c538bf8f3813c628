"""Drawn shapes in a browser: taken from a file, told what they take, repaired, cut."""

import re

import pytest
from playwright.sync_api import Page, expect
from shapely.geometry import box

from directory.models import FootprintCommune, Pole
from tests.browser.support import PHONE, faults_at_both_widths
from tests.geo.shapes.files import geojson, geopackage, table
from tests.people import make_person

FORM = "/poles/pole-laine/modifier/"
# All of 01002 and a band of 3 % of the commune above it.
BRUSHING = box(2.2, 45, 2.3, 45.1).union(box(2.2, 45.1, 2.3, 45.103))
BOW = b"""{"type": "Polygon", "coordinates":
  [[[2.2, 45], [2.3, 45.1], [2.3, 45], [2.2, 45.1], [2.2, 45]]]}"""


@pytest.fixture
def form(visit):
    def open_form(*args, **options) -> Page:
        visit("/annuaire/")  # makes the directory
        officer = make_person("agente@example.org", "officer", region_id="84")
        page = visit(FORM, *args, person=officer, **options)
        if options.get("javascript", True):
            expect(page.locator("[data-choix-carte]")).to_have_attribute("data-pret", "oui")
        return page

    return open_form


def give(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Ou le prendre dans un fichier").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def save(page: Page) -> None:
    page.get_by_label("Pourquoi").fill("dessiné")
    page.get_by_role("button", name="Enregistrer").click()


def held() -> dict[str, str]:
    found = FootprintCommune.objects.filter(pole=Pole.objects.get(slug="pole-laine"))
    return dict(found.values_list("commune_id", "basis"))


def test_a_shape_is_taken_from_a_layer_of_a_file_and_what_it_brushes_is_dropped(form, watch):
    watch.expect(r"answer: 400|console: .*400")
    page = form()
    page.get_by_role("button", name=re.compile("Retirer EPCI")).click()
    give(page, "v.gpkg", geopackage(une=table(BRUSHING, crs=2154), deux=table(BRUSHING)))
    page.get_by_label("Couche à lire").select_option("une")
    told = page.locator("[data-choix-pesee]")
    expect(told).to_contain_text("Ce périmètre prend 2 communes")
    expect(page.locator("[data-choix-lu]")).to_contain_text(
        "converties de « RGF93 v1 / Lambert-93 »"
    )
    told.get_by_label("Laisser cette commune").check()
    expect(told).to_contain_text("Ce périmètre prend 1 commune,")
    expect(told.get_by_label("Laisser cette commune")).to_be_focused()
    save(page)
    expect(page.locator(".message").first).to_contain_text("La fiche est modifiée.")
    assert held() == {"01002": "declared"}


def test_a_repair_is_shown_on_the_map_and_accepted(form):
    page = form()
    give(page, "noeud.geojson", BOW)
    told = page.locator("[data-choix-pesee]")
    expect(told).to_contain_text("deux bords se croisent près de 2,25 E 45,05 N")
    expect(page.locator("path.choix-repare")).to_have_count(1)
    told.get_by_label("Accepter cette réparation").check()
    expect(told.get_by_label("Accepter cette réparation")).to_be_checked()
    assert faults_at_both_widths(page) == []
    save(page)
    expect(page.locator(".message").first).to_contain_text("La fiche est modifiée.")


def test_without_script_a_file_is_sent_with_the_form_and_told_before_it_is_saved(form):
    page = form(PHONE, javascript=False)
    give(page, "v.geojson", geojson(table(BRUSHING, nom=["Vallée"])))
    save(page)
    expect(page.locator("[data-choix-pesee]")).to_contain_text("Ce périmètre prend 2 communes")
    assert held() != {"01002": "declared", "38002": "partial"}
    save(page)
    expect(page.locator(".message").first).to_contain_text("La fiche est modifiée.")
    assert held()["38002"] == "partial"
