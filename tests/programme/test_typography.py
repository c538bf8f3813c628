"""No page of the programme breaks a line before a sign, as French wants it."""

import re

import pytest

from programme.models import Partner
from programme.requests.links import path_for
from programme.vocabulary import Party
from tests.people import make_person

BROKEN = re.compile(r".{0,30}[\w»] [;:?!»].{0,12}|.{0,12}« ")


def text_of_main(content):
    body = content.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"(?s)<(pre|code|script|textarea|option).*?</\1>|<[^>]+>", "", body)


@pytest.fixture
def addresses(programme, request_for, orphan):
    """Every kind of page, a request with and without an operator."""
    Partner.objects.create(
        slug="cna", name="Cellule nationale", kind="cellule-nationale", role="Consolide.",
        sources=["https://example.org/"],
    )  # fmt: skip
    Partner.objects.filter(slug="cellule").update(website="https://cellule.example/")
    sent, kept = request_for(), request_for(orphan)
    return [
        "/services/?pour=existants", "/services/conseil/", "/services/sans-operateur/",
        "/services/conseil/demander/", "/services/sans-operateur/demander/", "/agenda/",
        "/partenaires/", "/programme/", "/communes/01001/", "/communes/97401/", "/regions/11/",
        "/demandes/", f"/demandes/{sent.pk}/", f"/demandes/{kept.pk}/",
        path_for(sent.pk, Party.OPERATOR), path_for(kept.pk, Party.REQUESTER),
    ]  # fmt: skip


def test_no_line_is_broken_before_a_sign(client, addresses):
    client.force_login(make_person("n@b.example", "national-cell"))
    found = {a: BROKEN.findall(text_of_main(client.get(a).content.decode())) for a in addresses}
    assert {address: broken for address, broken in found.items() if broken} == {}
