"""What is done to an open call is written in a journal of its own, with what was said."""

import datetime

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.utils import timezone

from calls.call.writing import ADDED, CLARIFIED, MOVED, change_hours, clarify
from calls.models import Call, CallDocument, CallEvent, Criterion
from calls.verification.whole import faults
from tests.calls import files, support
from tests.calls.applications import make_call
from tests.people import make_person

DAY = datetime.timedelta(days=1)


@pytest.fixture
def call(ground) -> Call:
    """Open since yesterday, for a month, with its grid."""
    made = make_call()
    with pgtrigger.ignore("calls.Criterion:grid_stays"):
        Criterion.objects.create(call=made, title="Coopération", weight=3)
    return made


@pytest.fixture
def national(ground):
    return make_person("cna@exemple.fr", "national-cell")


def test_each_act_has_its_line_which_says_no_free_word(call, national):
    change_hours(call.pk, national, timezone.now() + 40 * DAY, "Panne chez M. Durand.")
    clarify(call, national, "Mme Martin répond au 01 02 03 04 05.")
    lines = list(call.events.order_by("id"))
    assert [(one.act, one.person) for one in lines] == [(MOVED, national), (CLARIFIED, national)]
    assert lines[0].data["closes_after"] > lines[0].data["closes_before"]
    said = str([one.data for one in lines])
    assert "Durand" not in said
    assert "Martin" not in said
    assert list(faults()) == []


@pytest.mark.parametrize("act", [lambda rows: rows.update(act="x"), lambda rows: rows.delete()])
def test_a_line_is_rewritten_by_nobody(call, national, act):
    clarify(call, national, "Le SIRET du siège suffit.")
    with pytest.raises(Error), transaction.atomic():
        act(CallEvent.objects.all())


def test_a_file_that_joins_those_of_an_open_call_is_in_its_journal(
    client, call, national, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(national)
    sent = {
        "title": call.title, "phase": "", "sources": "https://example.org/ami", "year": call.year,
        "scheme": "ami", "documents-0-title": "Notice",
        "documents-0-file": SimpleUploadedFile("notice.odt", files.odt()),
        "criteria-TOTAL_FORMS": "1", "criteria-INITIAL_FORMS": "1",
        "criteria-0-id": call.criteria.get().pk, "criteria-0-call": call.pk,
        "documents-TOTAL_FORMS": "1", "documents-INITIAL_FORMS": "0",
    }  # fmt: skip
    page = client.post(f"/gestion/calls/call/{call.pk}/change/", sent)
    assert page.status_code == 302, page.context["errors"]
    document, line = CallDocument.objects.get(), call.events.get()
    assert (line.act, line.person) == (ADDED, national)
    assert (line.data["document"], line.data["sha256"]) == (document.pk, document.sha256)
    assert list(faults()) == []


def test_the_closing_of_a_demonstration_is_moved_by_its_act_alone(call):
    support.amend(call, demonstration=True)
    call = Call.objects.get()
    call.closes_at += DAY
    with pytest.raises(ValidationError, match="page de conduite"):
        call.full_clean()
    call.closes_at -= DAY
    call.min_members = 1  # the rest of it is free
    call.full_clean()
    with pytest.raises(Error), transaction.atomic():
        Call.objects.update(closes_at=timezone.now() + 9 * DAY)
