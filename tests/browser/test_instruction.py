"""The story of an application from its deposit to the map; axe on every page of instruction."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from calls.instruction import writing as instruction
from calls.models import Application, Call
from calls.moving import Actor
from tests import factories
from tests.browser.support import NARROWEST, faults_at_both_widths
from tests.calls import support
from tests.people import make_person

FILE = "/instruction/ami-2027/AMI-2027-0001/"
COMMITTEE = "/instruction/ami-2027/comite/"


@pytest.fixture
def people(directory) -> dict[str, User]:
    return {
        "owner": make_person("porteuse@exemple.fr"),
        "ain": make_person("ain@exemple.fr", "regional-cell", region_id="84"),
        "paris": make_person("paris@exemple.fr", "regional-cell", region_id="11"),
        "national": make_person("cna@exemple.fr", "national-cell"),
        "analyst": make_person("analyste@exemple.fr", "analyst"),
    }


@pytest.fixture
def received(people) -> Application:
    """An application over the Isère and Paris, just submitted."""
    return support.make_application(
        support.make_call(), people["owner"],
        factories.territory("epci", "200000003"), factories.territory("commune", "75056"),
        regions=("11", "84"), project_name="Filière bois",
    )  # fmt: skip


def press(page: Page, name: str) -> None:
    """Press the button of that name, and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def give_opinion(page: Page, region: str) -> None:
    """Fill the form of an opinion by its labels, and give it."""
    with page.expect_navigation():
        page.get_by_role("link", name=f"Donner votre avis ({region})").click()
    page.get_by_label("Coopération", exact=True).fill("4")
    expect(page.locator("#total")).to_have_text("il manque des notes")
    page.get_by_label("Modèle économique", exact=True).fill("6")
    expect(page.locator("#total")).to_have_text("75 sur 100")
    page.get_by_label("favorable", exact=True).check()
    page.get_by_label("Avis motivé").fill("Des partenaires engagés.")
    press(page, "Rendre l'avis de la région")
    expect(page.locator(".avis")).to_contain_text("Votre avis est rendu")


def test_an_application_asked_for_more_and_scored_by_two_cells_wins_and_is_on_the_map(
    visit: Callable[..., Page], people: dict[str, User], received: Application, mailoutbox
):
    page = visit(FILE, person=people["ain"])
    press(page, "Déclarer la candidature complète")
    press(page, "Ouvrir l'instruction")
    page.get_by_text("Demander un complément", exact=True).first.click()
    page.get_by_label("Ce que vous demandez").fill("Combien d'emplois la deuxième année ?")
    press(page, "Demander un complément")
    expect(page.locator(".avis")).to_contain_text("complément demandé")

    asked = mailoutbox[0]
    assert "Combien d'emplois la deuxième année ?" in asked.body
    where = re.search(r"https?://[^/]+(/candidatures/\S+)", asked.body)
    assert where
    mine = visit(where[1], person=people["owner"])
    with mine.expect_navigation():
        mine.get_by_role("link", name="Répondre").click()
    mine.get_by_label("Votre réponse").fill("Quatre emplois.")
    with mine.expect_navigation():
        mine.get_by_role("button", name=re.compile("réponse")).click()
    mine.context.close()  # each page left open keeps connections to the database

    page.reload()
    expect(page.get_by_text("Quatre emplois.")).to_be_visible()
    give_opinion(page, "Auvergne-Rhône-Alpes")
    other = visit(FILE, person=people["paris"])
    give_opinion(other, "Île-de-France")
    other.context.close()
    page.reload()
    press(page, "Clore l'instruction")
    page.context.close()

    before = len(mailoutbox)
    board = visit(COMMITTEE, person=people["national"])
    board.get_by_label("Décision : Filière bois").select_option("laureate")
    board.get_by_label("Aide en euros : Filière bois").fill("70000")
    press(board, "Enregistrer les décisions")
    expect(board.get_by_text("1 décision enregistrée")).to_be_visible()
    assert len(mailoutbox) == before  # nobody is told before the announcement
    with board.expect_navigation():
        board.get_by_role("link", name="Annoncer les décisions").click()
    board.get_by_label("J'ai relu les décisions").check()
    press(board, "Annoncer maintenant")
    expect(board.get_by_text("1 décision annoncée")).to_be_visible()
    board.context.close()

    assert "est lauréate" in mailoutbox[-1].body
    assert "70\u202f000 €" in mailoutbox[-1].body
    public = visit("/?q=fili%C3%A8re")
    expect(public.locator('.fiche[data-pole="filiere-bois"]')).to_be_visible()
    public = visit("/appels/ami-2027/")
    expect(public.get_by_role("link", name="Filière bois")).to_be_visible()
    expect(public.locator("[data-petite-carte]")).to_have_attribute("data-pret", "oui")


