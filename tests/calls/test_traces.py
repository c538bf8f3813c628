"""What is erased of people leaves a trace in the journal, which stands; the rest is not excused."""

import json
from importlib import import_module

import pgtrigger
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from accounts import personal
from calls.application.submission import withdraw
from calls.instruction.keeping import OPINIONS
from calls.models import (
    Application,
    ApplicationEvent,
    CallEvent,
    Clarification,
    HoursChange,
    Opinion,
    Substitute,
)
from calls.moving import Actor
from calls.vocabulary import ERASED
from tests.calls.judged import check_constraints
from tests.calls.support import verified
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")


def recused():
    return Opinion.objects.filter(state="recused")


PEOPLE = ("porteur", "ain", "twin", "paris", "cna")


def test_people_who_are_forgotten_leave_a_trace_and_the_journal_whole(judged):
    for name in PEOPLE:
        personal.forget(f"{name}@example.org", write=True)
        assert verified()[0] == 0, (name, verified())
    assert not User.objects.filter(email__endswith="@example.org").exists()
    assert Opinion.objects.get(state="recused").reason == ERASED
    told = json.dumps(list(ApplicationEvent.objects.values_list("data", flat=True)))
    assert "sœur" not in told
    assert "example.org" not in told


def test_accounts_that_are_deleted_alone_leave_a_trace_too(judged):
    User.objects.filter(email__endswith="@example.org").delete()
    assert Application.objects.get().owner is None
    assert verified()[0] == 0, verified()


def test_what_is_past_its_time_leaves_a_trace(judged):
    withdraw(judged.pk, Actor(judged.owner), "Trop tôt.")
    Application.objects.update(updated_at="2020-01-01T00:00:00Z")
    personal.expire(timezone.now(), write=True)
    assert (Application.objects.get().owner, recused().get().reason) == (None, ERASED)
    assert Substitute.objects.get().reason == ERASED
    assert verified()[0] == 0, verified()


def test_a_trace_excuses_what_it_names_and_nothing_else(judged):
    OPINIONS.forget("twin@example.org")
    assert verified()[0] == 0, verified()
    recused().update(reason="Récrit.")
    assert "un motif de déport de la région 84 a changé." in verified()[1]
    recused().update(reason=ERASED, author=make_person("autre@example.org"))
    assert "n'est plus de la personne qui s'est déportée" in verified()[1]
    recused().update(author=None)
    Opinion.objects.filter(state="given", region="11").update(author=None)
    code, said = verified()
    assert (code, said.count("\n")) == (1, 3), said
    assert "l'avis de la région 11 n'est plus de la personne qui l'a rendu." in said


def as_it_was_before(judged):
    """Neither a journal of calls nor traces: people erased, acts committed to by nothing."""
    OPINIONS.forget("twin@example.org")
    User.objects.filter(email="cna@example.org").delete()
    with pgtrigger.ignore():
        CallEvent.objects.all().delete()
        ApplicationEvent.objects.filter(move="erase").delete()
        HoursChange.objects.update(salt="")
        Clarification.objects.update(salt="")


def test_what_was_there_before_is_committed_to_as_it_is_found(judged):
    as_it_was_before(judged)
    assert verified()[0] == 1
    migration = import_module("calls.migrations.0013_what_was_there_is_committed_to")
    check_constraints()
    migration.commit_to_all(apps, connection.schema_editor())
    assert verified()[0] == 0, verified()
    with pgtrigger.ignore():
        Clarification.objects.update(text="Autre.")
    Opinion.objects.filter(state="given", region="11").update(author=None)
    code, said = verified()
    assert (code, said.count("\n")) == (1, 4), said


def test_files_that_were_under_questions_before_are_taken_stock_of(judged):
    with pgtrigger.ignore():
        ApplicationEvent.objects.filter(move="add-file").delete()
    assert "les fichiers sous une demande" in verified()[1]
    check_constraints()
    migration = import_module("calls.migrations.0014_files_under_questions_are_told")
    with connection.cursor() as cursor:
        cursor.execute(migration.STOCK)
    line = ApplicationEvent.objects.get(move="take-stock")
    assert [len(hashes) for hashes in line.data["files"].values()] == [1]
    assert "aside" not in line.data
    assert verified()[0] == 0, verified()
