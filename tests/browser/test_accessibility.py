"""axe-core finds nothing to say of any page, at both widths."""

import pytest
from playwright.sync_api import expect

from calls.models import Call
from programme.models import Event, Partner, Service
from tests.browser.conftest import DIRECTORY
from tests.browser.support import PHONE, faults_at_both_widths
from tests.harness.worlds import World, stage

WITH_THE_MAP = ["/", "/?pole=pole-laine", "/?q=introuvable"]
PAGES = [
    *WITH_THE_MAP,
    "/integration/",
    "/annuaire/",
    "/poles/pole-laine/",
    "/communes/01001/",
    "/epci/200000001/",
    "/departements/01/",
    "/regions/84/",
    "/donnees/",
    "/programme/",
    "/appels/",
    "/appels/ami-2023/",
    "/services/",
    "/services/echange/",
    "/services/echange/demander/",
    "/agenda/",
    "/partenaires/",
]


def make_programme() -> None:
    """One record of each kind, for the pages of the programme."""
    sources = ["https://example.org/une-page-publique"]
    Call.objects.create(
        slug="ami-2023", title="AMI 2023", scheme="ami-2023", year=2023, phase=2,
        opened="2023-06-01", results="2023-10", candidates_low=67, candidates_high=72,
        laureates=15, budget_eur=1_500_000, note="Deux chiffres.", sources=sources,
    )  # fmt: skip
    Call.objects.create(
        slug="ami-2024", title="AMI 2024", scheme="ami-2024", year=2024, sources=sources
    )
    Service.objects.create(
        slug="echange", name="Échange", audience="Les pôles.", what="Apprendre.", sources=sources
    )
    Event.objects.create(
        slug="journee", title="Journée", date="2023-05-17", place="Bercy", text="Annonce.",
        sources=sources,
    )  # fmt: skip
    Partner.objects.create(
        slug="tresor", name="Trésor", kind="etat", role="Anime.", sources=sources
    )
    Partner.objects.create(
        slug="cellule",
        name="Cellule",
        kind="cellule",
        role="Évalue.",
        regions=["84"],
        sources=sources,
    )


PROGRAMME = World("programme", make_programme, base=DIRECTORY)


@pytest.fixture(autouse=True)
def programme(directory: None) -> None:
    """The six poles, and one record of each kind."""
    stage.enter(PROGRAMME)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation_and_nothing_overflows(visit, path):
    # The map's page folds its legend on a phone, when it opens.
    assert faults_at_both_widths(visit(path), again=path in WITH_THE_MAP) == []


def test_axe_finds_no_violation_in_the_list_of_a_phone(visit, axe):
    page = visit("/", PHONE)
    page.get_by_role("tab", name="Liste").click()
    assert axe(page) == []


def test_the_skip_link_is_first_and_leads_to_the_content(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()
