"""The yearly request to leads: who is asked, once; a signed link that serves once."""

import datetime
import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Mandate
from directory.contributions import confirming
from directory.models import ConfirmationRequest, Pole
from directory.record.history import moments_of
from directory.record.writing import write_changes
from tests.directory.pages.conftest import text_of
from tests.people import make_person

LONG_AGO = datetime.date(2024, 5, 1)


@pytest.fixture
def old(pole, lead):
    """A pole unchecked for long, with its lead."""
    Pole.objects.filter(pk=pole.pk).update(checked=LONG_AGO, status_as_of=2021)
    pole.refresh_from_db()
    return pole


def asked(write=True) -> int:
    before = len(mail.outbox)
    call_command("ask_confirmations", write=write)
    return len(mail.outbox) - before


def link() -> str:
    found = re.search(r"https?://\S+/confirmer/\S+", str(mail.outbox[-1].body))
    assert found
    return urlsplit(found[0]).path


def test_nothing_leaves_without_write(old, capsys):
    assert asked(write=False) == 0
    said = capsys.readouterr().out
    assert "laine" in said
    assert "Messages à envoyer : 1" in said
    assert "porteuse@example.org" not in said
    assert not ConfirmationRequest.objects.exists()


def test_a_lead_is_asked_once_a_year_with_what_is_stale(old):
    assert (asked(), asked()) == (1, 0)
    (message,) = mail.outbox
    assert message.to == ["porteuse@example.org"]
    for words in ("1 mai 2024", "le statut est celui de 2021", "le site web n'est pas connu"):
        assert words in message.body
    assert "aucun territoire" not in message.body
    last_year = timezone.now() - datetime.timedelta(days=366)
    ConfirmationRequest.objects.update(sent_at=last_year)
    assert asked() == 1


def test_only_current_leads_of_public_poles_unchecked_for_a_year_are_asked(old, lead):
    Pole.objects.update(published=False)
    assert asked() == 0
    Pole.objects.update(published=True, checked=timezone.localdate())
    assert asked() == 0
    Pole.objects.update(checked=LONG_AGO)
    Mandate.objects.update(until=timezone.localdate() - datetime.timedelta(days=1))
    assert asked() == 0
    Mandate.objects.update(until=None)
    lead.is_active = False
    lead.save()
    make_person("agent@example.org", "officer", region_id="84")
    assert asked() == 0


def test_a_message_that_does_not_leave_is_asked_again(old, monkeypatch, capsys):
    def away(*_args, **_kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(confirming, "send_now", away)
    with pytest.raises(SystemExit):
        asked()
    assert "laine : message non parti" in capsys.readouterr().err
    assert not ConfirmationRequest.objects.exists()
    monkeypatch.undo()
    assert asked() == 1


def test_the_link_shows_the_record_and_confirms_it_once(client, old, lead):
    asked()
    address = link()
    text = text_of(client.get(address))
    assert "EPCI 200000001" in text
    assert "Note de rédaction" not in text
    assert Pole.objects.get().checked == LONG_AGO  # reading confirms nothing
    answer = client.post(address, follow=True)
    assert not client.cookies
    assert "Merci, la fiche est confirmée" in text_of(answer)
    assert Pole.objects.get().checked == timezone.localdate()
    latest = moments_of(old.pk)[0]
    assert (latest.fields, latest.person, latest.roles) == (["checked"], lead.pk, ("lead",))
    for again in (client.get(address), client.post(address)):
        assert again.status_code == 404
        assert "Ce lien ne sert plus" in text_of(again)


def test_a_forged_link_and_one_of_another_pole_serve_nothing(client, old):
    asked()
    address = link()
    token = address.rstrip("/").rpartition("/")[2]
    payload, _sep, signature = token.partition(":")
    for wrong in ("x", token[:-1] + "~", f"{payload[:-2]}AA:{signature}", "a:b:c"):
        path = f"/poles/laine/confirmer/{wrong}/"
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
    Pole.objects.create(
        slug="autre", name="Autre", region_id="84", sources=["https://a.example/"], checked=LONG_AGO
    )
    assert client.post(f"/poles/autre/confirmer/{token}/").status_code == 404
    assert Pole.objects.get(slug="laine").checked == LONG_AGO


def test_a_link_serves_neither_after_sixty_days_nor_once_the_record_or_the_lead_changed(
    client, old, lead, monkeypatch
):
    asked()
    address = link()
    monkeypatch.setattr(confirming, "GOOD_FOR", datetime.timedelta(seconds=-1))
    assert client.post(address).status_code == 404
    monkeypatch.undo()
    assert client.get(address).status_code == 200
    Mandate.objects.all().delete()
    assert client.post(address).status_code == 404
    Mandate.objects.create(person=lead, role="lead", pole=old)
    write_changes(old, {"name": "Pôle Feutre"}, "essai")
    assert client.post(address).status_code == 404
    assert Pole.objects.get().checked == LONG_AGO


def test_the_link_of_a_hidden_record_says_nothing_of_it(client, old):
    asked()
    Pole.objects.update(published=False)
    answer = client.get(link())
    assert answer.status_code == 404
    assert "Pôle Laine" not in text_of(answer)
