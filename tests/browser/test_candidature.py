"""A lead applies, from the page of the call to the receipt; every step by eye, keyboard and axe."""

import datetime
import re

import pgtrigger
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from calls.models import Application, Criterion
from calls.states import Move
from tests.browser.support import faults_at_both_widths
from tests.calls import files
from tests.calls.applications import SIRETS, make_call, make_draft, make_submitted, move_to
from tests.calls.support import amend
from tests.people import PASSWORD, make_person

STEPS = ["projet", "territoire", "membres", "budget", "reponses", "documents", "envoi"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def call(directory):
    call = make_call(
        title="AMI PTCE 2027", aimed_low=15, aimed_high=20, budget_eur=1_500_000,
        required_documents=["statuts"], priority_tags=["ruralite", "qpv"],
        priorities="Animer et coopérer.",
    )  # fmt: skip
    for position, (title, weight) in enumerate([("Coopération", 3), ("Territoire", 1)], 1):
        with pgtrigger.ignore("calls.Criterion:grid_stays"):
            Criterion.objects.create(
                call=call, position=position, title=title, weight=weight, text="Ce qui est regardé."
            )
    return call


@pytest.fixture
def lead(directory):
    return make_person("porteur@example.org")


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_a_lead_applies_from_the_page_of_the_call_to_the_receipt(  # noqa: PLR0915 - one story
    visit, call, lead, mailoutbox, tmp_path
):
    page = visit("/appels/ami-2027/")
    page.get_by_role("link", name="Candidater").click()
    page.get_by_label("Courriel").fill("porteur@example.org")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    button(page, "Se connecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Candidater")
    button(page, "Commencer ou reprendre un brouillon").click()

    page.get_by_label("Nom du projet").fill("Laine du plateau")
    page.get_by_label("Résumé").fill("Transformer la laine sur place.")
    page.get_by_label("Textile et laine").check()
    page.get_by_label("Début du projet").fill("2027-06-01")
    page.get_by_label("Fin du projet").fill("2029-05-31")
    button(page, "Enregistrer et continuer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Le territoire")
    search = page.locator("[data-choix-champ]")
    expect(search).to_have_id("id_territories")  # the picker is there
    search.fill("01001")
    page.get_by_role("option").first.click()
    expect(page.locator("[data-choix-liste] li")).to_have_count(1)
    button(page, "Enregistrer et continuer").click()

    page.get_by_label("Nom de la structure").fill("Association Laine")
    page.get_by_label("SIRET").first.fill("732 829 320 00074")
    page.get_by_label("Nature juridique").select_option("association")
    page.get_by_label("Catégorie de l'article 9").first.select_option("ess")
    page.get_by_label("Personne à joindre").fill("Camille Durand")
    for n, (name, kind, siret) in enumerate(
        [("Filature", "entreprise", SIRETS[1]), ("Commune", "collectivite", SIRETS[3])]
    ):
        row = page.get_by_role("group", name=f"Membre {n + 1}")
        row.get_by_label("Nom").fill(name)
        row.get_by_label("Catégorie de l'article 9").select_option(kind)
        row.get_by_label("SIRET").fill(siret)
    button(page, "Enregistrer et continuer").click()

    page.get_by_label("Aide demandée (€)").fill("50 000")
    for name, label, amount in (
        ("Dépense 1", "Animation", "80 000"), ("Recette 1", "Région", "30 000"),
    ):  # fmt: skip
        row = page.get_by_role("group", name=name)
        row.get_by_label("Intitulé").fill(label)
        row.get_by_label("Montant (€)").fill(amount)
    button(page, "Enregistrer et continuer").click()

    expect(page.locator("textarea")).to_have_count(6)  # `all` waits for no page
    for field in page.locator("textarea").all():
        field.fill("Une réponse.")
    button(page, "Enregistrer et continuer").click()

    (tmp_path / "Statuts.pdf").write_bytes(files.pdf())
    page.get_by_label("Nature du document").select_option("statuts")
    page.get_by_label("Fichier", exact=True).set_input_files(tmp_path / "Statuts.pdf")
    button(page, "Déposer ce fichier").click()
    expect(page.get_by_role("link", name="Statuts.pdf")).to_be_visible()
    page.get_by_role("link", name="Continuer").click()

    expect(page.get_by_text("Toutes les règles sont remplies")).to_be_visible()
    assert mailoutbox == []
    button(page, "Envoyer la candidature").click()
    expect(page.locator(".avis")).to_contain_text("PTCE-2027-0001")
    expect(page.get_by_text("Candidature déposée")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Récépissé en PDF").click()
    assert download.value.suggested_filename == "recepisse-PTCE-2027-0001.pdf"

    mail = mailoutbox[-1]
    assert "PTCE-2027-0001" in mail.subject
    address = re.search(r"https?://\S+(/candidatures/\S+)", mail.body)
    assert address
    page.goto(re.sub(r"/candidatures/.*", address[1], page.url))
    expect(page.get_by_role("heading", level=1)).to_have_text("Laine du plateau")
    assert Application.objects.get().regions == ["84"]


def test_the_deadline_passes_while_the_form_is_open(visit, watch, call, lead, mailoutbox):
    amend(call, required_documents=[])
    application = make_draft(call, lead)
    page = visit(f"/candidatures/{application.key}/envoi/", person=lead)
    expect(page.get_by_text("Toutes les règles sont remplies")).to_be_visible()
    amend(call, closes_at=timezone.now())
    watch.expect("409")
    button(page, "Envoyer la candidature").click()
    expect(page.locator(".avis")).to_contain_text("La candidature n'est pas envoyée.")
    expect(page.locator(".avis")).to_contain_text("L'appel est clos depuis le")
    expect(page.locator(".avis")).to_contain_text("Le brouillon est gardé.")
    application.refresh_from_db()
    assert application.state == "draft"
    assert mailoutbox == []


def test_the_draft_is_kept_while_it_is_typed_and_the_page_says_so(visit, call, lead):
    application = make_draft(call, lead)
    page = visit(f"/candidatures/{application.key}/projet/", person=lead)
    page.get_by_label("Nom du projet").fill("Un autre nom")
    expect(page.locator("[data-etat]")).to_contain_text("Brouillon enregistré à")
    application.refresh_from_db()
    assert application.project_name == "Un autre nom"
    # The stamp follows: what comes next is kept too.
    page.get_by_label("Nom du projet").fill("Encore un autre")
    button(
        page,
        "Enregistrer",
    ).click()
    expect(page.locator(".avis")).to_contain_text("Étape enregistrée.")
    expect(page.get_by_label("Nom du projet")).to_have_value("Encore un autre")


def test_two_tabs_on_one_step_the_second_is_told_and_chooses(visit, watch, call, lead):
    application = make_draft(call, lead)
    watch.expect("409")
    first = visit(f"/candidatures/{application.key}/reponses/", person=lead)
    second = visit(f"/candidatures/{application.key}/reponses/", person=lead)
    first.get_by_label("Quel est son modèle économique ?").fill("Celui du premier onglet.")
    button(first, "Enregistrer").click()
    expect(first.locator(".avis")).to_contain_text("Étape enregistrée.")
    second.get_by_label("Quel est son modèle économique ?").fill("Celui du second.")
    button(second, "Enregistrer").click()
    alert = second.get_by_role("alert").first
    expect(alert).to_contain_text("Rien n'est remplacé.")
    expect(alert).to_contain_text("Celui du premier onglet.")
    expect(alert).to_be_focused()
    button(second, "Enregistrer ma saisie quand même").click()
    expect(second.locator(".avis")).to_contain_text("Étape enregistrée.")
    application.refresh_from_db()
    assert application.economic_model == "Celui du second."


def test_a_file_too_heavy_is_said_before_it_is_sent_and_refused_without_script(
    visit, watch, call, lead, tmp_path
):
    heavy = tmp_path / "lourd.pdf"
    heavy.write_bytes(b"%PDF-" + b"\0" * (12 << 20))
    application = make_draft(call, lead)
    address = f"/candidatures/{application.key}/documents/"
    page = visit(address, person=lead)
    page.get_by_label("Fichier", exact=True).set_input_files(heavy)
    expect(page.get_by_text("Ce fichier pèse plus de 10 Mo")).to_be_visible()
    button(page, "Déposer ce fichier").click()
    expect(page).to_have_url(re.compile("documents/$"))
    watch.expect("413")
    page = visit(address, person=lead, javascript=False)
    page.get_by_label("Fichier", exact=True).set_input_files(heavy)
    button(page, "Déposer ce fichier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fichier trop lourd")
    assert not application.documents.exists()


def test_the_steps_are_filled_with_the_keyboard_alone(visit, call, lead):
    application = make_draft(call, lead, lead_siret="")
    page = visit(f"/candidatures/{application.key}/membres/", person=lead)
    field = page.get_by_label("SIRET").first
    field.focus()
    page.keyboard.type("732 829 320 00075")
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert").first
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("SIRET").first).to_be_focused()
    expect(page.get_by_label("SIRET").first).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("step", STEPS)
def test_axe_finds_nothing_in_any_step(visit, call, lead, step):
    application = make_draft(call, lead)
    page = visit(f"/candidatures/{application.key}/{step}/", person=lead)
    # The list of the steps is folded on a phone, when the page opens.
    assert faults_at_both_widths(page, again=True) == []
    if step == "membres":
        page.get_by_label("SIRET").first.fill("12")
        button(page, "Enregistrer et continuer").click()
        expect(page.get_by_role("alert").first).to_be_visible()
        assert faults_at_both_widths(page) == []


def test_axe_finds_nothing_around_the_steps(visit, call, lead):
    amend(call, required_documents=[])
    make_draft(call, lead)
    other = make_person("autre@example.org")
    application = make_submitted(call, other)
    cell = make_person("cellule@example.org", "regional-cell", region_id="84")
    move_to(application, Move.ACCEPT, Move.START, Move.ASK, person=cell)
    question = application.questions.create(
        text="Combien de brebis ?", due=datetime.date(2027, 7, 1)
    )
    for path in (
        "/appels/", "/appels/ami-2027/", "/appels/ami-2027/candidater/", "/candidatures/",
        f"/candidatures/{application.key}/", f"/candidatures/{application.key}/retirer/",
        f"/candidatures/{application.key}/questions/{question.pk}/",
    ):  # fmt: skip
        assert faults_at_both_widths(visit(path, person=other)) == [], path
