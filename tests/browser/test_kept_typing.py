"""What is typed is not lost: a session that ends, a page loaded again, a file deposited."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from calls.models import Application
from calls.states import Move
from directory.models import Pole
from tests.accounts.test_signing_in import code_of
from tests.browser.support import DESKTOP, PHONE, faults_at_both_widths
from tests.calls import files
from tests.calls.applications import make_call, make_draft, make_submitted, move_to
from tests.people import PASSWORD, add_second_factor, make_person


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def expired(watch):
    """Ends every session; what the pages are then answered is expected."""

    def end() -> None:
        watch.expect(r"401")
        Session.objects.all().delete()

    return end


@pytest.fixture
def lead(directory):
    return make_person("porteur@example.org")


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def sign_in_beside(page: Page, link, email: str, secret: str = "") -> None:
    """Sign in in the tab that a link opens, second factor included; come back."""
    with page.expect_popup() as opened:
        link.click()
    beside = opened.value
    beside.get_by_label("Courriel").fill(email)
    beside.get_by_label("Mot de passe").fill(PASSWORD)
    button(beside, "Se connecter").click()
    if secret:
        beside.locator("input[name=code]").fill(code_of(secret))
        beside.locator("main form button").first.click()
    expect(beside.get_by_role("heading", level=1)).to_have_text("Vous êtes connecté")
    page.bring_to_front()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_an_edit_typed_while_the_session_ended_is_saved_after_signing_in(
    visit, expired, directory, size, tmp_path
):
    make_person("agente@example.org", "officer", region_id="84")
    officer = make_person("autre@example.org", "officer", region_id="84")
    page = visit("/poles/pole-laine/modifier/", size, person=officer)
    page.get_by_label("Présentation").fill("Deux lignes\nqui ne se retapent pas.")
    page.get_by_label("Pourquoi").fill("vu sur leur site")
    expired()
    button(page, "Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Votre saisie est gardée dans cette page"
    )
    expect(page.locator(".saisie-gardee li").filter(has_text="retapent")).to_be_visible()
    assert not Session.objects.exists()
    if size is DESKTOP:
        assert faults_at_both_widths(page) == []
    button(page, "Envoyer ma saisie").click()
    expect(page.locator("[data-reprise-etat]")).to_contain_text("pas encore connecté")
    link = page.get_by_role("link", name="Se connecter dans un nouvel onglet")
    sign_in_beside(page, link, "agente@example.org")
    expect(page.locator("[data-reprise-etat]")).to_contain_text("de nouveau connecté")
    button(page, "Envoyer ma saisie").click()
    expect(page.locator(".avis")).to_contain_text("La fiche est modifiée.")
    assert "retapent" in Pole.objects.get(slug="pole-laine").description


def test_the_administration_gives_back_what_was_typed_second_factor_included(
    visit, expired, directory
):
    admin = make_person("root@example.org", "administrator", second_factor=False)
    secret = add_second_factor(admin)
    pole = Pole.objects.get(slug="pole-laine")
    page = visit(f"/gestion/directory/pole/{pole.pk}/change/", person=admin)
    page.locator("#id_description").fill("Tapée dans l'administration.")
    expired()
    page.locator("input[name=_save]").first.click()
    link = page.get_by_role("link", name="Se connecter dans un nouvel onglet")
    sign_in_beside(page, link, "root@example.org", secret)
    button(page, "Envoyer ma saisie").click()
    expect(page.locator("#changelist")).to_be_visible()
    pole.refresh_from_db()
    assert pole.description == "Tapée dans l'administration."


def test_without_script_what_was_typed_comes_back_too(visit, expired, directory):
    officer = make_person("agente@example.org", "officer", region_id="84")
    page = visit("/poles/pole-laine/modifier/", javascript=False, person=officer)
    page.get_by_label("Présentation").fill("Sans script.")
    page.get_by_label("Pourquoi").fill("vu sur leur site")
    expired()
    button(page, "Enregistrer").click()
    expect(page.locator("[data-reprise-etat]")).to_be_empty()
    button(page, "Envoyer ma saisie").click()
    expect(page.locator("[data-reprise-etat]")).to_contain_text("pas encore connecté")
    link = page.get_by_role("link", name="Se connecter dans un nouvel onglet")
    sign_in_beside(page, link, "agente@example.org")
    button(page, "Envoyer ma saisie").click()
    expect(page.get_by_text("avait été ouvert avant votre connexion")).to_be_visible()
    button(page, "Envoyer ma saisie").click()
    expect(page.locator(".avis")).to_contain_text("La fiche est modifiée.")
    assert Pole.objects.get(slug="pole-laine").description == "Sans script."


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_a_draft_typed_while_the_session_ended_is_saved_once_signed_in_beside(
    visit, expired, lead, size
):
    application = make_draft(make_call(), lead)
    page = visit(f"/candidatures/{application.key}/projet/", size, person=lead)
    expired()
    page.get_by_label("Résumé").fill("Un résumé long à retaper.")
    state = page.locator("[data-etat]")
    expect(state).to_contain_text("votre texte reste dans cette page")
    assert page.get_by_label("Résumé").input_value() == "Un résumé long à retaper."
    sign_in_beside(page, state.get_by_role("link", name="Se connecter"), "porteur@example.org")
    expect(state).to_contain_text("Brouillon enregistré")
    assert Application.objects.get().summary == "Un résumé long à retaper."
    button(page, "Enregistrer").click()
    expect(page.locator(".avis")).to_contain_text("Étape enregistrée")


def test_a_page_loaded_again_before_it_has_saved_keeps_the_text_and_meets_no_conflict(visit, lead):
    application = make_draft(make_call(), lead)
    page = visit(f"/candidatures/{application.key}/projet/", person=lead)
    for text in ("Premier jet.", "Deuxième jet."):
        page.get_by_label("Résumé").fill(text)
        page.reload()
        expect(page.get_by_label("Résumé")).to_have_value(text)
        expect(page.locator("[data-etat]")).to_contain_text("Brouillon enregistré")
        assert Application.objects.get().summary == text
    page.get_by_label("Résumé").fill("Troisième jet.")
    button(page, "Enregistrer").click()
    expect(page.locator(".avis")).to_contain_text("Étape enregistrée")
    assert Application.objects.get().summary == "Troisième jet."
    page.reload()
    expect(page.get_by_label("Résumé")).to_have_value("Troisième jet.")


def test_what_was_saved_elsewhere_is_not_replaced_by_a_page_loaded_again(visit, watch, lead):
    watch.expect(r"409")
    application = make_draft(make_call(), lead)
    page = visit(f"/candidatures/{application.key}/projet/", person=lead)
    page.get_by_label("Résumé").fill("Ici.")
    page.route("**/candidatures/**", lambda route: (
        route.abort() if route.request.method == "POST" else route.continue_()
    ))  # fmt: skip
    watch.expect(r"ERR_FAILED|failed")
    Application.objects.update(summary="Ailleurs.")
    page.reload()
    page.unroute("**/candidatures/**")
    expect(page.get_by_label("Résumé")).to_have_value("Ici.")
    page.get_by_label("Résumé").fill("Ici encore.")
    expect(page.locator("[data-etat]")).to_contain_text("enregistrée ailleurs")
    assert Application.objects.get().summary == "Ailleurs."


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "sans-script"])
def test_depositing_a_file_keeps_the_answer_being_typed(visit, lead, javascript, tmp_path):
    cell = make_person("cellule@example.org", "regional-cell", region_id="84")
    application = make_submitted(make_call(), lead)
    move_to(application, Move.ACCEPT, Move.START, Move.ASK, person=cell)
    question = application.questions.create(asked_by=cell, text="Les statuts ?")
    address = f"/candidatures/{application.key}/questions/{question.pk}/"
    page = visit(address, javascript=javascript, person=lead)
    page.get_by_label("Votre réponse").fill("Les voici, relus.")
    (tmp_path / "Statuts.pdf").write_bytes(files.pdf())
    page.get_by_label("Nature du document").select_option("statuts")
    page.get_by_label("Fichier", exact=True).set_input_files(tmp_path / "Statuts.pdf")
    button(page, "Déposer ce fichier").click()
    expect(page.get_by_role("link", name="Statuts.pdf")).to_be_visible()
    expect(page.get_by_label("Votre réponse")).to_have_value("Les voici, relus.")
    if javascript:
        assert faults_at_both_widths(page) == []
    button(page, "Envoyer la réponse").click()
    expect(page.locator(".avis")).to_contain_text("Votre réponse est reçue.")
    question.refresh_from_db()
    assert question.answer == "Les voici, relus."
