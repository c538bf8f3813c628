"""A call that is open keeps its rules; its closing moves for all, for a reason that all read."""

import datetime

import pgtrigger
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.utils import timezone

from calls.call.writing import change_hours, clarify
from calls.models import Call, CallDocument, Clarification, Criterion, HoursChange
from calls.models.guards import FROZEN
from calls.states import OutOfOrder
from calls.verification.whole import faults
from tables.described_plan import DescribedPlan
from tables.engine import Refusals, load
from tests.calls import support
from tests.calls.applications import make_call
from tests.directory.pages.conftest import text_of
from tests.harness.accounts import as_site
from tests.people import make_person

DAY = datetime.timedelta(days=1)
PAGE = "/instruction/ami-2027/conduite/"


@pytest.fixture
def call(ground) -> Call:
    """Open since yesterday, for a month, with its grid."""
    made = make_call()
    with pgtrigger.ignore("calls.Criterion:grid_stays"):
        Criterion.objects.create(call=made, title="Coopération", weight=3)
    return made


@pytest.fixture
def closed(call) -> Call:
    support.amend(call, closes_at=timezone.now() - DAY / 2)
    return Call.objects.get()


@pytest.fixture
def national(ground):
    return make_person("cna@exemple.fr", "national-cell")


CHANGES = {
    "opens_at": timezone.now() - 3 * DAY, "closes_at": timezone.now() + 40 * DAY,
    "permanent": True, "min_members": 2, "article_9": False, "required_documents": ["statuts"],
    "eligibility": "Tous.", "priority_tags": ["qpv"], "priorities": "Autre chose.",
    "grant_low_eur": 1, "grant_high_eur": 900_000, "grant_years": 9, "budget_eur": 1,
    "aimed_low": 1, "aimed_high": 2, "numbering": "AUTRE", "slug": "ami-autre",
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_an_open_call_said_is_refused_any_change_by_name(call, name):
    setattr(call, name, CHANGES[name])
    with pytest.raises(ValidationError) as refused:
        call.full_clean()
    assert "L'appel est ouvert" in refused.value.message_dict[name][0]


def test_all_that_is_frozen_is_changed_here():
    assert {*CHANGES} == {*FROZEN}


@pytest.mark.parametrize("name", CHANGES)
def test_the_database_refuses_it_too_whoever_asks(closed, name):
    fields = {name: CHANGES[name]} | ({"closes_at": None} if name == "permanent" else {})
    by_a_trigger = pytest.raises(Error, match=r"pgtrigger|hours")
    with by_a_trigger, as_site(), transaction.atomic():
        Call.objects.filter(pk=closed.pk).update(**fields)
    assert getattr(Call.objects.get(), name) == getattr(closed, name)


def public_file(call: Call, name: str = "reglement.pdf") -> CallDocument:
    return CallDocument.objects.create(
        call=call, title="Règlement", name=name, stored=name, size=1, sha256="0" * 64,
        media_type="application/pdf", added_at=timezone.now() - 9 * DAY,
    )  # fmt: skip


def test_the_files_of_an_open_call_neither_change_nor_go_and_one_that_comes_is_not_back_dated(call):
    with pgtrigger.ignore("calls.CallDocument:files_stay"):
        public_file(call)
    files = CallDocument.objects.filter(name="reglement.pdf")
    other = make_call("à-venir", opens_at=timezone.now() + DAY)
    drafts = CallDocument.objects.filter(pk=public_file(other, "autre.pdf").pk)
    for act in (
        lambda: files.update(sha256="1" * 64), lambda: files.update(call=other), files.delete,
        lambda: drafts.update(call=call),
    ):  # fmt: skip
        with pytest.raises(Error, match="public files"), as_site(), transaction.atomic():
            act()
    assert files.count() == 1
    added = public_file(call, "notice.pdf")
    CallDocument.objects.filter(pk=added.pk, added_at__gt=call.opens_at).get()
    assert "le fichier public « notice.pdf » n'est pas au journal" in " ".join(faults())


def test_the_grid_of_an_open_call_takes_loses_and_changes_no_criterion(call):
    for change in (
        lambda: Criterion.objects.create(call=call, title="Un de plus"),
        lambda: Criterion.objects.update(weight=9),
        lambda: Criterion.objects.all().delete(),
        lambda: Criterion.objects.update(call=make_call("à-venir", opens_at=None, closes_at=None)),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    assert list(call.criteria.values_list("title", "weight")) == [("Coopération", 3)]


def test_before_its_opening_everything_is_free(ground):
    call = make_call(opens_at=timezone.now() + DAY)
    Criterion.objects.create(call=call, title="Coopération")
    call.min_members, call.closes_at = 2, timezone.now() + 3 * DAY
    call.full_clean()
    call.save()
    Criterion.objects.update(weight=2)


def test_a_file_that_changes_an_open_call_is_refused_and_names_the_field(call, tmp_path):
    path = tmp_path / "appels.toml"
    path.write_text(
        """
[ami-2027]
title = "AMI-2027"
scheme = "ami"
year = 2027
min_members = 1
sources = ["https://example.org/"]
"""
    )
    with pytest.raises(Refusals) as caught:
        load([DescribedPlan(path, Call)], write=True, force=True)
    assert "min_members" in str(caught.value.files[0][1].problems)
    assert Call.objects.get().min_members == 3


def test_a_closed_call_reopens_for_all_a_day_at_least_and_the_page_says_from_what_to_what(
    client, closed, national
):
    until = timezone.now() + 2 * DAY
    assert not closed.takes(timezone.now())
    change = change_hours(closed.pk, national, until, "La plateforme a été coupée.")
    call = Call.objects.get()
    assert call.takes(timezone.now())
    assert (change.closes_before, change.closes_after) == (closed.closes_at, until)
    text = text_of(client.get("/appels/ami-2027/"))
    assert "La plateforme a été coupée." in text
    for hour in (closed.closes_at, until):
        assert f"{timezone.localtime(hour):%H:%M}" in text
    assert "ouvert jusqu'au" in text


@pytest.mark.parametrize(
    ("after", "reason", "said"),
    [
        (DAY - datetime.timedelta(minutes=1), "Motif.", "vingt-quatre heures au moins"),
        (-DAY, "Motif.", "vingt-quatre heures au moins"),
        (2 * DAY, "  ", "a un motif"),
    ],
)
def test_hours_too_near_or_without_reason_are_refused(closed, national, after, reason, said):
    with pytest.raises(OutOfOrder, match=said):
        change_hours(closed.pk, national, timezone.now() + after, reason)
    assert not HoursChange.objects.exists()
    assert Call.objects.get().closes_at == closed.closes_at


def test_a_call_whose_decisions_are_announced_does_not_reopen(closed, national):
    Call.objects.update(announced_at=timezone.now())
    with pytest.raises(OutOfOrder, match="ne rouvre plus"):
        change_hours(closed.pk, national, timezone.now() + 2 * DAY, "Motif.")


def test_closing_again_at_once_for_one_file_is_refused_and_what_was_done_stays_written(
    closed, national
):
    change_hours(closed.pk, national, timezone.now() + 2 * DAY, "Réouverture.")
    with pytest.raises(OutOfOrder, match="vingt-quatre heures"):
        change_hours(closed.pk, national, timezone.now(), "On referme.")
    with pytest.raises(Error), transaction.atomic():
        Call.objects.update(closes_at=timezone.now())
    for undo in (
        lambda: HoursChange.objects.update(reason="Rien."),
        lambda: HoursChange.objects.all().delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            undo()
    national.delete()
    assert not User.objects.filter(pk__in=HoursChange.objects.values("by")).exists()


def test_a_permanent_call_is_given_an_end_by_the_same_act(ground, national):
    call = make_call(permanent=True, closes_at=None)
    change_hours(call.pk, national, timezone.now() + 2 * DAY, "L'enveloppe est engagée.")
    assert not Call.objects.get().permanent


def test_the_national_cell_does_both_from_one_page_and_a_region_finds_none(client, call, national):
    client.force_login(make_person("ain@exemple.fr", "regional-cell", region_id="84"))
    assert client.get(PAGE).status_code == 404
    client.force_login(national)
    page = client.get(PAGE)
    assert "Changer la clôture" in text_of(page)
    until = timezone.localtime() + 50 * DAY
    sent = {"faire": "horaires", "closes_at": f"{until:%Y-%m-%dT12:00}"}
    refused = client.post(PAGE, sent)
    assert refused.status_code == 200
    assert not HoursChange.objects.exists()
    assert client.post(PAGE, sent | {"reason": "Dossiers longs."}).status_code == 302
    assert HoursChange.objects.get().by == national
    clarified = {"faire": "precision", "text": "Le SIRET du siège suffit."}
    assert client.post(PAGE, clarified).status_code == 302
    text = text_of(client.get("/appels/ami-2027/"))
    assert "Dossiers longs." in text
    assert "Le SIRET du siège suffit." in text


def test_a_closed_call_is_said_closed_and_that_moving_its_closing_reopens_it_to_all(
    client, closed, national
):
    client.force_login(national)
    text = text_of(client.get(PAGE))
    assert "L'appel s'est clos le" in text
    assert "L'appel est clos" in text
    assert "le rouvrirait à tous" in text
    assert "Rouvrir l'appel à tous, publiquement" in text
    for untrue in ("se clôt", "est ouvert"):
        assert untrue not in text


def test_a_call_still_open_is_said_to_close(client, call, national):
    client.force_login(national)
    text = text_of(client.get(PAGE))
    assert "L'appel se clôt le" in text
    assert "L'appel est ouvert" in text
    assert "rouvr" not in text


def test_a_call_whose_decisions_are_announced_offers_no_other_closing(client, closed, national):
    Call.objects.update(announced_at=timezone.now())
    client.force_login(national)
    text = text_of(client.get(PAGE))
    assert "il ne rouvre plus" in text
    assert "Nouvelle clôture" not in text
    assert "Ajouter une précision" in text


def test_the_administration_shows_what_is_frozen_and_takes_none_of_it(client, call, national):
    client.force_login(national)
    address = f"/gestion/calls/call/{call.pk}/change/"
    page = client.get(address).content.decode()
    for name in ("min_members", "closes_at_0", "budget_eur", "criteria-0-weight"):
        assert f'name="{name}"' not in page
    client.post(
        address,
        {"title": "AMI-2027", "slug": "ami-2027", "scheme": "ami", "year": "2027",
         "sources": "https://example.org/", "min_members": "1", "closes_at_0": "01/01/2030",
         "closes_at_1": "12:00:00", "criteria-TOTAL_FORMS": "0", "criteria-INITIAL_FORMS": "0",
         "documents-TOTAL_FORMS": "0", "documents-INITIAL_FORMS": "0"},
    )  # fmt: skip
    stored = Call.objects.get()
    assert (stored.min_members, stored.closes_at) == (3, call.closes_at)


def test_a_clarification_says_something(call, national):
    with pytest.raises(OutOfOrder, match="Écrivez"):
        clarify(call, national, "  ")
    assert not Clarification.objects.exists()


def test_the_administration_takes_no_open_call_away_nor_changes_its_files(
    client, call, national, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    CallDocument.objects.create(
        call=call, title="Règlement", name="reglement.pdf", stored="r", size=1, sha256="0" * 64,
        media_type="application/pdf",
    )  # fmt: skip
    client.force_login(national)
    address = f"/gestion/calls/call/{call.pk}/"
    assert client.get(f"{address}delete/").status_code == 404
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 404
    chosen = {"action": "delete_selected", "_selected_action": [call.pk], "post": "yes"}
    assert client.post("/gestion/calls/call/", chosen).status_code in (302, 404)
    assert Call.objects.filter(pk=call.pk).exists()
    files = next(
        one for one in client.get(f"{address}change/").context["inline_admin_formsets"]
        if one.opts.model is CallDocument
    )  # fmt: skip
    assert not files.has_change_permission
    assert not files.has_delete_permission
    assert files.has_add_permission


def test_a_call_is_not_made_open_already(ground):
    made = make_call(opens_at=timezone.now() + DAY)
    made.opens_at = timezone.now() - DAY
    with pytest.raises(ValidationError, match="Une ouverture est à venir"):
        made.full_clean()


def test_a_call_that_receives_applications_has_a_grid_first(client, national):
    client.force_login(national)
    opens = timezone.localtime() + DAY
    sent = {
        "title": "AMI 2030", "slug": "ami-2030", "scheme": "ami", "year": "2030",
        "sources": "https://example.org/", "min_members": "3",
        "opens_at_0": f"{opens:%d/%m/%Y}", "opens_at_1": "12:00:00",
        "closes_at_0": f"{opens + 30 * DAY:%d/%m/%Y}", "closes_at_1": "12:00:00",
        **{f"{kind}-{name}_FORMS": count for kind in ("criteria", "documents")
           for name, count in (("TOTAL", "0"), ("INITIAL", "0"))},
    }  # fmt: skip
    page = client.post("/gestion/calls/call/add/", sent)
    assert "a une grille : un critère au moins" in page.content.decode()
    grid = {"criteria-TOTAL_FORMS": "1", "criteria-0-position": "1", "criteria-0-title": "Projet",
            "criteria-0-weight": "1", "criteria-0-highest": "5"}  # fmt: skip
    assert client.post("/gestion/calls/call/add/", sent | grid).status_code == 302
