"""Move an application from a state to the next: locked, checked, written down in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction

from calls.commitments import commitment, new_salt, reason_content
from calls.models import Application, ApplicationEvent, EventReason
from calls.states import Facts, Move, Outcome, OutOfOrder, State, after
from calls.vocabulary import OpinionState
from geo.models import Region
from publishing.ceilings import whole

OF_THE_OWNER = "candidat"


@dataclass(frozen=True)
class Actor:
    """Who acts, and in which quality: a value of `Role`, or « candidat »."""

    person: User
    role: str = OF_THE_OWNER


def locked(application_id: int) -> Application:
    """An application that nobody else changes until the caller's transaction ends."""
    # NO KEY: rows that refer to it may still be read and written by those who do not move it.
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("call").get(pk=application_id)


def now_in_database() -> datetime:
    """The hour of the database at this very statement: one clock for all servers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def facts_of(application: Application, reason: str = "") -> Facts:
    """What the conditions of moves ask."""
    opinions = whole(application.opinions.order_by("id").values_list("region_id", "state"), 1000)
    decision = getattr(application, "decision", None)
    return Facts(
        regions=frozenset(application.regions),
        given=frozenset(code for code, state in opinions if state == OpinionState.GIVEN),
        open_questions=application.questions.filter(
            answered_at__isnull=True, closed_at__isnull=True
        ).count(),
        outcome=Outcome(decision.outcome) if decision else None,
        reason=reason or (decision.reason if decision else ""),
        names=dict(
            Region.objects.filter(code__in=application.regions)
            .order_by("code")
            .values_list("code", "name")
        ),
    )


def advance(
    application: Application,
    move: Move,
    actor: Actor,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    facts: Facts | None = None,
) -> State:
    """Make a move of a `locked` application; raises `OutOfOrder` and writes nothing if it cannot.

    `data` goes into the journal, which is never erased: no personal data there; `reason` beside
    it. What the move is about (an opinion, a decision, a question answered) is written before.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "an application is moved inside the transaction that locked it"
        )
    origin = application.stands
    target = after(origin, move, facts or facts_of(application, reason))
    application.state = target.value
    application.save()
    note(application, move.value, actor, origin=origin, reason=reason.strip(), data=data)
    return target


def note(
    application: Application,
    what: str,
    actor: Actor,
    *,
    origin: State | None = None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> ApplicationEvent:
    """Write a line of the journal; without `origin`, of something that is no move."""
    salt = new_salt() if reason else ""
    kept = {"commitment": commitment(salt, reason_content(reason))} if reason else {}
    event = ApplicationEvent.objects.create(
        application=application,
        person=actor.person,
        role=actor.role,
        move=what,
        from_state=(origin or application.stands).value,
        to_state=application.state,
        data={**(data or {}), **kept},
    )
    if reason:
        EventReason.objects.create(event=event, text=reason, salt=salt)
    return event


__all__ = ["Actor", "OutOfOrder", "advance", "facts_of", "locked", "note", "now_in_database"]
