"""The decisions of a call: taken one by one, announced together, with what becomes of laureates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from calls.application.eligibility import euros
from calls.application.submission import PATIENCE_SECONDS
from calls.decision.laureates import become_pole
from calls.instruction.writing import free
from calls.letters import tell_applicant
from calls.models import Application, Call, Decision
from calls.moving import Actor, advance, now_in_database
from calls.states import STATE_LABELS, Move, Outcome, OutOfOrder, State
from directory.models import Pole
from directory.record.writing import poles_changed
from web.french import plural
from web.page import absolute

MOST_APPLICATIONS = 2000
# Nothing is expected of these when decisions are announced.
SETTLED = frozenset({State.DECIDED, State.INELIGIBLE, State.WITHDRAWN})
ANNOUNCED_ALREADY = frozenset({State.LAUREATE, State.RESERVE, State.REFUSED})
# Doors make the owner of an application lead of the pole that it became. Who, of what, by whom,
# why.
MakeLead = Callable[[User, Pole, User, str], None]


@dataclass(frozen=True)
class Choice:
    """What is decided of one application; `seen` is when it was last decided, as one read it."""

    application: int
    outcome: Outcome
    grant_eur: int | None = None
    rank: int | None = None
    reason: str = ""
    seen: datetime | None = None


class NotReady(OutOfOrder):
    """Decisions cannot be announced; `missing` lists what is still expected."""

    def __init__(self, text: str, missing: Sequence[str] = ()) -> None:
        super().__init__(text)
        self.missing = list(missing)


@transaction.atomic
def decide(choices: Sequence[Choice], actor: Actor) -> int:
    """Take the decisions that change something, all or none; returns how many were written."""
    return sum(
        decided(choice, actor) for choice in sorted(choices, key=lambda one: one.application)
    )


def decided(choice: Choice, actor: Actor) -> bool:
    """One decision, where it is not already the one in force."""
    application = free(choice.application, actor)
    before: Decision | None = getattr(application, "decision", None)
    if (before.decided_at if before else None) != choice.seen:
        raise OutOfOrder(
            f"{application.number} : la décision a changé entre-temps, rechargez la page."
        )
    grant = choice.grant_eur if choice.outcome is Outcome.LAUREATE else None
    check_grant(application, choice.outcome, grant, choice.reason)
    if before and application.stands is State.DECIDED and same(before, choice, grant):
        return False
    if choice.outcome is Outcome.REFUSED and not choice.reason.strip():
        # Said before it is written: the database refuses it too, less kindly.
        raise OutOfOrder(
            f"{application.number} : une candidature non retenue l'est pour un motif, écrivez-le."
        )
    application.decision, _new = Decision.objects.update_or_create(
        application=application,
        defaults={
            "rank": choice.rank,
            "outcome": choice.outcome.value,
            "grant_eur": grant,
            "reason": choice.reason.strip(),
            "decided_by": actor.person,
            "decided_at": timezone.now(),
        },
    )
    advance(
        application,
        Move.DECIDE,
        actor,
        choice.reason.strip(),
        data={"outcome": choice.outcome.value, "grant_eur": grant, "rank": choice.rank},
    )
    return True


def same(before: Decision, choice: Choice, grant: int | None) -> bool:
    """Whether a decision says already what is chosen."""
    found = (before.outcome, before.grant_eur, before.rank, before.reason)
    return found == (choice.outcome.value, grant, choice.rank, choice.reason.strip())


def check_grant(application: Application, outcome: Outcome, grant: int | None, reason: str) -> None:
    """A laureate receives what the call allows; more than it asked for, for a written reason."""
    if outcome is not Outcome.LAUREATE:
        return
    call, number = application.call, application.number
    if grant is None and call.grant_high_eur is not None:
        raise OutOfOrder(f"{number} : une lauréate reçoit un montant.")
    if grant is not None and call.grant_high_eur is not None and grant > call.grant_high_eur:
        raise OutOfOrder(f"{number} : l'appel donne {euros(call.grant_high_eur)} au plus.")
    if grant is not None and call.grant_low_eur is not None and grant < call.grant_low_eur:
        raise OutOfOrder(f"{number} : l'appel donne {euros(call.grant_low_eur)} au moins.")
    asked = application.requested_eur
    if grant is not None and asked is not None and grant > asked and not reason.strip():
        raise OutOfOrder(
            f"{number} : {euros(grant)} dépassent les {euros(asked)} demandés, écrivez pourquoi."
        )


def missing_of(call: Call, applications: Sequence[Application], now: datetime) -> list[str]:
    """What keeps the decisions of a call from being announced, in words; empty when nothing does.

    A permanent call receives all the time: it announces what is decided, and the rest waits.
    """
    said = []
    # Who came in time may still wait for their turn, a moment after the closing.
    waited = now - timedelta(seconds=PATIENCE_SECONDS)
    if (call.takes(now) or call.takes(waited)) and not call.permanent:
        said.append("L'appel reçoit encore des candidatures.")
    if not any(one.stands is State.DECIDED for one in applications):
        said.append("Aucune décision n'attend d'être annoncée.")
    if not call.permanent:
        said += [
            f"{one.number} ({one.project_name}) : {STATE_LABELS[one.stands]}."
            for one in applications
            if one.stands not in SETTLED | ANNOUNCED_ALREADY
        ]
    return said


@transaction.atomic
def announce(call_id: int, actor: Actor, make_lead: MakeLead) -> list[Application]:
    """Announce every decision of a call at once: states, poles, letters; all or nothing.

    Raises `NotReady` with the list of what is missing.
    """
    call = Call.objects.select_for_update(no_key=True).get(pk=call_id)
    received = Application.objects.received().filter(call=call).order_by("pk")
    ids = list(received.values_list("pk", flat=True)[: MOST_APPLICATIONS + 1])
    if len(ids) > MOST_APPLICATIONS:
        raise OutOfOrder(
            f"Plus de {MOST_APPLICATIONS} candidatures : elles ne s'annoncent pas "
            f"ensemble, rien n'est fait."
        )
    # No condition on the rows: one that moves meanwhile is read as it is once locked.
    applications = [locked_with_decision(pk) for pk in ids]
    now = now_in_database()
    missing = missing_of(call, applications, now)
    if missing:
        raise NotReady(
            plural(
                "Les décisions ne peuvent pas encore être annoncées : un point manque.",
                "Les décisions ne peuvent pas encore être annoncées : %(count)s points manquent.",
                len(missing),
            )
            % {"count": len(missing)},
            missing,
        )
    told = [one for one in applications if one.stands is State.DECIDED]
    refuse_interest(told, actor)
    poles = [tell(application, actor, make_lead, now) for application in told]
    call.announced_at = now
    call.save(update_fields=["announced_at"])
    changed = [pole.pk for pole in poles if pole]
    if changed:
        poles_changed(changed)
    return told


def refuse_interest(applications: list[Application], actor: Actor) -> None:
    """Decisions are announced by who has an interest in none of them, as each was decided."""
    told = Application.objects.filter(pk__in=[one.pk for one in applications])
    if told.with_interest_of(actor.person).exists():
        raise OutOfOrder(
            "Vous vous êtes déporté d'une de ces candidatures, ou l'une est la vôtre : "
            "un collègue annonce les décisions de cet appel."
        )


def locked_with_decision(application_id: int) -> Application:
    """An application, locked, with what its announcement reads."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("call", "owner", "decision").get(pk=application_id)


