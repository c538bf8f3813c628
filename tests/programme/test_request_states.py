"""Requests: no path skips the answer, two cannot answer, what is personal goes in time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.personal import HOLDERS
from programme.models import Service
from programme.models.requests import RequestStep, ServiceRequest
from programme.requests import links
from programme.requests.keeping import export, forget
from programme.requests.writing import (
    KEPT_CLOSED,
    KEPT_IDLE,
    Move,
    MoveRefusedError,
    move,
    strip_old_requests,
)
from programme.vocabulary import CLOSED, NEEDS_MESSAGE, NEXT, OPEN, Party, RequestState

pytestmark = pytest.mark.django_db


def absolute(path):
    return f"https://atlas.example.org{path}"


def go(request, to, message="Bonjour."):
    return move(request.pk, Move(RequestState(to), message, Party.OPERATOR), absolute)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(path=st.lists(st.tuples(st.sampled_from(RequestState), st.sampled_from(["", " ", "Oui."]))))
def test_whatever_is_tried_only_the_ways_of_the_table_are_taken(request_for, path):
    with transaction.atomic():
        request = request_for()
        taken = [RequestState.RECEIVED]
        for to, message in path:
            allowed = to in NEXT[taken[-1]] and (message.strip() or to not in NEEDS_MESSAGE)
            try:
                go(request, to, message)
            except MoveRefusedError:
                assert not allowed
            else:
                assert allowed
                taken.append(to)
        request.refresh_from_db()
        assert request.state == taken[-1]
        steps = list(request.steps.values_list("state", flat=True))
        assert steps == taken
        if RequestState.DONE in taken:
            assert taken == [RequestState.RECEIVED, RequestState.ANSWERED, RequestState.DONE]
        transaction.set_rollback(True)


def test_every_state_is_open_or_closed_and_closed_ones_lead_nowhere():
    assert set(OPEN) | set(CLOSED) == set(RequestState)
    assert all(not NEXT[state] for state in CLOSED)


def test_a_refused_move_writes_nothing_and_tells_nobody(
    request_for, mailoutbox, django_capture_on_commit_callbacks
):
    request = request_for()
    with django_capture_on_commit_callbacks(execute=True) as sent:
        with pytest.raises(MoveRefusedError, match="« terminée »"):
            go(request, RequestState.DONE)
        with pytest.raises(MoveRefusedError, match="message"):
            go(request, RequestState.ANSWERED, "  ")
    assert (sent, request.steps.count()) == ([], 1)


def test_of_two_who_answer_the_second_is_told(request_for):
    request = request_for()
    go(request, RequestState.ANSWERED)
    with pytest.raises(MoveRefusedError, match="réponse donnée"):
        go(request, RequestState.ANSWERED)
    assert request.steps.get(state=RequestState.ANSWERED).message == "Bonjour."


def test_the_log_holds_each_state_once(request_for):
    request = request_for()
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestStep.objects.create(
            request=request, state=RequestState.RECEIVED, party=Party.OPERATOR, at=timezone.now()
        )


def aged(request, state, age):
    ServiceRequest.objects.filter(pk=request.pk).update(state=state, moved_at=timezone.now() - age)


@pytest.mark.parametrize(
    ("state", "age", "erased"),
    [
        ("terminee", KEPT_CLOSED + timedelta(days=1), True),
        ("declinee", KEPT_CLOSED + timedelta(days=1), True),
        ("terminee", KEPT_CLOSED - timedelta(days=1), False),
        ("recue", KEPT_CLOSED + timedelta(days=1), False),
        ("repondue", KEPT_IDLE + timedelta(days=1), True),
    ],
)
def test_what_is_personal_goes_after_its_time(request_for, state, age, erased):
    request = request_for()
    request.steps.update(message="Chère Ada")
    aged(request, state, age)
    assert strip_old_requests(timezone.now()) == erased
    request.refresh_from_db()
    assert (request.email == "", request.need == "", request.name == "") == (erased,) * 3
    assert (request.steps.get().message == "") == erased
    assert (request.commune_id, request.state) == ("01001", state)
    assert strip_old_requests(timezone.now()) == 0


def test_a_request_without_its_personal_data_is_moved_no_more(request_for):
    request = request_for()
    forget("ADA@pole.example")
    with pytest.raises(MoveRefusedError, match="effacées"):
        go(request, RequestState.ANSWERED)
    request.refresh_from_db()
    assert request.following == ()


def test_the_database_refuses_a_request_half_erased(request_for):
    request = request_for()
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRequest.objects.filter(pk=request.pk).update(email="")


def test_a_person_is_given_what_is_kept_then_forgotten(request_for):
    request_for()
    request_for(email="autre@pole.example")
    Service.objects.filter(slug="conseil").update(operator_email="ada@pole.example")
    (kept,) = export("Ada@pole.example")
    assert (kept["courriel"], kept["besoin"]) == ("ada@pole.example", "Un regard neuf.")
    assert forget("ada@pole.example") == 2
    assert export("ada@pole.example") == []
    assert forget("ada@pole.example") == 0
    assert len(export("autre@pole.example")) == 1
    assert Service.objects.get(slug="conseil").operator_email == ""


def test_no_address_finds_nothing(request_for):
    request = request_for()
    forget("ada@pole.example")
    assert export("") == []
    assert forget("") == 0
    assert request.pk


def test_what_is_kept_is_stated():
    assert "Un an après la clôture" in str(HOLDERS["demandes"].until)


def test_a_link_is_read_as_it_was_signed():
    token = links.path_for(7, Party.OPERATOR).rstrip("/").rpartition("/")[2]
    assert links.read(token) == (7, Party.OPERATOR)
