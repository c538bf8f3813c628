"""Every mandate given, changed or withdrawn is told and kept; nobody gives one to themselves."""

import re
from collections.abc import Callable

import pghistory
import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from accounts.models import Mandate, MandateEvent
from accounts.roles import Role
from directory.models import Pole
from tests.people import make_person

pytestmark = pytest.mark.django_db
LIST = "/gestion/accounts/mandateevent/"


@pytest.fixture
def cell():
    """Of the nation."""
    return make_person("cellule@example.org", "national-cell")


@pytest.fixture
def admin(client, cell):
    """An administrator, signed in."""
    person = make_person("root@example.org", "administrator")
    client.force_login(person)
    return person


def send_roles(client, person, *rows, why="", capture):
    """Send the page of a person with rows of mandates: those already held first."""
    held = list(person.mandates.order_by("pk"))
    data = {"is_active": "on", "why": why, "mandates-TOTAL_FORMS": str(max(len(rows), len(held))),
            "mandates-INITIAL_FORMS": str(len(held))}  # fmt: skip
    for number, row in enumerate(rows):
        kept = {"id": str(held[number].pk)} if number < len(held) else {}
        for name, value in {"person": str(person.pk), **kept, **row}.items():
            data[f"mandates-{number}-{name}"] = value
    with capture(execute=True):
        return client.post(f"/gestion/auth/user/{person.pk}/change/", data)


def told():
    """To whom each message went, with its subject."""
    return sorted((message.to[0], message.subject) for message in mail.outbox)


OFFICER = {"role": "officer", "region": "84"}


def test_each_act_on_a_mandate_is_told_to_its_holder_and_to_the_national_cell_and_kept(
    client, admin, ground, django_capture_on_commit_callbacks
):
    person = make_person("new@example.org")
    capture = django_capture_on_commit_callbacks
    send_roles(client, person, OFFICER, why="arrivée", capture=capture)
    send_roles(client, person, OFFICER | {"until": "31/12/2026"}, why="fin", capture=capture)
    send_roles(client, person, OFFICER | {"DELETE": "on"}, why="départ", capture=capture)
    role = "agent d'un territoire (Auvergne-Rhône-Alpes)"
    assert told() == sorted(
        (who, f"Mandat {act} : {role}")
        for who in ("new@example.org", "cellule@example.org")
        for act in ("donné", "modifié", "retiré")
    )
    assert "Raison\u00a0: arrivée" in mail.outbox[0].body
    assert "Par\u00a0: root@example.org" in mail.outbox[0].body
    events = MandateEvent.objects.filter(person_id=person.pk).order_by("pgh_id")
    assert [(one.pgh_label, one.facts["reason"], one.facts["person"]) for one in events] == [
        ("given", "arrivée", admin.pk), ("changed", "fin", admin.pk),
        ("withdrawn", "départ", admin.pk),
    ]  # fmt: skip


def test_an_administrator_gives_themselves_no_role_and_changes_none_of_theirs(
    client, admin, django_capture_on_commit_callbacks
):
    capture = django_capture_on_commit_callbacks
    before = list(Mandate.objects.values())
    own = {"role": "administrator"}
    for rows in (
        [own, {"role": "national-cell"}],
        [{"role": "national-cell"}],
        [own | {"until": "31/12/2099"}],
        [own | {"DELETE": "on"}, {"role": "national-cell"}],
    ):
        answer = send_roles(client, admin, *rows, capture=capture)
        assert "Personne ne se donne" in answer.content.decode(), rows
    assert list(Mandate.objects.values()) == before
    assert mail.outbox == []


def test_an_administrator_may_leave_their_role_and_it_is_told(
    client, admin, django_capture_on_commit_callbacks
):
    capture = django_capture_on_commit_callbacks
    gone = {"role": "administrator", "DELETE": "on"}
    assert send_roles(client, admin, gone, capture=capture).status_code == 302
    assert [who for who, _subject in told()] == ["cellule@example.org", "root@example.org"]


@pytest.mark.parametrize("door", ["insert", "bulk", "update"])
def test_the_database_refuses_a_role_given_to_oneself_whatever_the_door(door, ground):
    person = make_person("self@example.org", "officer", region_id="84")
    mandate = Mandate(person=person, role=Role.NATIONAL_CELL, granted_by=person)
    acts: dict[str, Callable[[], object]] = {
        "insert": mandate.save,
        "bulk": lambda: Mandate.objects.bulk_create([mandate]),
        "update": lambda: Mandate.objects.update(granted_by=person),
    }
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        acts[door]()


def test_what_goes_by_the_way_is_told_and_kept_all_the_same(
    cell, ground, django_capture_on_commit_callbacks
):
    officer = make_person("officer@example.org", "officer", region_id="84")
    make_person("lead@example.org", "lead", pole=ground["est"])
    with django_capture_on_commit_callbacks(execute=True):
        Pole.objects.filter(slug="est").delete()
        call_command("forget_person", "officer@example.org", "--write")
    withdrawn = MandateEvent.objects.filter(pgh_label="withdrawn").order_by("pgh_id")
    assert [one.role for one in withdrawn] == ["lead", "officer"]
    assert "pôle effacé" in withdrawn[0].said
    assert withdrawn[1].holder is None
    assert withdrawn[1].person_id == officer.pk
    assert {who for who, _subject in told()} == {
        "lead@example.org", "officer@example.org", "cellule@example.org",
    }  # fmt: skip


