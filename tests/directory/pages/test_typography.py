"""Figures and signs as French writes them."""

import re

import pytest

from web.page import Page
from web.templatetags import atlas, pages


@pytest.mark.parametrize(
    ("count", "written"),
    [(0, "0 habitant"), (1, "1 habitant"), (2131, "2\u202f131 habitants")],
)
def test_people_agree_and_thousands_part_by_a_narrow_space(count, written):
    assert pages.people(count) == written


@pytest.mark.parametrize(
    ("km", "written"),
    [
        (0.0, "même commune"),
        (7.88, "7,9\u202fkm"),
        (83.6, "84\u202fkm"),
        (1234.5, "1\u202f234\u202fkm"),
    ],
)
def test_kilometres_are_rounded_with_a_comma(km, written):
    assert atlas.kilometres(km) == written


@pytest.mark.parametrize(
    ("area", "written"), [(79.26, "79,3\u202fkm²"), (1092.4, "1\u202f092\u202fkm²"), (None, "–")]
)
def test_areas_are_in_square_kilometres(area, written):
    assert pages.square_kilometres(area) == written


def test_texts_of_others_get_their_no_break_spaces():
    assert pages.spaced("Le « pays » : ici ; là ?") == (
        "Le «\u00a0pays\u00a0»\u00a0: ici\u202f; là\u202f?"
    )


@pytest.mark.parametrize(
    ("address", "host", "rest"),
    [
        ("https://www.avise.org/", "avise.org", ""),
        ("https://lelabo-ess.org/Laur%C3%A9ats", "lelabo-ess.org", "/Lauréats"),
        ("http://a.fr/x?id=%E9", "a.fr", "/x?id=\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_a_source_reads_as_its_site_and_page(address, host, rest):
    assert (pages.host(address), pages.page_of(address)) == (host, rest)


def test_a_title_too_long_for_a_result_list_goes_without_the_name_of_the_site():
    assert Page("x", "a" * 50, "", "/").full_title == f"{'a' * 50}"
    assert Page("x", "a" * 40, "", "/").full_title == f"{'a' * 40} – Atlas des PTCE"


@pytest.mark.parametrize(
    "address",
    [
        "/annuaire/",
        "/donnees/",
        "/poles/declare/",
        "/communes/38002/",
        "/regions/84/",
        "/programme/",
        "/appels/",
        "/services/",
        "/agenda/",
        "/partenaires/",
        "/poles/declare/signaler/",
        "/poles/declare/signaler/merci/",
        "/poles/declare/confirmer/x/",
        "/proposer-un-pole/",
        "/proposer-un-pole/merci/",
        "/rien/",
    ],
)
def test_no_page_breaks_a_line_before_a_sign(client, poles, address):
    body = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"(?s)<(pre|code|script).*?</\1>|<[^>]+>", "", body)
    assert not re.findall(r"\w [;:?!»]|« ", text)