@pytest.fixture
def instructed(people, received: Application) -> Call:
    """One file instructed by both cells, one where the opinion of a cell is awaited."""
    ain, paris = (Actor(people[name], "regional-cell") for name in ("ain", "paris"))
    support.instruct(received, ("84", ain), ("11", paris))
    other = support.make_application(
        received.call, people["owner"], factories.territory("epci", "200000002")
    )
    support.start(other, ain)
    instruction.ask(other.pk, ain, "Qui porte l'emploi ?")
    instruction.resume(other.pk, ain, "Sans réponse.")
    call: Call = received.call
    return call


PAGES = [
    ("ain", "/instruction/"),
    ("ain", "/instruction/ami-2027/"),
    ("ain", "/instruction/ami-2027/AMI-2027-0001/"),
    ("ain", "/instruction/ami-2027/AMI-2027-0002/"),
    ("ain", "/instruction/ami-2027/AMI-2027-0002/avis/84/"),
    ("ain", "/instruction/ami-2027/AMI-2027-0002/deport/"),
    ("national", "/instruction/ami-2027/conduite/"),
    ("national", COMMITTEE),
    ("national", f"{COMMITTEE}feuille/"),
    ("national", f"{COMMITTEE}annonce/"),
    ("analyst", "/appels-statistiques/"),
    ("analyst", "/appels/ami-2027/statistiques/"),
]


def test_axe_finds_nothing_on_the_pages_of_instruction_and_none_is_too_wide(
    visit: Callable[..., Page], people, instructed: Call
):
    for name, path in PAGES:
        page = visit(path, person=people[name])
        assert faults_at_both_widths(page) == [], path
        page.context.close()


@pytest.mark.parametrize("path", ["/instruction/", "/instruction/ami-2027/", FILE])
def test_no_page_of_instruction_is_wider_than_the_narrowest_window(
    visit: Callable[..., Page], people, received: Application, path: str
):
    page = visit(path, NARROWEST, person=people["ain"])
    assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST["width"]


def test_a_region_without_anybody_is_stood_in_for(visit: Callable[..., Page], people, received):
    lone = support.make_application(
        received.call, people["owner"], factories.territory("commune", "97401"), regions=("04",),
        project_name="Filière vanille",
    )  # fmt: skip
    support.start(lone, Actor(people["ain"], "regional-cell"))
    page = visit(f"/instruction/ami-2027/{lone.number}/", person=people["national"])
    assert faults_at_both_widths(page) == []
    with page.expect_navigation():
        page.get_by_role("link", name="Désigner un suppléant (La Réunion)").click()
    assert faults_at_both_widths(page) == []
    page.get_by_label("Qui rend l'avis").select_option(label="cna@exemple.fr")
    page.get_by_label("Pourquoi cette personne").fill("La Réunion n'a pas de cellule.")
    press(page, "Désigner")
    expect(page.get_by_text("Suppléance de cna@exemple.fr")).to_be_visible()
    expect(page.get_by_role("link", name="Donner votre avis (La Réunion)")).to_be_visible()
    assert faults_at_both_widths(page) == []


def test_a_refused_act_opens_its_form_again_with_the_focus_on_what_is_wrong(
    visit: Callable[..., Page], people, received: Application, axe
):
    page = visit(FILE, person=people["ain"])
    page.get_by_text("Déclarer la candidature non recevable", exact=True).first.click()
    press(page, "Déclarer la candidature non recevable")
    expect(page.locator("[data-erreurs]")).to_be_focused()
    expect(page.get_by_label("Motif")).to_be_visible()
    assert axe(page) == []


def test_ranks_move_by_keyboard_and_the_focus_stays(
    visit: Callable[..., Page], people, instructed: Call
):
    second = support.make_application(instructed, people["owner"], project_name="Filière vélo")
    support.instruct(second, ("84", Actor(people["ain"], "regional-cell")))
    page = visit(COMMITTEE, person=people["national"])
    up = page.get_by_role("button", name="Monter Filière vélo")
    up.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status").last).to_contain_text("« Filière vélo » passe au rang 1.")
    expect(page.get_by_role("button", name="Monter Filière vélo")).to_be_focused()
    assert not Application.objects.filter(decision__isnull=False).exists()
