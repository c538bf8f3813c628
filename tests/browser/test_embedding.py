"""The map to embed: alone in a frame, and the only page that may be framed."""

import re

import pytest
from playwright.sync_api import expect


def test_the_embedded_map_holds_the_filters_of_its_address(visit):
    page = visit("/integration/?statut=actif")
    expect(page.locator("#liste .fiche")).to_have_count(3)
    expect(page.locator(".entete")).to_have_count(0)
    page.get_by_role("checkbox", name=re.compile("Émergent")).check(force=True)
    expect(page).to_have_url(re.compile(r"/integration/\?statut=actif&statut=emergent"))


def test_links_of_the_embedded_map_open_outside_the_frame(visit):
    page = visit("/integration/?pole=pole-laine")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Voir la fiche").click()
    expect(opened.value).to_have_url(re.compile("/poles/pole-laine/"))


def test_only_the_embedded_map_may_be_framed(client, directory):
    embedded = client.get("/integration/")
    assert "X-Frame-Options" not in embedded
    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    for path in ("/", "/annuaire/", "/poles/pole-laine/", "/donnees/"):
        response = client.get(path)
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/integration/"])
def test_a_fragment_is_told_apart_from_its_page_by_caches(client, directory, path):
    page = client.get(path)
    part = client.get(path, headers={"X-Fragment": "panneau"})
    assert "X-Fragment" in page["Vary"]
    assert "X-Fragment" in part["Vary"]
    assert b"<html" in page.content
    assert b"<html" not in part.content
