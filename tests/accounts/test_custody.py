"""The account that serves pages adds lines to the registers, reads them, and rewrites none."""

import io

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError

from accounts import custody
from accounts.models import Mandate, MandateEvent
from calls.models import Application, ApplicationEvent, Dossier
from config.environment import SITE_ACCOUNT
from directory.models import Pole
from directory.models.events import PoleEvent
from geo.registers import protection, registers
from tests.calls.applications import make_call, make_submitted
from tests.factories import make_pole
from tests.harness.accounts import Account, as_site
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")
REGISTERS = registers()


@pytest.fixture
def submitted(ground):
    assert Account.taken, "the private cluster has this account (bin/lib/cluster.sh)"
    return make_submitted(make_call(), make_person("porteur@example.org"))


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_registers_are_those_that_are_named_here():
    assert {one._meta.label for one in REGISTERS} == {
        "accounts.MandateEvent",
        "accounts.SecondFactorReset",
        "calls.ApplicationEvent",
        "calls.CallEvent",
        "calls.Clarification",
        "calls.Dossier",
        "calls.FormerOpinion",
        "calls.HoursChange",
        "directory.CitedEpciEvent",
        "directory.PoleEvent",
        "directory.RecognitionEvent",
        "directory.TerritoryEvent",
    }


@pytest.mark.parametrize("model", REGISTERS, ids=lambda one: one._meta.label)
@pytest.mark.parametrize(
    "act",
    ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}", "ALTER TABLE {} DISABLE TRIGGER ALL",
     "DROP TABLE {}", "SELECT * FROM {} FOR UPDATE"],
)  # fmt: skip
def test_the_site_rewrites_no_register_even_with_its_trigger_ignored(submitted, model, act):
    table, key = model._meta.db_table, model._meta.pk.column
    with pgtrigger.ignore(protection(model)), as_site():
        run(f"SELECT count(*) FROM {table}")  # noqa: S608 - our tables
        with pytest.raises(ProgrammingError), transaction.atomic():
            run(act.format(table, key, key))


def test_the_site_erases_no_application_that_the_journal_speaks_of(submitted):
    gone = f"DELETE FROM calls_application WHERE id = {submitted.pk}"  # noqa: S608 - a number
    with as_site(), pytest.raises(DatabaseError), transaction.atomic():
        run(f"SET CONSTRAINTS ALL IMMEDIATE; {gone}")
    assert Application.objects.filter(pk=submitted.pk).exists()


