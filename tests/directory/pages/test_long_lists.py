"""Lists longer than a page: nothing is left out without being counted."""

import json
import re

import pytest

from directory.pages import annuaire, carte
from publishing.doors import areas as area_doors
from tests.directory.pages.conftest import text_of


def names_in(page: str) -> list[str]:
    return re.findall(r'<th role="rowheader" scope="row">\s*<a href="/poles/([^/]+)/"', page)


@pytest.mark.parametrize("sort", ["region", "nom", "annee", "population"])
def test_the_directory_goes_on_to_another_page(client, poles, monkeypatch, sort):
    whole = names_in(client.get(f"/annuaire/?tri={sort}").content.decode())
    monkeypatch.setattr(annuaire, "ROWS", 3)
    paged, number = [], 0
    while number < 9:
        number += 1
        response = client.get(f"/annuaire/?tri={sort}&page={number}")
        page = response.content.decode()
        paged += names_in(page)
        assert f"{len(whole)} pôles" in text_of(response)
        if 'rel="next"' not in page:
            break
    assert paged == whole
    assert number > 1


def test_a_region_cut_by_a_page_keeps_its_count(client, poles, monkeypatch):
    monkeypatch.setattr(annuaire, "ROWS", 2)
    page = text_of(client.get("/annuaire/"))
    assert "(dont 2 sur cette page)" in page


@pytest.mark.parametrize("page", ["0", "-1", "deux", "1.5", "²", "2", "9999"])
def test_a_page_that_is_no_number_or_past_the_last_is_refused_in_words(client, poles, page):
    response = client.get("/annuaire/", {"page": page})
    assert response.status_code == 400
    assert "page : «" in text_of(response)


def test_the_map_marks_the_poles_that_its_list_leaves_out(client, poles, monkeypatch):
    whole = client.get("/").content.decode()
    slugs = re.findall(r'class="fiche" data-pole="([^"]+)"', whole)
    assert "reperes-sans-fiche" not in whole
    monkeypatch.setattr(carte, "MOST_CARDS", 2)
    response = client.get("/")
    page = response.content.decode()
    cards = re.findall(r'class="fiche" data-pole="([^"]+)"', page)
    embedded = re.search(r'id="reperes-sans-fiche"[^>]*>(.*?)</script>', page)
    assert embedded
    marks = json.loads(embedded[1])
    assert cards + [mark[0] for mark in marks] == slugs
    assert f"2 sur {len(slugs)} dans cette liste" in text_of(response).replace("\u202f", " ")
    located = [mark for mark in marks if mark[5]]
    assert all(-90 <= mark[5][0] <= 90 for mark in located)


def test_the_search_says_whether_others_answer(client, poles):
    one = json.loads(client.get("/api/recherche/?q=p&limit=1").content)
    assert (one["numberReturned"], one["autres"]) == (len(one["resultats"]), True)
    alone = json.loads(client.get("/api/recherche/?q=InnoVal").content)
    assert alone["autres"] is False


def test_areas_as_geojson_count_and_page_as_other_lists(client, ground):
    assert area_doors.MOST_LIMIT >= 2
    page = json.loads(client.get("/api/communes/?format=geojson&limit=2").content)
    assert page["numberReturned"] == len(page["features"]) == 2
    assert page["numberMatched"] > 2
    assert {one["rel"] for one in page["links"]} == {"self", "next"}
