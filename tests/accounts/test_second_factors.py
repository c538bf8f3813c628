"""Second factors when the key of the site changes, and when the operator takes one away."""

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.keeping import export
from accounts.models import SecondFactorReset
from tests.accounts.test_signing_in import code_of, sign_in
from tests.directory.pages.conftest import text_of
from tests.people import PASSWORD, add_second_factor, make_person

pytestmark = pytest.mark.django_db
CODE = "/compte/second-facteur/code/"
OTHER = "une-toute-autre-cle-de-plus-de-cinquante-signes-pour-le-site"


def said(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_a_factor_sealed_with_another_key_is_a_sentence_at_the_code(client, settings):
    code = code_of(add_second_factor(make_person("lea@example.org")))
    settings.SECRET_KEY = OTHER
    client.raise_request_exception = False
    sign_in(client, "lea@example.org")
    answer = client.post(CODE, {"code": code})
    assert answer.status_code == 200
    assert "la clé du site a changé" in text_of(answer)
    assert client.get("/compte/").status_code == 302


def test_recovery_codes_sealed_with_another_key_are_a_sentence_too(client, settings):
    person = make_person("lea@example.org")
    code = code_of(add_second_factor(person))
    sign_in(client, "lea@example.org")
    client.post(CODE, {"code": code})
    RecoveryCodes.activate(person)
    client.post("/compte/verification/", {"password": PASSWORD})
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # the session still opens
    settings.SECRET_KEY = OTHER
    assert client.get("/compte/second-facteur/secours/").status_code == 200
    Authenticator.objects.filter(type="recovery_codes").update(data={"seed": "x", "used_mask": 0})
    client.raise_request_exception = False
    answer = client.get("/compte/second-facteur/secours/")
    assert answer.status_code == 503
    assert "la clé du site a changé" in text_of(answer)


def test_a_former_key_still_opens_what_it_sealed(client, settings):
    code = code_of(add_second_factor(make_person("lea@example.org")))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OTHER, [settings.SECRET_KEY]
    sign_in(client, "lea@example.org")
    client.post(CODE, {"code": code})
    assert client.get("/compte/").status_code == 200


def test_once_sealed_again_former_keys_may_go(client, settings):
    code = code_of(add_second_factor(make_person("lea@example.org")))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OTHER, [settings.SECRET_KEY]
    before = Authenticator.objects.get().data
    assert "1 second facteur à sceller (--write)" in said("seal_again")
    assert Authenticator.objects.get().data == before
    assert "1 second facteur scellé avec" in said("seal_again", "--write")
    assert "0 second facteur scellé avec" in said("seal_again", "--write")
    settings.SECRET_KEY_FALLBACKS = []
    sign_in(client, "lea@example.org")
    client.post(CODE, {"code": code})
    assert client.get("/compte/").status_code == 200


@pytest.mark.parametrize("options", [(), ("--write",)])
def test_what_no_key_opens_is_counted_and_left_and_stops_a_script(settings, options, capsys):
    add_second_factor(make_person("lea@example.org"))
    before = Authenticator.objects.get().data
    settings.SECRET_KEY = OTHER
    with pytest.raises(SystemExit) as left:
        call_command("seal_again", *options)
    assert left.value.code == 1
    assert "1 ne s’ouvre avec aucune clé" in capsys.readouterr().out
    assert Authenticator.objects.get().data == before


def test_the_operator_takes_a_factor_away_with_a_trace_and_the_person_knows(
    client, mailoutbox, django_capture_on_commit_callbacks
):
    person = make_person("lea@example.org")
    add_second_factor(person)
    with django_capture_on_commit_callbacks(execute=True):
        answer = said("reset_second_factor", "Lea@example.org", "--reason", "téléphone  perdu")
    assert "est enlevé" in answer
    assert not Authenticator.objects.filter(user=person).exists()
    assert SecondFactorReset.objects.get().reason == "téléphone perdu"
    assert "téléphone perdu" in mailoutbox[0].body
    assert mailoutbox[0].to == ["lea@example.org"]
    assert export("lea@example.org")[0]["seconds_facteurs_enleves"][0]["motif"] == "téléphone perdu"
    sign_in(client, "lea@example.org")
    assert client.get("/compte/").status_code == 200


def test_the_trace_is_read_in_the_administration_and_edited_by_nobody():
    person = make_person("lea@example.org")
    call_command("reset_second_factor", "lea@example.org", "--reason", "téléphone perdu")
    administrator = Client()
    administrator.force_login(make_person("admin@example.org", "administrator"))
    page = administrator.get(f"/gestion/auth/user/{person.pk}/change/")
    assert "téléphone perdu" in page.content.decode()
    assert "second_factors_taken" not in re.findall(r'name="(.*?)"', page.content.decode())


@pytest.mark.parametrize(
    ("email", "reason", "sentence"),
    [
        ("lea@example.org", "  ", "un motif de 1 à 300 signes"),
        ("personne@example.org", "perdu", "aucun compte n’a cette adresse"),
    ],
)
def test_a_reset_that_names_nobody_or_no_reason_is_refused(email, reason, sentence):
    make_person("lea@example.org")
    with pytest.raises(CommandError, match=sentence):
        call_command("reset_second_factor", email, "--reason", reason)
    assert not SecondFactorReset.objects.exists()
