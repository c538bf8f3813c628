"""Errors reported by anyone: received, limited, read by those of the territory, answered."""

import pytest
from django.db import IntegrityError
from django.test import Client

from directory.contributions.reports import Closed, close_report, report_error
from directory.models import ErrorReport, Pole
from tests.directory.pages.conftest import text_of
from tests.people import make_person

FORM = "/poles/laine/signaler/"
SAID = {"part": "contact", "text": "Le site a changé.", "contact": "lise@example.org"}


def test_a_visitor_reports_an_error_without_an_account(client, pole):
    assert "Signaler une erreur" in text_of(client.get("/poles/laine/"))
    answer = client.post(FORM, SAID, follow=True)
    assert "Votre signalement est reçu" in text_of(answer)
    report = ErrorReport.objects.get()
    assert (report.pole, report.part, report.text) == (pole, "contact", "Le site a changé.")
    assert report.contact == "lise@example.org"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": ""}, "Ce champ est obligatoire"),
        ({"text": "a" * 2001}, "2000"),
        ({"part": "note"}, "choix"),
        ({"contact": "lise"}, "adresse"),
        ({"adresse": "https://spam.example"}, "Ce message n'a pas été accepté"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, pole, wrong, said):
    assert said in text_of(client.post(FORM, SAID | wrong))
    assert not ErrorReport.objects.exists()


def test_a_report_chooses_neither_its_state_nor_its_pole(client, pole):
    client.post(FORM, SAID | {"state": "kept", "answer": "oui", "pole": "999", "closed_at": "2026"})
    report = ErrorReport.objects.get()
    assert (report.state, report.answer, report.pole) == ("open", "", pole)


def test_an_address_reports_five_times_an_hour(client, pole):
    for _time in range(5):
        assert client.post(FORM, SAID).status_code == 302
    assert "Trop de signalements" in text_of(client.post(FORM, SAID))
    assert ErrorReport.objects.count() == 5
    assert client.post(FORM, SAID, REMOTE_ADDR="192.0.2.77").status_code == 302


def test_a_hidden_pole_takes_no_report(client, pole):
    Pole.objects.update(published=False)
    assert client.get(FORM).status_code == 404
    assert client.post(FORM, SAID).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://ailleurs.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    ],
)
def test_a_form_from_elsewhere_is_refused(pole, headers):
    guarded = Client(enforce_csrf_checks=True, headers=headers)
    assert guarded.post(FORM, SAID).status_code == 403
    assert not ErrorReport.objects.exists()


def test_a_visitor_who_reports_gets_no_cookie(pole):
    visitor = Client(
        enforce_csrf_checks=True,
        headers={"origin": "http://testserver", "sec-fetch-site": "same-origin"},
    )
    visitor.get(FORM)
    assert visitor.post(FORM, SAID, follow=True).status_code == 200
    assert not visitor.cookies
    assert ErrorReport.objects.count() == 1


def test_only_those_of_the_territory_read_it(client, pole, officer, stranger, lead):
    report = report_error(pole, "name", "Faux nom")
    for person, status in ((stranger, 404), (lead, 404), (officer, 200)):
        client.force_login(person)
        assert client.get(report.get_absolute_url()).status_code == status
        listed = "Faux nom" in client.get("/contributions/").content.decode()
        assert listed is (person == officer)


def test_a_pole_that_straddles_two_regions_is_read_by_both(client, pole, stranger):
    pole.territories.create(level="commune", commune_id="75056")
    from directory.record.writing import poles_changed  # noqa: PLC0415

    poles_changed([pole.pk])
    report = report_error(pole, "name", "Faux nom")
    client.force_login(stranger)
    assert client.get(report.get_absolute_url()).status_code == 200


def test_the_answer_reaches_who_left_an_address_which_is_then_erased(
    client, pole, officer, mailoutbox, django_capture_on_commit_callbacks
):
    report = report_error(pole, "name", "Faux nom", "lise@example.org")
    client.force_login(officer)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(report.get_absolute_url(), {"state": "kept", "answer": "Corrigé, merci."})
    report.refresh_from_db()
    assert (report.state, report.contact, report.closed_by) == ("kept", "", officer)
    (message,) = mailoutbox
    assert message.to == ["lise@example.org"]
    assert "Corrigé, merci." in message.body
    assert "/poles/laine/" in message.body
    again = client.post(
        report.get_absolute_url(), {"state": "refused", "answer": "Non"}, follow=True
    )
    assert "traité entre-temps" in text_of(again)


def test_a_report_is_answered_once(pole, officer):
    report = report_error(pole, "name", "Faux nom")
    close_report(report.pk, ErrorReport.State.KEPT, "Oui", officer.pk, "https://a.example/")
    with pytest.raises(Closed):
        close_report(report.pk, ErrorReport.State.REFUSED, "Non", officer.pk, "https://a.example/")


def test_the_database_keeps_no_address_once_closed(pole):
    with pytest.raises(IntegrityError):
        ErrorReport.objects.create(
            pole=pole, part="name", text="x", state="kept", contact="lise@example.org",
            closed_at="2026-01-01T00:00Z",
        )  # fmt: skip


def test_whoever_has_nothing_to_do_there_finds_nothing(client, pole):
    assert client.get("/contributions/").status_code == 302
    client.force_login(make_person("rien@example.org"))
    assert client.get("/contributions/").status_code == 404