def test_forgetting_without_write_tells_nobody(cell, django_capture_on_commit_callbacks, ground):
    make_person("officer@example.org", "officer", region_id="84")
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(CommandError, match="rien"):
            call_command("forget_person", "nobody@example.org")
        call_command("forget_person", "officer@example.org")
    assert mail.outbox == []
    assert Mandate.objects.filter(role="officer").exists()


def test_what_is_written_in_bulk_is_in_the_list_too(ground):
    person = make_person("bulk@example.org")
    with pghistory.context(reason="reprise"):
        Mandate.objects.bulk_create([Mandate(person=person, role=Role.ANALYST)])
    Mandate.objects.filter(person=person).update(until="2026-12-31")
    Mandate.objects.filter(person=person)._raw_delete("default")
    kept = MandateEvent.objects.filter(person_id=person.pk).order_by("pgh_id")
    assert [one.pgh_label for one in kept] == ["given", "changed", "withdrawn"]
    assert kept[0].facts["reason"] == "reprise"


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE accounts_mandateevent SET role = 'analyst'",
        "UPDATE accounts_mandateevent SET pgh_context = NULL",
        "DELETE FROM accounts_mandateevent",
    ],
)
def test_the_list_is_not_written_again(act, cell):
    refused = pytest.raises(DatabaseError, match="pgtrigger")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)
    assert MandateEvent.objects.get().role == "national-cell"


@pytest.mark.parametrize("role", ["administrator", "national-cell"])
def test_the_list_is_read_by_administrators_and_the_national_cell_even_of_the_forgotten(
    client, role, ground
):
    call_command("create_administrator", "first@example.org", "--reason", "mise en service")
    make_person("gone@example.org", "officer", region_id="84")
    call_command("forget_person", "gone@example.org", "--write")
    client.force_login(make_person("reader@example.org", role))
    page = client.get(LIST).content.decode()
    assert "mise en service" in page
    assert "l&#x27;exploitant du site, par commande" in page
    assert "compte effacé, n° " in page
    assert client.get(f"{LIST}add/").status_code == 404
    one = MandateEvent.objects.order_by("pgh_id").first()
    assert one is not None
    assert client.get(f"{LIST}{one.pk}/change/").status_code == 200
    assert client.post(f"{LIST}{one.pk}/change/", {"role": "analyst"}).status_code == 404
    assert client.post(f"{LIST}{one.pk}/delete/", {"post": "yes"}).status_code == 404


def test_the_list_speaks_french_and_counts_in_it(client, cell, ground):
    make_person("one@example.org", "officer", region_id="84")
    client.force_login(cell)
    page = client.get(LIST).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Mandats donnés, modifiés, retirés" in text
    assert "2 actes sur les mandats" in text
    assert "Par acte" in text
    assert "pgh" not in text.lower()
    assert "given" not in text
    kept = client.get(f"{LIST}?acte=withdrawn").content.decode()
    assert "0 acte" in kept


def test_after_the_first_the_command_makes_no_administrator_without_a_reason(
    cell, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("create_administrator", "first@example.org")
    first = MandateEvent.objects.get(role="administrator")
    assert "premier administrateur" in first.facts["reason"]
    assert {who for who, _subject in told()} == {"first@example.org", "cellule@example.org"}
    with pytest.raises(CommandError, match="--reason"):
        call_command("create_administrator", "second@example.org")
    assert Mandate.objects.filter(role="administrator").count() == 1
    call_command("create_administrator", "second@example.org", "--reason", "départ du premier")
    assert MandateEvent.objects.filter(role="administrator").count() == 2
    assert "départ du premier" in MandateEvent.objects.order_by("-pgh_id")[0].facts["reason"]


def test_administrators_are_told_where_there_is_no_national_cell(
    client, django_capture_on_commit_callbacks, ground
):
    root = make_person("root@example.org", "administrator")
    client.force_login(root)
    person = make_person("new@example.org")
    send_roles(client, person, OFFICER, capture=django_capture_on_commit_callbacks)
    assert {who for who, _subject in told()} == {"root@example.org", "new@example.org"}


def test_an_account_put_out_of_use_and_back_is_told_with_its_roles(
    client, cell, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(make_person("admin@example.org", "administrator"))
    holder = make_person("agent@example.org", "officer", region_id="84")
    address = f"/gestion/auth/user/{holder.pk}/change/"
    rows = {"mandates-TOTAL_FORMS": "0", "mandates-INITIAL_FORMS": "0"}
    for sent, label in (({}, "suspended"), ({"is_active": "on"}, "restored")):
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(address, {"why": "Départ annoncé", **sent, **rows})
        assert answer.status_code == 302
        event = MandateEvent.objects.order_by("-pgh_id")[0]
        assert (event.pgh_label, event.person_id) == (label, holder.pk)
        assert event.facts["reason"] == "Départ annoncé"
        to = {address for mail in mailoutbox for address in mail.to}
        assert {"agent@example.org", cell.email} <= to


MAKES = re.compile(
    r"\bMandate\.objects\.(create|get_or_create|update_or_create|bulk_create)\(|\bMandate\("
)


def test_roles_are_given_by_the_one_function_that_tells_of_them():
    """The administration apart, whose forms make the rows that it saves and tells of."""
    found = [
        str(path.relative_to(settings.BASE_DIR))
        for folder in ("accounts", "calls", "config", "coverage", "directory", "programme")
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py"))
        if "migrations" not in path.parts
        and MAKES.search(path.read_text().replace("class Mandate(", ""))
    ]
    assert found == ["accounts/granting.py"]
