"""Shared by the tests of calls: the small ground, three calls, and laureates of one."""

import pytest

from calls.models import Call
from directory.models import Recognition
from tests import factories
from tests.calls.judged import make_judged


@pytest.fixture
def calls(ground):
    """A call with dates of each precision, one of which nothing is known, and two laureates."""
    known = Call.objects.create(
        slug="ami-2023",
        title="AMI PTCE 2023",
        scheme="ami-2023",
        year=2023,
        phase=2,
        opened="2023-06-01",
        closed="2023-07",
        results="2023",
        candidates_low=67,
        candidates_high=72,
        laureates=4,
        budget_eur=1_500_000,
        grant_low_eur=100_000,
        grant_high_eur=100_000,
        grant_years=2,
        priorities="Animer ; coopérer.",
        note="Deux chiffres : 67 ou 72.",
        sources=["https://example.org/ami"],
    )
    bare = Call.objects.create(
        slug="ami-2024",
        title="AMI PTCE 2024",
        scheme="ami-2024",
        year=2024,
        sources=["https://example.org/2024"],
    )
    seated = factories.make_pole("laine", name="Pôle Laine", seat_id="01001", department_id="01")
    other = factories.make_pole("velo", name="Pôle Vélo")
    hidden = factories.make_pole("cache", name="Pôle Caché", published=False)
    for pole in (seated, other, hidden):
        Recognition.objects.create(pole=pole, scheme="ami-2023", label="AMI 2023", year=2023)
    return {"known": known, "bare": bare}


@pytest.fixture
def judged(ground, settings, tmp_path):
    """A call judged from end to end, with its files in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
    return make_judged()
