"""Personal data: given to whom they are about, forgotten on request, erased in time."""

import datetime
import json
import logging

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Mandate
from accounts.personal import HOLDERS, Holder, expire, register
from directory.models import ErrorReport
from tests.people import PASSWORD, add_second_factor, make_person

pytestmark = pytest.mark.django_db


def test_one_is_given_all_that_is_kept_and_nothing_of_others(client, ground):
    make_person("other@example.org")
    person = make_person("lea@example.org", "lead", pole=ground["est"])
    client.force_login(person)
    answer = client.get("/compte/mes-donnees.json")
    assert answer["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    kept = json.loads(answer.content)
    assert set(kept) == set(HOLDERS)
    assert kept["compte"][0]["courriels"] == ["lea@example.org"]
    assert kept["compte"][0]["mandats"] == [f"porteur d'un pôle ({ground['est']})"]
    assert "other@example.org" not in answer.content.decode()


def test_a_person_is_forgotten_with_all_that_was_theirs(ground, capsys):
    person = make_person("lea@example.org", "lead", pole=ground["est"])
    add_second_factor(person)
    call_command("forget_person", "LEA@example.org")
    assert User.objects.filter(pk=person.pk).exists(), "nothing is erased without --write"
    call_command("forget_person", "LEA@example.org", "--write")
    assert not User.objects.filter(pk=person.pk).exists()
    assert not EmailAddress.objects.exists()
    assert not Mandate.objects.exists()
    assert "Rien n’est effacé" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "said"), [("lea", "attendu : prenom.nom@exemple.fr"), ("a@b.fr", "rien n’est gardé")]
)
def test_a_wrong_or_unknown_address_is_said(asked, said):
    with pytest.raises(CommandError, match=said):
        call_command("forget_person", asked, "--write")


def test_an_idle_account_without_mandate_is_erased_after_three_years(ground):
    now = timezone.now()
    long_ago = now - datetime.timedelta(days=3 * 365 + 1)
    idle = make_person("idle@example.org")
    lead = make_person("lead@example.org", "lead", pole=ground["est"])
    back = make_person("back@example.org")
    User.objects.update(date_joined=long_ago)
    User.objects.filter(pk=back.pk).update(last_login=now)
    assert expire(now, write=False)["compte"] == 1
    assert User.objects.filter(pk=idle.pk).exists()
    call_command("purge_personal_data", "--write")
    assert set(User.objects.values_list("pk", flat=True)) == {lead.pk, back.pk}


def test_the_statement_says_every_family_that_the_site_keeps(client):
    said = client.get("/compte/donnees-personnelles/").content.decode()
    for holder in HOLDERS.values():
        assert str(holder.title) in said


def test_a_family_is_registered_once():
    taken = HOLDERS["compte"]
    with pytest.raises(ValueError, match="already registered"):
        register(Holder(**{**taken.__dict__}))


def test_no_address_of_anybody_enters_the_journal_of_the_server(client, ground, caplog):
    caplog.set_level(logging.DEBUG)
    email = "lea.secrete@example.org"
    made = {"email": email, "password1": PASSWORD}
    client.post("/compte/inscription/", made)
    client.post("/compte/connexion/", {"login": email, "password": "faux"})
    client.post("/compte/mot-de-passe/oublie/", {"email": email})
    client.post("/poles/est/signaler/", {"part": "name", "text": "Faux nom", "contact": email})
    assert ErrorReport.objects.get().contact == email
    call_command("forget_person", email, "--write")
    assert email not in caplog.text
    assert "secrete" not in caplog.text
