"""The story of a table that an officer imports: read, mended on screen, seen, written, undone."""

import re

import pytest
from playwright.sync_api import expect

from directory.models import Pole
from directory.record.stored import record_of
from directory.record.writing import save_pole
from tests.browser.support import NARROWEST, PHONE, faults_at_both_widths
from tests.people import make_person

LIST = (
    "Annuaire régional\r\n\r\nRéf;Intitulé;Structure porteuse;Tél;Commune;Sources;Vu le\r\n"
    "pole-laine;Pôle Laine;SCIC Laine;01;01001;https://exemple.fr/;20/11/2026\r\n"
    ";Pôle Bois;SCIC Bois;02;38002;https://exemple.fr/;20/11/2026\r\n"
)


@pytest.fixture
def officer(visit):
    """Where the pole is what a file wrote."""
    pole = Pole.objects.get(slug="pole-laine")
    save_pole(pole.slug, {}, loaded=record_of(pole))
    return make_person("agente@example.org", "officer", region_id="84")


def test_an_officer_imports_a_list_of_their_own_and_undoes_what_it_changed(visit, officer):
    page = visit("/importer/", person=officer)
    file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp1252")}
    page.get_by_label("Fichier", exact=True).set_input_files(file)
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_text("Rien ne peut être écrit tel quel")).to_be_visible()
    page.get_by_label("Réf (A)").select_option("slug")
    page.get_by_label("Intitulé (B)").select_option("name")
    page.get_by_label("Tél (D)").select_option("-")
    page.get_by_label("Sources (F)").select_option("-")
    page.get_by_label("Vu le (G)").select_option("-")
    page.get_by_label("Commune (E)").select_option("-")
    page.get_by_role("button", name="Relire avec ces colonnes").click()
    expect(page.get_by_text("un pôle nouveau ne peut s'en passer").first).to_be_visible()
    page.get_by_label("Sources (F)").select_option("sources")
    page.get_by_label("Vu le (G)").select_option("checked")
    page.get_by_label("Commune (E)").select_option("seat_insee")
    page.get_by_role("button", name="Relire avec ces colonnes").click()
    expect(page.get_by_text(re.compile("1 fiche ajoutée"))).to_be_visible()


@pytest.mark.parametrize("size", [NARROWEST, PHONE], ids=["320", "390"])
def test_what_is_expected_of_a_cell_and_the_first_values_are_in_sight_of_a_phone(
    visit, officer, size
):
    page = visit("/importer/", person=officer)
    page.set_viewport_size(size)
    lines = "identifiant;commune;structure porteuse\npole-laine;Lyon | Paris;SCIC Laine\n"
    file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    page.get_by_label("Fichier", exact=True).set_input_files(file)
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_text("Rien ne peut être écrit tel quel")).to_be_visible()
    for heading in ("Attendu", "Premières valeurs"):
        box = page.locator(f"td[data-titre='{heading}']").first.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        said = "one => getComputedStyle(one, '::before').content"
        assert heading in page.locator(f"td[data-titre='{heading}']").first.evaluate(said)
    for frame in page.locator(".tableau-cadre").all():
        assert frame.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_the_preview_of_an_import_is_sound_at_both_widths(visit, officer):
    page = visit("/importer/", person=officer)
    lines = "identifiant;structure porteuse\npole-laine;SCIC Laine\n"
    file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    page.get_by_label("Fichier", exact=True).set_input_files(file)
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_text("1 fiche changée")).to_be_visible()
    expect(page.locator("[data-petite-carte]")).to_have_attribute("data-pret", "oui")
    assert faults_at_both_widths(page) == []
    page.get_by_role("button", name="Écrire le fichier").click()
    page.get_by_role("link", name="voir ou annuler ce qui a changé").click()
    expect(page.get_by_text("chargement de liste.csv")).to_be_visible()
    assert Pole.objects.get(slug="pole-laine").lead_organisation == "SCIC Laine"
