"""A visitor asks for a service, its operator answers from the e-mail, the cells follow."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from geo.models import Commune
from programme.models import Partner, Service
from programme.models.requests import ServiceRequest
from programme.requests.writing import Asked, ask
from tests.browser.support import (
    PHONE,
    colour_at_centre,
    faults_at_both_widths,
    ready,
    wait_for_colour,
)
from tests.people import make_person

SOURCES = ["https://example.org/source"]


@pytest.fixture
def service(directory):
    return Service.objects.create(
        slug="conseil", name="Conseil", operator="Opérateur", audience="Les pôles.",
        audiences=["existants"], what="Conseiller.", operator_email="conseil@operateur.example",
        sources=SOURCES,
    )  # fmt: skip


@pytest.fixture
def asked(service):
    """A request that has waited for twenty days."""
    made = ask(
        Asked(
            service,
            "Ada Laine",
            "ada@pole.example",
            "",
            "Un regard neuf.",
            commune=Commune.objects.get(code="01001"),
        ),
        lambda path: path,
    )
    before = timezone.now() - timedelta(days=20)
    ServiceRequest.objects.filter(pk=made.pk).update(created_at=before)
    return made


def link_in(mail):
    """The path of the one address of an e-mail."""
    (address,) = re.findall(r"https?://\S+", mail.body)
    return urlsplit(address).path


def fill(page):
    page.get_by_label("Vos nom et prénom").fill("Ada Laine")
    page.get_by_label("Votre adresse électronique").fill("ada@pole.example")
    page.get_by_label("Le pôle concerné").select_option("Pôle Laine")
    page.get_by_label("Votre besoin").fill("Un regard neuf sur notre filière.")


def test_a_visitor_asks_the_operator_answers_the_requester_reads(
    visit, watch, axe, service, mailoutbox
):
    page = visit("/services/?pour=existants")
    page.get_by_role("link", name="Demander le service Conseil").click()
    fill(page)
    page.get_by_role("button", name="Envoyer la demande").click()
    page.get_by_role("heading", name="Demande DS-").wait_for()
    assert axe(page) == []
    operator_mail, acknowledgement = mailoutbox
    assert operator_mail.to == ["conseil@operateur.example"]

    operator = visit(link_in(operator_mail))
    assert operator.get_by_text("Un regard neuf sur notre filière.").is_visible()
    assert axe(operator) == []
    operator.get_by_label("Répondre").check()
    operator.get_by_role("button", name="Enregistrer et prévenir").click()
    expect(operator.locator("[data-erreurs]")).to_be_focused()
    assert operator.get_by_text("Écrivez au demandeur").count()
    operator.get_by_label("Message au demandeur").fill("Rencontrons-nous lundi.")
    operator.get_by_role("button", name="Enregistrer et prévenir").click()
    operator.get_by_text("État : réponse donnée").wait_for()
    operator.get_by_label("Dire que la demande est terminée").check()
    operator.get_by_role("button", name="Enregistrer et prévenir").click()
    operator.get_by_text("État : terminée").wait_for()
    assert not operator.get_by_role("heading", name="Donner suite").count()

    assert [mail.to for mail in mailoutbox[2:]] == [["ada@pole.example"]] * 2
    assert "Rencontrons-nous lundi." in mailoutbox[2].body
    requester = visit(link_in(acknowledgement), PHONE)
    assert requester.get_by_text("Rencontrons-nous lundi.").is_visible()
    assert not requester.get_by_role("heading", name="Donner suite").count()

    watch.expect(r"404")
    forged = visit(link_in(acknowledgement).replace("/suivi/", "/suivi/x"))
    assert forged.get_by_role("heading", name="Page introuvable").is_visible()


def test_a_request_is_made_by_keyboard_alone(visit, service):
    page = visit("/services/conseil/demander/")
    page.get_by_label("Vos nom et prénom").focus()
    for typed in ("Ada Laine", "ada@pole.example", "Pôle Laine", None, "01001", "Un besoin."):
        if typed:
            page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Envoyer la demande").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Demande DS-").wait_for()
    kept = ServiceRequest.objects.get()
    assert (kept.name, kept.commune_id, kept.need) == ("Ada Laine", "01001", "Un besoin.")


def test_faults_are_read_first_and_lead_to_their_fields(visit, axe, service):
    page = visit("/services/conseil/demander/", PHONE)
    page.get_by_label("La commune concernée").fill("Nulle-Part-sur-Rien")
    page.get_by_role("button", name="Envoyer la demande").click()
    summary = page.locator("[data-erreurs]")
    expect(summary).to_be_focused()
    assert axe(page) == []
    summary.get_by_role("link", name="La commune concernée").click()
    expect(page.locator("[name=commune]")).to_be_focused()
    assert page.get_by_label("La commune concernée").input_value() == "Nulle-Part-sur-Rien"


def test_the_trap_is_out_of_sight_and_out_of_the_way(visit, service):
    page = visit("/services/conseil/demander/")
    box = page.locator("[name=adresse]").bounding_box()
    assert box is None or box["x"] < 0
    page.locator("[name=adresse]").evaluate("field => { field.value = 'https://spam.example' }")
    fill(page)
    page.get_by_role("button", name="Envoyer la demande").click()
    page.locator("[data-erreurs]").wait_for()
    assert not ServiceRequest.objects.exists()


def test_the_cell_of_another_region_sees_nothing(visit, watch, asked):
    there = make_person("r@cellule.example", "regional-cell", region_id="84")
    page = visit("/demandes/", person=there)
    assert page.get_by_text("à relancer", exact=True).is_visible()
    page.get_by_role("link", name=asked.number).click()
    expect(page.get_by_text("Un regard neuf.")).to_be_visible()
    watch.expect(r"404")
    other = make_person("a@cellule.example", "regional-cell", region_id="11")
    page = visit(f"/demandes/{asked.pk}/", person=other)
    assert page.get_by_role("heading", name="Page introuvable").is_visible()


def test_axe_finds_no_violation_where_requests_are_followed(visit, asked):
    person = make_person("n@cellule.example", "national-cell")
    ServiceRequest.objects.update(to_operator=False)
    for path in ("/demandes/", f"/demandes/{asked.pk}/"):
        assert faults_at_both_widths(visit(path, person=person)) == []


@pytest.fixture
def cells(directory):
    """La Réunion has a cell; the others have none."""
    Partner.objects.create(
        slug="cellule", name="Cellule", kind="cellule", role="Évalue.", regions=["04"],
        sources=SOURCES,
    )  # fmt: skip


KNOWN = [11, 60, 93]


def test_the_map_of_cells_paints_a_region_and_leads_to_its_line(visit, watch, cells):
    watch.expect("willReadFrequently")  # the test itself reads the canvas again and again
    page = ready(visit("/partenaires/"))
    assert colour_at_centre(page, "cellules-carte") != KNOWN
    page.get_by_role("button", name="La Réunion").click()
    wait_for_colour(page, "cellules-carte", KNOWN)
    box = page.locator("#cellules-carte").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("#region-04:focus").wait_for()
    assert page.locator("#region-04").get_by_role("link", name="Cellule").is_visible()


def test_axe_finds_no_violation_on_the_map_of_cells(visit, cells):
    assert faults_at_both_widths(ready(visit("/partenaires/"))) == []
    page = visit("/communes/97401/")
    page.locator("[data-petite-carte][data-pret=oui]").wait_for()
    assert faults_at_both_widths(page) == []