def tell(application: Application, actor: Actor, make_lead: MakeLead, now: datetime) -> Pole | None:
    """Announce one decision; a laureate becomes a pole, or its pole is recognised."""
    decision = application.decision
    advance(application, Move.ANNOUNCE, actor, data={"outcome": decision.outcome})
    pole, lead = None, False
    if decision.outcome == Outcome.LAUREATE.value:
        pole, lead = settle(application, actor, make_lead, now, decision.grant_eur)
    write_outcome(application, decision, pole, lead=lead)
    return pole


def settle(
    application: Application, actor: Actor, make_lead: MakeLead, now: datetime, grant: int | None
) -> tuple[Pole | None, bool]:
    """The pole of a laureate, and whether its owner was made lead; no pole of a demonstration.

    A pole that the directory knew has its own people: naming it in an application gives no right
    over its record.
    """
    call = application.call
    if call.demonstration:
        return None, False
    new = application.pole_id is None
    pole = become_pole(
        application, call, absolute(call.get_absolute_url()), timezone.localdate(now), grant
    )
    if application.owner is None or not new:
        return pole, False
    make_lead(application.owner, pole, actor.person, f"lauréat de « {call.title} »")
    return pole, True


def write_outcome(
    application: Application, decision: Decision, pole: Pole | None, *, lead: bool
) -> None:
    """Tell an applicant their own outcome, and no other's."""
    tell_applicant(
        application,
        f"Candidature {application.number} : la décision",
        "calls/courriels/decision.txt",
        outcome=decision.outcome,
        decision=decision,
        pole=pole,
        lead=lead,
    )


@transaction.atomic
def promote(
    application_id: int, actor: Actor, make_lead: MakeLead, reason: str, grant_eur: int | None
) -> Application:
    """Call an application from the reserve list: it becomes a laureate, and is told so."""
    free(application_id, actor)
    application = locked_with_decision(application_id)
    check_grant(application, Outcome.LAUREATE, grant_eur, reason)
    advance(application, Move.PROMOTE, actor, reason, data={"grant_eur": grant_eur})
    decision = application.decision
    decision.outcome, decision.grant_eur = Outcome.LAUREATE.value, grant_eur
    decision.reason = reason.strip()
    decision.decided_by, decision.decided_at = actor.person, timezone.now()
    decision.save()
    pole, lead = settle(application, actor, make_lead, now_in_database(), grant_eur)
    if pole:
        poles_changed([pole.pk])
    write_outcome(application, decision, pole, lead=lead)
    return application
