"""Who is led where: the sign-in, the second factor, or a page that is not there."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import limits
from accounts.models import Mandate
from tests.people import PASSWORD, add_second_factor, make_person

pytestmark = pytest.mark.django_db


def test_a_visitor_of_the_administration_signs_in_then_comes_back(client):
    answer = client.get("/gestion/", follow=True)
    assert answer.redirect_chain[-1][0] == "/compte/connexion/?next=/gestion/"


def test_the_administration_is_not_there_for_whoever_has_no_business_in_it(client, ground):
    client.force_login(make_person("lead@example.org", "lead", pole=ground["est"]))
    assert client.get("/gestion/", follow=True).status_code == 404
    assert client.get("/gestion/directory/pole/", follow=True).status_code == 404


def test_an_administrator_without_second_factor_is_led_to_it_and_comes_in_after(client):
    person = make_person("root@example.org", "administrator", second_factor=False)
    client.force_login(person)
    answer = client.get("/gestion/", follow=True)
    assert answer.redirect_chain[1][0] == "/compte/second-facteur/activer/"
    add_second_factor(person)
    assert client.get("/gestion/").status_code == 200


def test_an_officer_sees_and_changes_the_poles_of_their_territory_only(client, ground):
    client.force_login(make_person("officer@example.org", "officer", department_id="01"))
    page = client.get("/gestion/directory/pole/")
    assert {pole.slug for pole in page.context["cl"].result_list} == {"est", "astride"}
    for slug, status in (("est", 200), ("astride", 200), ("paris", 404)):
        answer = client.get(f"/gestion/directory/pole/{ground[slug].pk}/change/")
        assert answer.status_code == status, slug
    assert client.get("/gestion/directory/pole/999999/change/").status_code == 404
    assert client.get(f"/gestion/directory/pole/{ground['est'].pk}/delete/").status_code == 404
    assert client.get("/gestion/auth/user/").status_code == 404
    assert client.get("/gestion/calls/call/").status_code == 404


def test_an_administrator_gives_a_role_and_is_named_for_it(admin_client, admin_user, ground):
    person = make_person("new@example.org")
    url = f"/gestion/auth/user/{person.pk}/change/"
    assert admin_client.get(url).status_code == 200
    rows = {
        "mandates-TOTAL_FORMS": "1",
        "mandates-INITIAL_FORMS": "0",
        "mandates-0-person": str(person.pk),
        "mandates-0-role": "officer",
        "mandates-0-department": "01",
    }
    answer = admin_client.post(url, {"is_active": "on", "is_superuser": "on", **rows})
    assert answer.status_code == 302
    [mandate] = person.mandates.all()
    assert (mandate.role, mandate.department_id, mandate.granted_by) == (
        "officer",
        "01",
        admin_user,
    )
    person.refresh_from_db()
    assert not person.is_superuser, "a field that the form does not show is not taken"


def test_one_s_space_says_the_roles_held_and_opens_their_doors(client, ground):
    client.force_login(make_person("officer@example.org", "officer", region_id="84"))
    said = client.get("/compte/").content.decode()
    assert "agent d&#x27;un territoire (Auvergne-Rhône-Alpes)" in said
    assert 'href="/gestion/"' in said
    assert client.get("/compte/")["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_names_are_given_by_oneself_and_nothing_else_is_taken(client):
    person = make_person("lea@example.org")
    client.force_login(person)
    client.post("/compte/nom/", {"first_name": "Léa", "last_name": "B", "is_superuser": "1"})
    person.refresh_from_db()
    assert (person.get_full_name(), person.is_superuser) == ("Léa B", False)


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::1", "::"),
    ],
)
def test_an_ipv6_subscriber_counts_as_one(rf, address, same):
    assert limits.address_of(rf.get("/", REMOTE_ADDR=address)) == same


def test_a_proxy_that_is_not_trusted_cannot_lend_its_caller_another_address(rf):
    asked = rf.get("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR="203.0.113.1")
    assert limits.address_of(asked) == "192.0.2.9"


def test_leaving_needs_a_form(client):
    client.force_login(make_person("lea@example.org"))
    client.get("/compte/deconnexion/")
    assert client.get("/compte/").status_code == 200
    client.post("/compte/deconnexion/")
    assert client.get("/compte/").status_code == 302
    assert isinstance(client, Client)


def test_the_first_administrator_is_made_by_a_command_and_chooses_a_password(client, capsys):
    call_command("create_administrator", "Root@example.org")
    link = re.search(r"http://\S+", capsys.readouterr().out)
    assert link
    form = client.get(urlsplit(link[0]).path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/compte/connexion/", {"login": "root@example.org", "password": PASSWORD})
    answer = client.get("/gestion/", follow=True)
    assert answer.redirect_chain[1][0] == "/compte/second-facteur/activer/"
    call_command("create_administrator", "root@example.org", "--reason", "mot de passe perdu")
    assert "mot de passe actuel" in capsys.readouterr().out
    assert Mandate.objects.count() == 1


def test_a_wrong_address_makes_nobody_an_administrator():
    with pytest.raises(CommandError, match="attendu : prenom"):
        call_command("create_administrator", "root")
    assert not Mandate.objects.exists()
