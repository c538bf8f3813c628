"""A call that receives applications: its public page, its hours, the administration, its file."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from calls.call.overseas import local_hours
from calls.models import Call, CallDocument, Criterion
from calls.moving import Actor
from directory.models import Recognition
from tables.described_plan import DescribedPlan
from tables.engine import Refusals, load
from tests import factories
from tests.calendars import read
from tests.calls import files, support
from tests.calls.applications import make_call
from tests.directory.pages.conftest import lead_of, text_of
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")
PARIS = ZoneInfo("Europe/Paris")


def at(year, month, day, hour=0):
    return datetime.datetime(year, month, day, hour, tzinfo=PARIS)


@pytest.fixture
def dated(ground):
    """A call of summer 2099: neither this test nor the next ones will see it open."""
    return make_call(
        "ami-2099", title="AMI PTCE 2099", year=2099, opens_at=at(2099, 6, 1, 9),
        closes_at=at(2099, 7, 15, 12), aimed_low=15, aimed_high=20,
    )  # fmt: skip


def test_the_page_says_first_whether_one_may_apply(client, dated):
    assert lead_of(client.get("/appels/ami-2099/")) == (
        "Cet appel ouvre le 1er juin 2099 à 9 h 00 (heure de Paris). 15 à 20 pôles seront soutenus."
    )
    assert "/candidater/" not in client.get("/appels/ami-2099/").content.decode()
    make_call("ouvert", permanent=True, closes_at=None)
    response = client.get("/appels/ouvert/")
    assert lead_of(response) == "Cet appel est ouvert, sans date de clôture."
    assert 'href="/appels/ouvert/candidater/"' in response.content.decode()
    make_call("clos", opens_at=at(2020, 1, 1), closes_at=at(2020, 2, 1))
    assert lead_of(client.get("/appels/clos/")).startswith("Cet appel est clos ;")


def test_the_page_says_the_rules_the_criteria_and_their_weights(client, dated):
    Criterion.objects.create(call=dated, position=1, title="Coopération", weight=3, highest=5)
    Criterion.objects.create(call=dated, position=2, title="Territoire", weight=1, highest=10)
    text = text_of(client.get("/appels/ami-2099/"))
    assert "Coopération 75 % 5" in text
    assert "Territoire 25 % 10" in text
    assert "au moins 3 personnes morales" in text
    assert "article 9 de la loi du 31 juillet 2014" in text


def test_hours_are_told_as_clocks_overseas_show_them(client, dated):
    text = text_of(client.get("/appels/ami-2099/"))
    assert "La Réunion 01/06/2099 à 11 h 00 15/07/2099 à 14 h 00" in text
    assert "Martinique 01/06/2099 à 3 h 00 15/07/2099 à 6 h 00" in text
    winter = {one.place: one for one in local_hours(at(2027, 1, 31, 12), None)}
    assert winter["Guyane"].opens
    assert (winter["Guyane"].opens.hour, winter["Mayotte"].closes) == (8, None)


def test_a_call_that_is_open_is_said_in_the_list_the_feed_and_the_calendar(client, dated):
    make_call("ouvert", title="AMI ouvert")
    assert "Ouvert aujourd'hui : AMI ouvert." in lead_of(client.get("/appels/"))
    assert "AMI PTCE 2099" in client.get("/appels/atom.xml").content.decode()
    _head, events = read(client.get("/appels/calendrier.ics").content)
    hours = {event["SUMMARY"]: event.get("DTSTART") for event in events}
    assert hours["AMI PTCE 2099 : ouverture"] == "20990601T070000Z"
    assert hours["AMI PTCE 2099 : clôture"] == "20990715T100000Z"


def test_calls_run_from_here_share_a_scheme_and_are_told_apart_by_their_title(client, dated):
    other = make_call("autre", title="Autre AMI")
    pole = factories.make_pole("laine", name="Pôle Laine")
    Recognition.objects.create(pole=pole, scheme="ami", label="Autre AMI", year=2027)
    Call.objects.update(announced_at=at(2099, 9, 1), laureates=1)
    assert "Pôle Laine" in text_of(client.get("/appels/autre/"))
    assert "Pôle Laine" not in text_of(client.get("/appels/ami-2099/"))
    assert other.slug in client.get("/sitemap-appels.xml").content.decode()


def test_the_title_under_which_laureates_are_announced_stays(dated):
    dated.title = "Un autre titre"
    dated.full_clean()
    dated.save()
    dated.announced_at = at(2099, 9, 1)
    dated.full_clean()
    dated.title = "Un troisième"
    with pytest.raises(ValidationError, match="annoncés sous ce titre"):
        dated.full_clean()


def test_a_demonstration_is_told_apart_and_told_to_nobody_else(client, dated):
    make_call("demo", title="Démonstration : AMI", demonstration=True)
    response = client.get("/appels/demo/")
    assert "Ceci est une démonstration" in text_of(response)
    assert 'content="noindex' in response.content.decode()
    for path in ("/appels/atom.xml", "/appels/calendrier.ics", "/sitemap-appels.xml"):
        assert "demo" not in client.get(path).content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"closes_at": at(2020, 1, 1)}, {"permanent": True}, {"closes_at": None},
        {"scheme": "ami-2025"}, {"aimed_low": 5, "aimed_high": 4},
    ],
)  # fmt: skip
def test_a_call_without_sense_is_refused_by_the_form_and_by_the_database(ground, fields):
    hours = {"opens_at": at(2099, 1, 1), "closes_at": at(2099, 2, 1)}  # free until its opening
    call = make_call("juste", numbering="PTCE-X", **hours)
    for name, value in fields.items():
        setattr(call, name, value)
    with pytest.raises(ValidationError):
        call.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        call.save()


def test_a_call_is_loaded_from_a_file_and_a_second_load_changes_nothing(tmp_path):
    path = tmp_path / "appels.toml"
    path.write_text(
        """
