"""axe-core finds nothing to say of any page, at both widths."""

import pytest

from tests.browser.support import DESKTOP, PHONE

PAGES = [
    "/",
    "/?pole=pole-laine",
    "/?q=introuvable",
    "/integration/",
    "/annuaire/",
    "/poles/pole-laine/",
    "/communes/01001/",
    "/epci/200000001/",
    "/departements/01/",
    "/regions/84/",
    "/donnees/",
]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation(visit, axe, path, size):
    assert axe(visit(path, size)) == []


def test_axe_finds_no_violation_in_the_list_of_a_phone(visit, axe):
    page = visit("/", PHONE)
    page.get_by_role("tab", name="Liste").click()
    assert axe(page) == []


def test_the_skip_link_is_first_and_leads_to_the_content(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