IGNORED = {
    "rules": ("calls.Call:rules_stay", "UPDATE calls_call SET min_members = 1"),
    "amounts": ("calls.Call:rules_stay", "UPDATE calls_call SET budget_eur = 1"),
    "address": ("calls.Call:rules_stay", "UPDATE calls_call SET slug = 'autre'"),
    "kind": ("calls.Call:rules_stay", "UPDATE calls_call SET demonstration = true"),
    "hours": (
        "calls.Call:hours_logged", "UPDATE calls_call SET closes_at = closes_at + interval '9 days'"
    ),
    "grid": (
        "calls.Criterion:grid_stays",
        "INSERT INTO calls_criterion (call_id, position, title, text, weight, highest)"
        " SELECT id, 9, 'Autre', '', 9, 9 FROM calls_call",
    ),
    "number": ("calls.Application:received_stays", "UPDATE calls_application SET number = 'X'"),
    "oneself": (
        "accounts.Mandate:not_by_oneself",
        "INSERT INTO accounts_mandate (person_id, role, granted_at, granted_by_id)"
        " SELECT id, 'national-cell', now(), id FROM auth_user LIMIT 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("trigger", "statement"), IGNORED.values(), ids=IGNORED)
def test_a_variable_that_any_account_may_set_silences_no_trigger_for_the_site(
    submitted, trigger, statement
):
    refused_by_a_trigger = pytest.raises(DatabaseError, match=r"pgtrigger|hours|criteria")
    with pgtrigger.ignore(trigger):
        with as_site(), refused_by_a_trigger, transaction.atomic():
            run(statement)
        with transaction.atomic():
            run(statement)  # which is well written: the account of commands is heeded


def test_a_mandate_leaves_its_line_whatever_the_session_ignores(submitted):
    before = MandateEvent.objects.count()
    with pgtrigger.ignore("accounts.Mandate:given_insert"), as_site():
        Mandate.objects.create(person=submitted.owner, role="national-cell")
    assert MandateEvent.objects.count() == before + 1


def test_a_temporary_table_of_its_name_misleads_no_trigger(submitted):
    table = (
        "CREATE TEMPORARY TABLE calls_hourschange (call_id bigint, at timestamptz,"
        " closes_after timestamptz); INSERT INTO calls_hourschange"
        " SELECT id, 'infinity', '2100-01-01' FROM calls_call;"
    )
    with as_site(), pytest.raises(DatabaseError, match="hours"), transaction.atomic():
        run(f"{table} UPDATE public.calls_call SET closes_at = '2100-01-01'")  # noqa: S608 - ours
    with as_site():
        run("CREATE TEMPORARY TABLE accounts_mandateevent (LIKE public.accounts_mandateevent)")
        run("INSERT INTO public.accounts_mandate (person_id, role, granted_at)"
            " SELECT id, 'national-cell', now() FROM auth_user LIMIT 1")  # fmt: skip
        run("DROP TABLE pg_temp.accounts_mandateevent")
    assert MandateEvent.objects.filter(role="national-cell").count() == 1


HOURS = {
    one._meta.db_table: names
    for one in REGISTERS
    for names in (("pgh_id", "pgh_created_at"), ("id", "at"))
    if {*names} <= {field.name for field in one._meta.concrete_fields}
}
# Whose hour is compared with a line of the journal of calls.
COMPARED = {"calls_hourschange", "calls_clarification"}


@pytest.mark.parametrize("table", sorted(HOURS.keys() - COMPARED))
def test_no_line_of_a_register_is_back_dated(ground, table):
    number, hour = HOURS[table]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(tgfoid) FROM pg_trigger"
            " WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger_stamped%%'",
            [table],
        )
        ((code,),) = cursor.fetchall()
    assert f"NEW.{number} := nextval(" in code
    assert f"NEW.{hour} := clock_timestamp()" in code


def test_a_line_of_the_list_of_mandates_is_not_back_dated(ground):
    make_person("agent@example.org", "officer", region_id="84")
    last = MandateEvent.objects.order_by("-pgh_id")[0]
    with as_site():
        run(
            "INSERT INTO accounts_mandateevent (pgh_id, pgh_created_at, pgh_label, pgh_obj_id, id,"
            " role, person_id) SELECT -5, '1999-01-01', '', id, id, role, person_id"
            " FROM accounts_mandate LIMIT 1"
        )
    line = MandateEvent.objects.order_by("-pgh_id")[0]
    assert line.pgh_id > last.pgh_id
    assert line.pgh_created_at >= last.pgh_created_at


def test_the_number_and_the_hour_of_a_line_are_the_database_s(submitted):
    last = ApplicationEvent.objects.order_by("-id")[0]
    with as_site():
        run(
            "INSERT INTO calls_applicationevent (id, application_id, role, move, from_state,"  # noqa: S608 - a number
            f" to_state, data, at)"
            f" VALUES (-5, {submitted.pk}, '', 'note', '', '', '{{}}', '1999-01-01')"
        )
    line = ApplicationEvent.objects.order_by("-id")[0]
    assert line.id > last.id
    assert line.at >= last.at


def test_what_the_site_writes_leaves_its_lines_in_the_registers(submitted):
    make_pole("laine", name="Laine")
    before = PoleEvent.objects.count()
    with as_site():
        Pole.objects.filter(slug="laine").update(name="Laines")
        ApplicationEvent.objects.create(
            application=submitted, role="lead", move="note", from_state="submitted",
            to_state="submitted",
        )  # fmt: skip
    assert PoleEvent.objects.count() == before + 1


def test_the_site_has_what_it_asks_for_and_nothing_more(ground):
    assert list(custody.faults(SITE_ACCOUNT)) == []
    owner = connection.settings_dict["USER"]
    first, *others = custody.faults(owner)
    assert "peut plus que lire et écrire des lignes" in others[0]
    assert "peut créer des tables" in others[1]
    assert first == (
        f"le compte « {owner} » peut réécrire ou vider {len(REGISTERS)} registres, dont "
        "accounts_mandateevent, accounts_secondfactorreset, calls_applicationevent."
    )


def test_what_was_given_too_much_is_said_then_taken_back(ground):
    run(f"GRANT ALL ON calls_applicationevent TO {SITE_ACCOUNT}")
    run(f"GRANT UPDATE (sha256) ON calls_dossier TO {SITE_ACCOUNT}")
    run(f"REVOKE INSERT ON calls_question FROM {SITE_ACCOUNT}")
    run(f"GRANT UPDATE ON django_migrations TO {SITE_ACCOUNT}")
    with pytest.raises(SystemExit) as left:
        call_command("site_account", stdout=(said := io.StringIO()))
    assert left.value.code == 1
    assert said.getvalue() == (
        f"Le compte « {SITE_ACCOUNT} » peut réécrire ou vider 2 registres, dont "
        "calls_applicationevent, calls_dossier.\n"
        f"Le compte « {SITE_ACCOUNT} » peut plus que lire et écrire des lignes de 1 autre table, "
        "dont django_migrations.\n"
        f"Le compte « {SITE_ACCOUNT} » n'a pas INSERT sur calls_question.\n"
    )
    call_command("site_account", write=True, stdout=(said := io.StringIO()))
    assert "droits donnés sur" in said.getvalue()
    assert "sans les réécrire." in said.getvalue()
    assert list(custody.faults(SITE_ACCOUNT)) == []


def test_every_table_of_the_project_is_told(ground):
    tables = set(connection.introspection.django_table_names(only_existing=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.role_table_grants"
            " WHERE grantee = %s AND privilege_type = 'SELECT'",
            [SITE_ACCOUNT],
        )
        assert tables <= {name for (name,) in cursor.fetchall()}
    assert custody.allowed(Dossier._meta.db_table) == ("SELECT", "INSERT")


@pytest.mark.parametrize(
    ("account", "why"), [("", "SITE_DATABASE_URL manque"), ("personne", "ne connaît pas")]
)
def test_without_such_an_account_one_is_told_what_to_do(ground, settings, account, why):
    settings.SITE_ACCOUNT = account
    with pytest.raises(CommandError, match=why):
        call_command("site_account", write=True)


def test_the_block_to_type_names_the_account_and_the_database(ground):
    call_command("site_account", sql=True, stdout=(said := io.StringIO()))
    name = connection.settings_dict["NAME"]
    assert f'CREATE ROLE "{SITE_ACCOUNT}" LOGIN' in said.getvalue()
    assert f'ON DATABASE "{name}" TO "{SITE_ACCOUNT}"' in said.getvalue()
