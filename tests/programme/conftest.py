"""Shared by the tests of the programme: the small ground, records of each kind, requests."""

import pytest
from django.db import transaction

from directory.footprints import derive_footprints
from geo.models import Commune
from programme.models import Event, News, Partner, Service
from programme.models.requests import ServiceRequest
from programme.requests.writing import Asked, ask
from tests import factories

SOURCES = ["https://example.org/source"]


@pytest.fixture
def programme(ground):
    """A service, a past event known to the day, another to the month, news, two partners."""
    Service.objects.create(
        slug="echange", name="Échange", audience="Les pôles.", what="Apprendre d'un autre pôle.",
        since="2022-02", sources=SOURCES,
    )  # fmt: skip
    Event.objects.create(
        slug="journee", title="Journée ; nationale", date="2023-05-17", place="Bercy",
        text="Annonce.", replay="https://example.org/replay", sources=SOURCES,
    )  # fmt: skip
    Event.objects.create(slug="mouvement", title="Mouvement", date="2025-05", sources=SOURCES)
    News.objects.create(
        slug="charte", title="La charte", date="2021-06", text="Elle change.", sources=SOURCES
    )
    Partner.objects.create(
        slug="tresor", name="Trésor", kind="etat", role="Anime.", sources=SOURCES
    )
    Partner.objects.create(
        slug="cellule", name="Cellule", kind="cellule", role="Évalue.", regions=["84"],
        sources=SOURCES,
    )  # fmt: skip


@pytest.fixture
def service(ground):
    """A service whose operator is written to."""
    return Service.objects.create(
        slug="conseil", name="Conseil", operator="Opérateur", audience="Les pôles.",
        audiences=["existants"], what="Conseiller.", operator_email="conseil@operateur.example",
        sources=SOURCES,
    )  # fmt: skip


@pytest.fixture
def orphan(ground):
    """A service without any operator known."""
    return Service.objects.create(
        slug="sans-operateur", name="Sans opérateur", audience="Tous.", what="Aider.",
        audiences=["emergents"], regions=["84"], sources=SOURCES,
    )  # fmt: skip


@pytest.fixture
def pole(ground):
    """A pole of La Réunion, whose footprint is there."""
    made = factories.make_pole(
        "lagon", [factories.territory("department", "974")],
        name="Pôle du Lagon", seat_id="97401", department_id="974", region_id="04",
    )  # fmt: skip
    with transaction.atomic():
        derive_footprints()
    return made


@pytest.fixture
def request_for(service):
    """Make a request: `request_for(commune="01001")`."""

    def make(service: Service = service, commune: str = "01001", **more) -> ServiceRequest:
        return ask(
            Asked(
                service=service,
                commune=None if more.get("pole") else Commune.objects.get(code=commune),
                **{
                    "name": "Ada Laine", "email": "ada@pole.example", "organisation": "Pôle Laine",
                    "need": "Un regard neuf.", **more,
                },
            ),
            lambda path: f"https://atlas.example.org{path}",
        )  # fmt: skip

    return make
