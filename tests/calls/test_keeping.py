"""What applications keep of people is told, given and forgotten; what was submitted stands."""

import datetime

import pytest
from django.utils import timezone

from accounts import personal
from calls.application import keeping
from calls.application.freezing import sha256_of
from calls.models import Application
from tests.calls.applications import make_call, make_draft, make_submitted
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def call(ground):
    return make_call()


@pytest.fixture
def lead(ground):
    return make_person("porteur@example.org")


def test_it_is_one_of_the_families_that_are_told():
    assert "candidatures" in personal.HOLDERS


def test_a_person_is_given_what_is_kept_of_them(call, lead):
    make_submitted(call, lead)
    (one,) = keeping.export("PORTEUR@example.org")
    assert (one["numero"], one["contact_nom"]) == ("PTCE-2027-0001", "Camille Durand")
    assert keeping.export("camille@example.org") == [one]
    assert keeping.export("autre@example.org") == []


def test_a_person_is_forgotten_and_the_frozen_file_keeps_its_proof(call, lead):
    other = make_person("autre@example.org")
    theirs = make_draft(call, other, contact_email="ailleurs@example.org")
    submitted = make_submitted(call, lead)
    make_draft(call, lead)
    personal.forget("porteur@example.org", write=False)
    assert Application.objects.count() == 3
    assert personal.forget("porteur@example.org", write=True)["candidatures"] == 2
    submitted.refresh_from_db()
    assert submitted.owner is None
    assert submitted.contact_email == "camille@example.org"  # someone else, who may ask too
    keeping.forget("camille@example.org")
    submitted.refresh_from_db()
    assert (submitted.contact_name, submitted.contact_email) == ("", "")
    assert submitted.frozen
    assert sha256_of(submitted.frozen) == submitted.frozen_sha256
    assert set(Application.objects.all()) == {submitted, theirs}
    theirs.refresh_from_db()
    assert theirs.owner == other


def test_what_is_past_its_time_goes(call, lead):
    submitted = make_submitted(call, lead)
    draft = make_draft(call, lead)
    now = timezone.now()
    assert keeping.expire(now) == 0
    assert keeping.expire(now + datetime.timedelta(days=366)) == 1
    assert not Application.objects.filter(pk=draft.pk).exists()
    later = now + datetime.timedelta(days=3 * 366)
    assert keeping.expire(later) == 0  # it is not over yet
    Application.objects.filter(pk=submitted.pk).update(state="refused")
    assert keeping.expire(later) == 1
    submitted.refresh_from_db()
    assert (submitted.owner, submitted.contact_name) == (None, "")
