"""Submission is atomic: to the second, without a gap in numbers, whatever the load."""

import datetime
import threading
import time
from contextlib import suppress
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone

from calls.application import submission
from calls.application.drafts import OvertakenError, save_step, stamp_of, start
from calls.application.submission import NotEligibleError, TooLateError, submit, withdraw
from calls.models import Application, ApplicationEvent, Call
from calls.moving import Actor
from calls.states import Move, OutOfOrder, State
from publishing import serving
from tests.calls.applications import make_call, make_draft, make_submitted, move_to
from tests.calls.journals import replay
from tests.calls.support import amend, verified
from tests.people import make_person


@pytest.fixture
def open_call(transactional_db):
    return make_call()


def in_threads(*tasks):
    """Run tasks at once, each with its own connection; their results or errors, in order."""
    results: list[Any] = [None] * len(tasks)

    def run(place, task):
        try:
            results[place] = task()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, task)) for place, task in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    close_old_connections()
    return results


def test_those_who_submit_together_are_numbered_one_by_one_without_a_gap(open_call):
    people = [make_person(f"p{n}@example.org") for n in range(6)]
    drafts = [make_draft(open_call, person) for person in people]
    barrier = threading.Barrier(len(drafts))

    def task(draft, person):
        def run():
            barrier.wait(10)
            return submit(draft.pk, Actor(person)).number

        return run

    numbers = in_threads(*(task(*pair) for pair in zip(drafts, people, strict=True)))
    assert sorted(numbers) == [f"PTCE-2027-000{n}" for n in range(1, 7)]


def test_one_draft_sent_twice_at_once_is_received_once(open_call):
    person = make_person("p@example.org")
    draft = make_draft(open_call, person)
    results = in_threads(*[lambda: submit(draft.pk, Actor(person)).number] * 2)
    assert sorted(map(type, results), key=str) == sorted([str, OutOfOrder], key=str)
    assert ApplicationEvent.objects.filter(move="submit").count() == 1


def test_two_saves_of_one_step_at_once_one_of_them_is_told(open_call):
    person = make_person("p@example.org")
    draft = make_draft(open_call, person)
    names = ("summary",)
    stamp = stamp_of(draft, names)
    results = in_threads(
        *[lambda n=n: save_step(draft.pk, names, {"summary": f"Version {n}."}, stamp)
          for n in range(4)]
    )  # fmt: skip
    assert sum(isinstance(result, OvertakenError) for result in results) == 3
    draft.refresh_from_db()
    assert draft.summary.startswith("Version ")


def test_whoever_came_before_the_closing_second_is_received_however_long_they_wait(
    open_call, settings, tmp_path
):
    """The deadline falls while a submission waits for another: the clock was read as it came."""
    settings.MEDIA_ROOT = tmp_path
    person = make_person("p@example.org")
    draft = make_draft(open_call, person)
    closes = timezone.now() + datetime.timedelta(seconds=1.5)
    amend(open_call, closes_at=closes)
    held = threading.Event()

    def hold():
        with transaction.atomic():
            Call.objects.select_for_update(no_key=True).get(pk=open_call.pk)
            held.set()
            time.sleep(max(0, (closes - timezone.now()).total_seconds()) + 0.3)

    def sent():
        held.wait(10)
        assert timezone.now() < closes  # sent in time, but behind others
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")  # what pages have, and less
        return submit(draft.pk, Actor(person))

    _held, result = in_threads(hold, sent)
    assert result.submitted_at < closes < timezone.now()
    assert result.stands is State.SUBMITTED
    assert result.frozen["submitted_at"] == result.submitted_at.isoformat()
    assert verified()[0] == 0, verified()


