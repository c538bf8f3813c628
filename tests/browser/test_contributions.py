"""Stories of records kept right: a visitor reports, a lead proposes, two people edit at once."""

import re
from urllib.parse import quote

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from directory.contributions.confirming import Link, token_of
from directory.contributions.missing import propose_pole
from directory.contributions.proposals import propose
from directory.contributions.reports import report_error
from directory.models import ErrorReport, MissingPole, Pole, Proposal
from directory.record.pieces import piece
from directory.record.stored import record_of
from directory.record.versions import version_of
from directory.record.writing import write_changes
from tests.browser.support import faults_at_both_widths
from tests.people import make_person


@pytest.fixture
def laine(visit) -> Pole:
    """The pole of the stories, on the EPCI 200000001; `visit` has made the directory."""
    return Pole.objects.get(slug="pole-laine")


@pytest.fixture
def officer(laine):
    return make_person("agente@example.org", "officer", region_id="84")


@pytest.fixture
def lead(laine):
    return make_person("porteuse@example.org", "lead", pole=laine)


def drawn(page: Page) -> Page:
    """A page whose picker or comparison is drawn."""
    expect(page.locator("[data-choix-carte], [data-avant-apres]").first).to_have_attribute(
        "data-pret", "oui"
    )
    return page


def test_a_visitor_reports_an_error_that_an_officer_of_elsewhere_cannot_even_see(
    visit, officer, watch, mailoutbox
):
    page = visit("/poles/pole-laine/")
    page.get_by_role("link", name="Signaler une erreur sur cette fiche").click()
    page.get_by_label("Ce qui est faux").select_option("contact")
    page.get_by_label("L'erreur, et ce qu'il faudrait lire").fill("Le site est laine.example.org.")
    page.get_by_label(re.compile("Votre adresse électronique")).fill("lise@example.org")
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre signalement est reçu")
    address = ErrorReport.objects.get().get_absolute_url()

    watch.expect(r"answer: 404|console: .*404")
    elsewhere = make_person("ailleurs@example.org", "officer", region_id="11")
    assert "introuvable" in visit(address, person=elsewhere).title().lower()

    page = visit("/contributions/", person=officer)
    page.get_by_role("link", name=re.compile("Pôle Laine")).click()
    page.get_by_label("Retenu : la fiche est corrigée").check()
    page.get_by_label("Réponse").fill("Corrigé, merci.")
    page.get_by_role("button", name="Répondre").click()
    expect(page.get_by_text("Le signalement est traité.")).to_be_visible()
    assert [message.to for message in mailoutbox] == [["lise@example.org"]]


def test_a_newcomer_proposes_the_pole_that_is_missing_and_finds_it_once_an_officer_has_added_it(
    visit, officer, mailoutbox
):
    page = visit("/annuaire/")
    page.locator("#recherche-q").press_sequentially("Feutre et fil")
    expect(page.locator("[data-recherche-mot]")).to_contain_text("Aucun lieu ni pôle")
    page.locator("[data-recherche-absent]").click()
    expect(page.get_by_label("Nom du pôle")).to_have_value("Feutre et fil")
    page.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.locator("[data-erreurs]")).to_be_focused()
    page.get_by_label("Source").fill("https://example.org/feutre")
    page.get_by_label(re.compile("Commune du siège")).fill("01001")
    page.get_by_label(re.compile("Votre adresse électronique")).fill("lise@example.org")
    page.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.get_by_role("heading", name=re.compile("Est-ce celui-ci"))).to_be_visible()
    expect(page.locator("[data-erreurs]").get_by_role("link", name="Pôle Laine")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"\s: envoyer$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre proposition est reçue")
    assert MissingPole.objects.get().seat_id == "01001"

    page = visit("/contributions/", person=officer)
    page.get_by_role("link", name="Feutre et fil").click()
    page.get_by_role("link", name="Compléter la fiche et l'ajouter").click()
    drawn(page)
    expect(page.get_by_label("Nom", exact=True)).to_have_value("Feutre et fil")
    page.get_by_label("Fiabilité du siège").select_option("stated")
    page.get_by_label(re.compile("Publier la fiche")).check()
    page.get_by_role("button", name="Ajouter le pôle").click()
    expect(page.get_by_text("Le pôle est ajouté : sa fiche est publiée.")).to_be_visible()
    assert "/poles/feutre-et-fil/" in mailoutbox[0].body

    page = visit("/annuaire/?q=feutre")
    page.get_by_role("link", name="Feutre et fil").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Feutre et fil")


def test_a_lead_proposes_the_officer_amends_and_accepts_and_the_map_changes(
    visit, officer, lead, mailoutbox
):
    page = drawn(visit("/poles/pole-laine/proposer/", person=lead))
    page.get_by_label("Nom", exact=True).fill("Pôle Feutre")
    page.get_by_label("Territoires (facultatif)").fill("38001")
    page.get_by_role("option", name=re.compile("38001")).click()
    page.get_by_role("button", name="Retirer EPCI 200000001").click()
    page.get_by_label("Pourquoi").fill("Nous agissons à 38001.")
    page.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.get_by_text("Votre proposition est envoyée.")).to_be_visible()

    page = visit("/contributions/", person=officer)
    page.get_by_role("link", name="Pôle Laine").click()
    drawn(page)
    expect(page.locator("[data-avant-apres]")).to_have_attribute("data-contours", "2")
    expect(page.locator("path.contour-avant, path.contour-apres")).to_have_count(2)
    page.get_by_role("link", name="modifier la proposition").click()
    drawn(page)
    page.get_by_label("Nom", exact=True).fill("Pôle Feutre et laine")
    page.get_by_label("Message à la personne qui propose").fill("Nom complet.")
    page.get_by_role("button", name="Accepter avec ces modifications").click()
    expect(page.get_by_text("La proposition est acceptée avec vos modifications.")).to_be_visible()
    assert Proposal.objects.get().state == "amended"
    assert "Nom complet." in mailoutbox[0].body

    page = visit("/poles/pole-laine/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pôle Feutre et laine")
    feature = page.request.get(
        f"{page.url.split('/poles/')[0]}/api/poles/pole-laine/?geometry=territoire"
    ).json()
    (ring,) = feature["geometry"]["coordinates"][0]
    assert {round(latitude, 2) for _longitude, latitude in ring} == {45.1, 45.2}


