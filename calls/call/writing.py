"""What is written of a call once it is open: new hours, for a reason; clarifications; files."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from calls.commitments import clarification_content, commitment, new_salt, reason_content
from calls.models import Call, CallDocument, CallEvent, Clarification, HoursChange
from calls.moving import now_in_database
from calls.states import OutOfOrder

# Whoever hears of new hours has the time to apply.
SHORTEST = timedelta(hours=24)
MOVED, CLARIFIED, ADDED = "move-closing", "clarify", "add-file"


@transaction.atomic
def change_hours(call_id: int, person: User, closes_at: datetime, reason: str) -> HoursChange:
    """Move the closing of a call that has opened: for everybody, a day away at least, for a reason.

    Raises `OutOfOrder` and writes nothing where that cannot be.
    """
    call = Call.objects.select_for_update(no_key=True).get(pk=call_id)
    now = now_in_database()
    if not call.begun(now):
        raise OutOfOrder("Cet appel n'est pas encore ouvert : ses horaires se changent librement.")
    if call.announced_at is not None:
        raise OutOfOrder("Les décisions de cet appel sont annoncées : il ne rouvre plus.")
    if closes_at < now + SHORTEST:
        raise OutOfOrder("La nouvelle clôture est dans vingt-quatre heures au moins.")
    if not call.permanent and call.closes_at == closes_at:
        raise OutOfOrder("C'est déjà l'heure de clôture.")
    if not reason.strip():
        raise OutOfOrder("Un changement d'horaires a un motif, que chacun lit.")
    return move_closing(call, person, closes_at, reason)


@transaction.atomic
def move_closing(call: Call, person: User, closes_at: datetime, reason: str) -> HoursChange:
    """Write the act that moves the closing of a call: its line, what it says, the call itself."""
    change = HoursChange(
        call=call,
        closes_before=call.closes_at,
        permanent_before=call.permanent,
        closes_after=closes_at,
        reason=reason.strip(),
        salt=new_salt(),
        by=person,
    )
    change.save()
    kept = commitment(change.salt, reason_content(change.reason))
    note(call, person, MOVED, hours_moved(change) | {"commitment": kept})
    call.closes_at, call.permanent = closes_at, False
    call.save(update_fields=["closes_at", "permanent", "updated_at"])
    return change


def hours_moved(change: HoursChange) -> dict[str, Any]:
    """From what to what a closing was moved, in UTC."""
    before = change.closes_before
    return {
        "closes_before": before.astimezone(UTC).isoformat() if before else None,
        "permanent_before": change.permanent_before,
        "closes_after": change.closes_after.astimezone(UTC).isoformat(),
    }


@transaction.atomic
def clarify(call: Call, person: User, text: str) -> Clarification:
    """Say something of a call to all alike. It is public at once, dated, and stays."""
    if not text.strip():
        raise OutOfOrder("Écrivez la précision.")
    said = Clarification.objects.create(call=call, text=text.strip(), salt=new_salt(), by=person)
    kept = commitment(said.salt, clarification_content(said.text))
    note(call, person, CLARIFIED, {"commitment": kept})
    return said


def note_file(document: CallDocument, person: User) -> None:
    """Write down that a public file joined those of an open call."""
    note(document.call, person, ADDED, file_added(document))


def file_added(document: CallDocument) -> dict[str, Any]:
    """What the journal says of a public file; it is public, and said as it is."""
    names = ("title", "name", "size", "sha256")
    return {"document": document.pk, **{name: getattr(document, name) for name in names}}


def note(call: Call, person: User, act: str, data: dict[str, Any]) -> None:
    """Write a line of the journal of a call."""
    CallEvent.objects.create(call=call, person=person, act=act, data=data)
