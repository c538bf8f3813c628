"""Shared by the tests of the programme: the small ground, and records of each kind."""

import pytest

from programme.models import Event, Partner, Service
from tests import factories

SOURCES = ["https://example.org/source"]


@pytest.fixture
def ground(db):
    factories.make_ground()


@pytest.fixture
def programme(ground):
    """A service, a past event known to the day, another to the month, two partners."""
    Service.objects.create(
        slug="echange", name="Échange", audience="Les pôles.", what="Apprendre d'un autre pôle.",
        since="2022-02", sources=SOURCES,
    )  # fmt: skip
    Event.objects.create(
        slug="journee", title="Journée ; nationale", date="2023-05-17", place="Bercy",
        text="Annonce.", replay="https://example.org/replay", sources=SOURCES,
    )  # fmt: skip
    Event.objects.create(slug="mouvement", title="Mouvement", date="2025-05", sources=SOURCES)
    Partner.objects.create(
        slug="tresor", name="Trésor", kind="etat", role="Anime.", sources=SOURCES
    )
    Partner.objects.create(
        slug="cellule",
        name="Cellule",
        kind="cellule",
        role="Évalue.",
        regions=["84"],
        sources=SOURCES,
    )