[ami-2099]
title = "AMI 2099"
scheme = "ami"
year = 2099
opens_at = 2099-06-01T09:00:00
closes_at = 2099-07-15T12:00:00+02:00
priority_tags = ["ruralite"]
article_9 = true
sources = ["https://example.org/"]
"""
    )
    plan = [DescribedPlan(path, Call)]
    load(plan, write=True)
    call = Call.objects.get()
    assert (call.opens_at, call.closes_at) == (at(2099, 6, 1, 9), at(2099, 7, 15, 12))
    assert (call.numbering, call.priority_tags) == ("PTCE-2099", ["ruralite"])
    (again,) = load(plan, write=True)
    assert (again.writes, again.changes) == (False, [])
    path.write_text(path.read_text().replace("true", '"oui"').replace("2099-06-01T", "2099-06-01 "))
    with pytest.raises(Refusals) as caught:
        load(plan, write=True)
    assert "true ou false" in str(caught.value.files[0][1].problems)


def test_a_call_is_made_in_the_administration_with_its_criteria_and_its_rules(
    client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_person("nationale@example.org", "national-cell"))
    sent = {
        "title": "AMI 2099", "slug": "ami-2099", "scheme": "ami", "year": "2099",
        "sources": "https://example.org/", "opens_at_0": "01/06/2099", "opens_at_1": "09:00:00",
        "closes_at_0": "15/07/2099", "closes_at_1": "12:00:00", "min_members": "3",
        "article_9": "on", "required_documents": ["statuts"], "priority_tags": ["qpv"],
        "criteria-TOTAL_FORMS": "1", "criteria-INITIAL_FORMS": "0",
        "criteria-0-position": "1", "criteria-0-title": "Coopération", "criteria-0-weight": "3",
        "criteria-0-highest": "5",
        "documents-TOTAL_FORMS": "1", "documents-INITIAL_FORMS": "0",
        "documents-0-title": "Règlement",
        "documents-0-file": SimpleUploadedFile("reglement.pdf", files.pdf()),
    }  # fmt: skip
    response = client.post("/gestion/calls/call/add/", sent)
    assert response.status_code == 302, response.context["adminform"].form.errors
    call = Call.objects.get()
    assert call.closes_at == at(2099, 7, 15, 12)
    assert (call.required_documents, call.priority_tags) == (["statuts"], ["qpv"])
    assert call.criteria.get().title == "Coopération"
    document = CallDocument.objects.get()
    page = client.get("/appels/ami-2099/").content.decode()
    assert f"/appels/ami-2099/documents/{document.pk}/" in page
    bad = sent | {
        "slug": "autre", "title": "Autre",
        "documents-0-file": SimpleUploadedFile("a.pdf", b"<script>"),
    }  # fmt: skip
    assert (
        "n&#x27;est pas celui d&#x27;un PDF"
        in client.post("/gestion/calls/call/add/", bad).content.decode()
    )
    client.force_login(make_person("cellule@example.org", "regional-cell", region_id="84"))
    assert client.get(f"/gestion/calls/call/{call.pk}/change/").status_code in (302, 403, 404)


def test_a_grid_that_has_scored_is_seen_and_not_changed_any_more(admin_client, ground):
    # A demonstration, whose grid is free until then.
    call = support.make_call("grille", demonstration=True)
    address = f"/gestion/calls/call/{call.pk}/change/"
    assert b'name="criteria-0-weight"' in admin_client.get(address).content
    application = support.make_application(call)
    cell = Actor(make_person("cellule@exemple.fr", "regional-cell", region_id="84"), "cell")
    support.instruct(application, ("84", cell))
    page = admin_client.get(address).content
    assert b'name="criteria-0-weight"' not in page
    assert "Coopération" in page.decode()
    given = {"criteria-TOTAL_FORMS": "1", "criteria-INITIAL_FORMS": "1", "criteria-0-weight": "9"}
    admin_client.post(address, {"criteria-0-id": call.criteria.get(position=1).pk, **given})
    assert list(call.criteria.order_by("position").values_list("weight", flat=True)) == [3, 1]
