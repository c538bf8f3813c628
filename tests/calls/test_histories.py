"""Whole random histories through the functions that write: whatever is tried, the rules hold."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from calls.application.submission import answer
from calls.decision import writing as decisions
from calls.decision.writing import Choice
from calls.instruction import recusing
from calls.instruction import writing as instruction
from calls.instruction.pages.people import make_lead
from calls.models import Application, ApplicationEvent
from calls.moving import Actor, advance, locked
from calls.states import ANNOUNCED, Move, Outcome, OutOfOrder, State
from directory.models import Pole
from tests.calls import support
from tests.calls.journals import replay
from tests.people import make_person

pytestmark = pytest.mark.django_db

PLAIN = [m.value for m in sorted(instruction.PLAIN_MOVES)]
OTHERS = [
    "ask", "answer", "resume", "opinion", "aside", "decide-laureate", "decide-refused",
    "announce", "promote", "withdraw",
]  # fmt: skip
# More often what leads forward: most random histories would end at once.
FORWARD = ["accept", "start", "opinion", "opinion", "close", "decide-laureate", "announce"]
STEPS = st.tuples(
    st.sampled_from(PLAIN + OTHERS + FORWARD * 3), st.integers(0, 2), st.sampled_from(["", "Motif"])
)


@pytest.fixture
def people(ground):
    return {
        "owner": make_person("porteur@exemple.fr"),
        "cells": [
            (region, Actor(make_person(f"c{n}@exemple.fr"), "cell"))
            for n, region in enumerate(["84", "84", "11"])
        ],
        "national": Actor(make_person("cna@exemple.fr"), "national-cell"),
    }


def tried(application: Application, people, what: str, who: int, reason: str) -> None:
    """Try one thing, whatever the state."""
    pk = application.pk
    region, cell = people["cells"][who]
    national, owner = people["national"], Actor(people["owner"])
    match what:
        case "ask":
            instruction.ask(pk, cell, "Et ?")
        case "answer":
            asked = application.questions.order_by("-id").first()
            answer(pk, asked.pk if asked else 0, "Voici.", owner)
        case "resume":
            instruction.resume(pk, cell, reason)
        case "opinion":
            instruction.give_opinion(pk, region, cell, support.full(application))
        case "aside":
            recusing.stand_aside(pk, [region], cell, reason)
        case "decide-laureate" | "decide-refused":
            outcome = Outcome(what.removeprefix("decide-"))
            before = getattr(Application.objects.get(pk=pk), "decision", None)
            seen = before.decided_at if before else None
            decisions.decide([Choice(pk, outcome, 50_000, None, reason, seen)], national)
        case "announce":
            decisions.announce(application.call_id, national, make_lead)
        case "promote":
            decisions.promote(pk, national, make_lead, reason, 50_000)
        case "withdraw":
            with transaction.atomic():
                advance(locked(pk), Move.WITHDRAW, owner)
        case _:
            instruction.move(pk, Move(what), cell, reason)


def check(application: Application) -> None:
    """What holds after every attempt."""
    application = Application.objects.get(pk=application.pk)
    events = ApplicationEvent.objects.filter(application=application).order_by("id")
    moves = [
        (Move(e.move), State(e.from_state), State(e.to_state))
        for e in events
        if e.move in Move._value2member_map_
    ]
    assert replay([(Move.SUBMIT, State.DRAFT, State.SUBMITTED), *moves]) is application.stands
    opinions = list(application.opinions.all())
    spoken = {o.region_id for o in opinions if o.state == "given"}
    if application.stands in ANNOUNCED | {State.DECIDED, State.INSTRUCTED}:
        assert spoken >= set(application.regions)
        assert not application.questions.filter(answered_at=None, closed_at=None).exists()
    if application.stands in ANNOUNCED | {State.DECIDED}:
        assert application.decision
    for region in application.regions:
        assert sum(o.state == "given" and o.region_id == region for o in opinions) <= 1
    public = Pole.objects.filter(recognitions__label=application.call.title)
    assert public.count() == (application.stands is State.LAUREATE)
    if application.stands is State.REFUSED:
        assert application.decision.reason


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(  # one that goes to the end
    [("accept", 0, ""), ("start", 0, ""), ("ask", 0, ""), ("answer", 0, ""), ("opinion", 0, ""),
     ("aside", 1, "Motif"), ("opinion", 2, ""), ("close", 0, ""),
     ("decide-laureate", 0, ""), ("announce", 0, "")]
)  # fmt: skip
@given(st.lists(STEPS, min_size=4, max_size=24))
def test_no_history_decides_without_opinions_or_announces_what_is_not_decided(people, steps):
    with transaction.atomic():
        call = support.make_call()
        application = support.make_application(call, people["owner"], regions=("11", "84"))
        for what, who, reason in steps:
            with suppress(OutOfOrder), transaction.atomic():
                tried(application, people, what, who, reason)
            check(application)
        transaction.set_rollback(True)
