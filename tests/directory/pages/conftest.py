"""A small ground with one pole of each kind, and a way to read a page as a reader does."""

import html
import re

import pytest
from django.db import transaction

from directory.footprints import derive_footprints
from directory.models import CitedEpci, Pole, Recognition
from tests.factories import make_pole, territory

NOTE = "Note réservée à la rédaction"


def text_of(response) -> str:
    """What a reader sees of a page: no tag, no script, one space at most."""
    page = response.content.decode()
    body = page.partition("<body")[2]
    visible = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", body)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", visible)).split())


def lead_of(response) -> str:
    """The first sentences of a page."""
    page = response.content.decode()
    found = re.search(r'(?s)<p class="chapeau">(.*?)</p>', page)
    assert found, "the page has no first sentence"
    return " ".join(html.unescape(found[1]).split())


@pytest.fixture
def poles(ground):
    """One public pole of each kind, and one that is not published."""
    made = {
        "declare": make_pole(
            "declare",
            [territory("epci", "200000001")],
            name="Pôle Laine",
            seat_id="01001",
            department_id="01",
            status="active",
            status_as_of=2023,
            founded_year=2015,
            themes=["textile-laine"],
            description="Une filière laine, de la tonte aux produits finis.",
            website="https://laine.example.org/",
            lead_organisation="Association Laine",
            note=NOTE,
        ),
        "commune": make_pole(
            "commune",
            [territory("commune", "38001")],
            name="InnoVal",
            status="active",
            status_as_of=2022,
        ),
        "partie": make_pole(
            "partie",
            [territory("part", "38002", label="Quartier nord")],
            name="Les Ateliers",
            status="active",
            status_as_of=2021,
        ),
        "presume": make_pole(
            "presume", name="Étincelle", seat_id="01004", status="active", status_as_of=2024
        ),
        "large": make_pole(
            "large", [territory("department", "38")], name="PTCE Isère", status="active"
        ),
        "emergent": make_pole(
            "emergent",
            [territory("commune", "01002")],
            name="Germe",
            status="emerging",
            status_as_of=2021,
            seat_id="01002",
        ),
        "inconnu": make_pole("inconnu", name="Oublié", department_id="01"),
        "fini": make_pole(
            "fini", [territory("epci", "200000001")], name="Disparu", status="ended", note=NOTE
        ),
        "secret": make_pole(
            "secret",
            [territory("epci", "200000001")],
            name="Pôle Caché",
            seat_id="01001",
            department_id="01",
            status="active",
            note=NOTE,
            published=False,
        ),
    }
    laine = made["declare"]
    Recognition.objects.create(
        pole=laine, scheme="ami-2023", label="AMI PTCE 2023", year=2023, amount_eur=100_000
    )
    CitedEpci.objects.create(pole=laine, epci_id="200000003", name="Ancienne communauté")
    with transaction.atomic():
        derive_footprints()
    return {kind: Pole.objects.get(pk=pole.pk) for kind, pole in made.items()}