def test_a_record_edited_by_two_people_at_once_loses_nothing(visit, officer, laine):
    other = make_person("collegue@example.org", "regional-cell", region_id="84")
    first = drawn(visit("/poles/pole-laine/modifier/", person=officer))
    second = drawn(visit("/poles/pole-laine/modifier/", person=other))
    first.get_by_label("Nom", exact=True).fill("Pôle Mérinos")
    first.get_by_label("Pourquoi").fill("Nouveau nom")
    first.get_by_role("button", name="Enregistrer").click()
    expect(first.get_by_text("La fiche est modifiée.")).to_be_visible()
    second.get_by_label("Présentation").fill("Feutre et tapis.")
    second.get_by_label("Pourquoi").fill("Activité")
    second.get_by_role("button", name="Enregistrer").click()
    told = second.locator("[data-erreurs]")
    expect(told).to_be_focused()
    expect(told).to_contain_text("agente@example.org (agent d'un territoire)")
    expect(told).to_contain_text("Pôle Mérinos")
    expect(second.get_by_label("Présentation")).to_have_value("Feutre et tapis.")
    second.get_by_role("button", name="Enregistrer par-dessus").click()
    expect(second.get_by_text("La fiche est modifiée.")).to_be_visible()
    laine.refresh_from_db()
    assert (laine.name, laine.description) == ("Pôle Mérinos", "Feutre et tapis.")


def test_a_record_is_edited_without_javascript(visit, officer, laine):
    page = visit("/poles/pole-laine/modifier/", person=officer, javascript=False)
    page.get_by_label("Territoires (facultatif)").fill("commune 01999")
    page.get_by_label("Pourquoi").fill("Essai")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".errorlist").first).to_contain_text("attendu, 01001")
    page.get_by_label("Territoires (facultatif)").fill("commune 01002")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("La fiche est modifiée.")).to_be_visible()
    assert [t.commune_id for t in laine.territories.all()] == ["01002"]


@pytest.fixture
def pages(laine, lead, officer):
    """Every new page, with something on each, and who opens it."""
    ground, start = piece("commune", "38001"), timezone.now()
    proposal = propose(
        laine, record_of(laine),
        {"name": "Pôle Feutre", "footprint": {"presume": True, "territories": [ground]}},
        "Nous avons changé.", lead.pk,
    )  # fmt: skip
    report = report_error(laine, "name", "Le nom a changé.", "lise@example.org")
    missing = propose_pole(
        name="Laine", seat=laine.seat, source="https://example.org/laine", text="Vu ce matin."
    )
    write_changes(laine, {"name": "Pôle Mérinos", "themes": ["textile-laine"]}, "vu sur leur site")
    laine = Pole.objects.get(pk=laine.pk)
    token = token_of(Link(laine.pk, version_of(record_of(laine)), lead.pk))
    public = {
        "signaler": "/poles/pole-laine/signaler/",
        "merci": "/poles/pole-laine/signaler/merci/",
        "confirmer": f"/poles/pole-laine/confirmer/{token}/",
        "confirme": "/poles/pole-laine/confirmer/merci/",
        "passe": "/poles/pole-laine/confirmer/rien/",
        "proposer-un-pole": "/proposer-un-pole/?nom=Laine",
        "propose": "/proposer-un-pole/merci/",
    }
    own = {
        "modifier": "/poles/pole-laine/modifier/",
        "historique": "/poles/pole-laine/historique/",
        "contributions": "/contributions/",
        "signalement": report.get_absolute_url(),
        "proposition": proposal.get_absolute_url(),
        "amender": f"{proposal.get_absolute_url()}modifier/",
        "a-examiner": missing.get_absolute_url(),
        "a-ajouter": f"{missing.get_absolute_url()}ajouter/",
        "remettre": f"/poles/pole-laine/historique/remettre/?au={quote(start.isoformat())}",
    }
    return {
        **{name: (path, None) for name, path in public.items()},
        **{name: (path, officer) for name, path in own.items()},
        "proposer": ("/poles/pole-laine/proposer/", lead),
    }


NAMES = (
    "signaler", "merci", "proposer", "modifier", "historique", "contributions", "signalement",
    "proposition", "amender", "remettre", "confirmer", "confirme", "passe",
    "proposer-un-pole", "propose", "a-examiner", "a-ajouter",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(visit, pages, watch, name):
    watch.expect(r"(answer|console): .*404.*/confirmer/rien/")
    path, person = pages[name]
    page = visit(path, person=person)
    if page.locator("[data-choix-carte], [data-avant-apres]").count():
        drawn(page)
    assert faults_at_both_widths(page) == []
