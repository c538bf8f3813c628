"""The history of a record on its page: who sees it, what it says, putting back."""

import datetime

import pytest
from django.utils import timezone

from directory.models import Pole
from directory.record.stored import record_of
from directory.record.writing import write_changes
from tests.directory.pages.conftest import text_of

PAGE = "/poles/laine/historique/"
RESTORE = f"{PAGE}remettre/"


def restore(client, when, why="retour", **data):
    """Send the form of a restoring, as its page shows it."""
    form = client.get(RESTORE, {"au": when.isoformat()}).context["form"]
    sent = {"au": when.isoformat(), "why": why, "version": form["version"].value()}
    return client.post(RESTORE, sent | data, follow=True)


def test_a_visitor_signs_in_and_whoever_has_no_right_finds_nothing(client, pole, stranger):
    assert client.get(PAGE).status_code == 302
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404
    assert client.get(RESTORE, {"au": "2026-01-01"}).status_code == 404
    assert client.post(RESTORE, {"au": "2026-01-01", "why": "x"}).status_code == 404


def test_a_change_is_told_field_by_field_with_its_reason(client, pole, officer):
    write_changes(pole, {"name": "Pôle Feutre", "themes": ["textile-laine"]}, "le nom a changé")
    client.force_login(officer)
    text = text_of(client.get(PAGE))
    assert "le nom a changé" in text
    assert "Nom Pôle Laine Pôle Feutre" in text
    assert "Thématiques rien Textile et laine" in text


def test_names_are_for_those_who_may_write_to_people(client, pole, officer, lead):
    client.force_login(officer)
    write_through(client, pole, officer)
    assert "agente@example.org (agent d'un territoire)" in text_of(client.get(PAGE))
    client.force_login(lead)
    text = text_of(client.get(PAGE))
    assert "Qui : agent d'un territoire" in text
    assert "agente@example.org" not in text
    assert "Note de rédaction" not in text
    assert client.get(RESTORE, {"au": "2026-01-01"}).status_code == 404


def write_through(client, pole, person):
    """A change by a request of someone: the restoring of a change."""
    when = timezone.now()
    write_changes(pole, {"name": "Pôle Feutre"}, "essai")
    client.force_login(person)
    answer = restore(client, when)
    assert "La fiche est remise à cette date." in text_of(answer)


def test_putting_back_shows_what_would_change_then_does_it(client, pole, officer):
    before, when = record_of(pole), timezone.now()
    write_changes(pole, {"name": "Pôle Feutre"}, "essai")
    client.force_login(officer)
    text = text_of(client.get(RESTORE, {"au": when.isoformat()}))
    assert "Nom Pôle Feutre Pôle Laine" in text
    assert Pole.objects.get().name == "Pôle Feutre"
    assert "obligatoire" in text_of(restore(client, when, why=" "))
    restore(client, when)
    assert record_of(Pole.objects.get()) == before
    assert "retour" in text_of(client.get(PAGE))


@pytest.mark.parametrize("date", ["", "hier", "2026-13-45", "9999999999-01-01", "\x00"])
def test_a_date_that_is_none_is_refused_in_words(client, pole, officer, date):
    client.force_login(officer)
    text = text_of(client.post(RESTORE, {"au": date, "why": "x"}, follow=True))
    assert "date" in text
    assert Pole.objects.get().name == "Pôle Laine"


def test_a_day_before_the_record_is_told(client, pole, officer):
    client.force_login(officer)
    day = (timezone.localdate() - datetime.timedelta(days=30)).isoformat()
    text = text_of(client.get(RESTORE, {"au": day}, follow=True))
    assert "À cette date, la fiche n'existait pas encore." in text


def test_a_record_that_moves_while_the_preview_is_read_is_not_put_back(client, pole, officer):
    when = timezone.now()
    write_changes(pole, {"name": "Pôle Feutre"}, "essai")
    client.force_login(officer)
    form = client.get(RESTORE, {"au": when.isoformat()}).context["form"]
    version = form["version"].value()
    write_changes(pole, {"description": "Tapis"}, "essai")
    answer = restore(client, when, version=version)
    assert "La fiche a changé pendant votre lecture" in text_of(answer)
    assert "Présentation Tapis rien" in text_of(answer)
    assert answer.context["form"]["why"].value() == "retour"
    assert Pole.objects.get().name == "Pôle Feutre"


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31", "2026-11-25T10:00:00+14:00"])
def test_any_date_is_answered(client, pole, officer, date):
    client.force_login(officer)
    assert client.get(RESTORE, {"au": date}, follow=True).status_code == 200