def test_a_whole_request_that_waited_for_a_place_of_the_server_counts_at_the_hour_it_came(
    open_call, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    person = make_person("p@example.org")
    late = make_person("q@e.org")
    first, second = make_draft(open_call, person), make_draft(open_call, late)
    closes = timezone.now() - datetime.timedelta(seconds=2)
    amend(open_call, closes_at=closes)
    monkeypatch.setattr(serving, "_server", [serving.Server(waited=lambda: 1.0)])
    with pytest.raises(TooLateError):
        submit(second.pk, Actor(late))
    monkeypatch.setattr(serving, "_server", [serving.Server(waited=lambda: 5.0)])
    received = submit(first.pk, Actor(person)).submitted_at
    assert received is not None
    assert received < closes


def test_whoever_comes_past_the_closing_second_is_too_late(open_call):
    person = make_person("p@example.org")
    draft = make_draft(open_call, person)
    amend(open_call, closes_at=timezone.now())
    with pytest.raises(TooLateError):
        submit(draft.pk, Actor(person))
    draft.refresh_from_db()
    assert draft.stands is State.DRAFT
    assert draft.project_name == "Laine du plateau"


def test_who_waited_in_vain_is_told_in_a_sentence_and_keeps_their_draft(
    open_call, client, monkeypatch
):
    monkeypatch.setattr(submission, "PATIENCE_SECONDS", 1)
    person = make_person("p@example.org")
    draft = make_draft(open_call, person)
    held, told = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Call.objects.select_for_update(no_key=True).get(pk=open_call.pk)
            held.set()
            told.wait(20)

    def sent():
        held.wait(10)
        client.force_login(person)
        try:
            return client.post(f"/candidatures/{draft.key}/envoi/")
        finally:
            told.set()

    _held, answer = in_threads(hold, sent)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    said = "d&#x27;autres dépôts étaient en cours. Le brouillon est gardé"
    assert said in answer.content.decode()
    draft.refresh_from_db()
    assert draft.stands is State.DRAFT


def test_until_the_last_second_and_not_at_the_closing_one():
    opens = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
    closes = datetime.datetime(2027, 2, 1, 11, tzinfo=datetime.UTC)
    call = Call(opens_at=opens, closes_at=closes)
    assert call.takes(opens)
    assert not call.takes(opens - datetime.timedelta(seconds=1))
    assert call.takes(closes - datetime.timedelta(microseconds=1))
    assert not call.takes(closes)
    permanent = Call(opens_at=opens, permanent=True)
    assert permanent.takes(datetime.datetime(2050, 1, 1, tzinfo=datetime.UTC))


@pytest.mark.usefixtures("ground")
class TestInOneTransaction:
    @pytest.fixture
    def call(self):
        return make_call()

    @pytest.fixture
    def person(self, call):
        return make_person("p@example.org")

    def test_nothing_is_written_of_what_is_refused(self, call, person):
        draft = make_draft(call, person, lead_nature="public")
        with pytest.raises(NotEligibleError):
            submit(draft.pk, Actor(person))
        draft.refresh_from_db()
        assert (draft.stands, draft.number, draft.frozen) == (State.DRAFT, "", {})

    def test_each_call_counts_for_itself(self, call, person):
        other = make_call("ami-bis")
        assert make_submitted(call, person).number == "PTCE-2027-0001"
        assert make_submitted(other, person).number == "PTCE-2027-2-0001"
        assert make_submitted(call, person).number == "PTCE-2027-0002"

    def test_a_territory_over_two_regions_is_of_both(self, call, person):
        pieces = [
            {"level": "commune", "code": "01001", "label": "", "drawn": None},
            {"level": "department", "code": "93", "label": "", "drawn": None},
        ]
        draft = make_draft(call, person, territories=pieces)
        assert (draft.regions, draft.departments) == (["11", "84"], ["01", "93"])

    @pytest.mark.parametrize(
        ("piece", "regions", "departments"),
        [
            ({"level": "region", "code": "84"}, ["84"], ["01", "38"]),
            ({"level": "epci", "code": "200000002"}, ["84"], ["01", "38"]),
            ({"level": "epci", "code": "200057867"}, ["11"], ["93"]),
            ({"level": "part", "code": "97401", "label": "Quartier"}, ["04"], ["974"]),
            ({"level": "commune", "code": "01999"}, ["84"], ["01"]),
            (
                {"level": "drawn", "code": None, "drawn": [
                    [[[2.15, 45.02], [2.35, 45.02], [2.35, 45.08], [2.15, 45.08], [2.15, 45.02]]]
                ]},
                ["84"], ["01"],
            ),
            (
                {"level": "drawn", "code": None, "drawn": [
                    [[[-20.0, 40.0], [-19.0, 40.0], [-19.0, 41.0], [-20.0, 40.0]]]
                ]},
                [], [],
            ),
        ],
    )  # fmt: skip
    def test_regions_are_those_of_the_ground(self, call, person, piece, regions, departments):
        draft = make_draft(call, person, territories=[{"label": "", "drawn": None} | piece])
        assert (draft.regions, draft.departments) == (regions, departments)

    def test_the_journal_replays_and_nobody_rewrites_it(self, call, person):
        application = make_submitted(call, person)
        move_to(application, Move.ACCEPT, Move.START, Move.ASK, Move.RESUME, person=person)
        lines = [
            (Move(line.move), State(line.from_state), State(line.to_state))
            for line in application.events.order_by("id")
        ]
        assert replay(lines) is application.stands
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for change in (
            lambda: ApplicationEvent.objects.update(role="autre"),
            lambda: ApplicationEvent.objects.all().delete(),
            Application.objects.get(pk=application.pk).delete,
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        assert application.events.count() == len(lines)

    def test_the_journal_stands_once_a_person_is_gone(self, call, person):
        application = make_submitted(call, person)
        key = person.pk
        person.delete()
        application.refresh_from_db()
        assert application.owner is None
        lines = list(application.events.order_by("id").values_list("person_id", "move"))
        assert lines == [(key, "submit"), (None, "erase")]

    def test_it_is_not_withdrawn_once_decisions_are_announced(self, call, person):
        application = make_submitted(call, person)
        Application.objects.filter(pk=application.pk).update(state="refused")
        with pytest.raises(OutOfOrder, match="non retenue"):
            withdraw(application.pk, Actor(person))

    def test_a_number_without_a_submission_is_refused_by_the_database(self, call, person):
        draft = start(call, Actor(person))
        with suppress(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=draft.pk).update(number="PTCE-1")
            pytest.fail("a draft has a number")
