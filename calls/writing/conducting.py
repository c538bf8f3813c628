"""What is written of a call once it is open: new hours, for a reason; clarifications."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from calls.models import Call, Clarification, HoursChange
from calls.states import OutOfOrder
from calls.writing.moving import now_in_database

# Whoever hears of new hours has the time to apply.
SHORTEST = timedelta(hours=24)


@transaction.atomic
def change_hours(call_id: int, person: User, closes_at: datetime, reason: str) -> HoursChange:
    """Move the closing of a call that has opened: for everybody, a day away at least, for a reason.

    Raises `OutOfOrder` and writes nothing where that cannot be.
    """
    call = Call.objects.select_for_update(no_key=True).get(pk=call_id)
    now = now_in_database()
    if not call.begun(now):
        raise OutOfOrder(
            _("Cet appel n'est pas encore ouvert : ses horaires se changent librement.")
        )
    if call.announced_at is not None:
        raise OutOfOrder(_("Les décisions de cet appel sont annoncées : il ne rouvre plus."))
    if closes_at < now + SHORTEST:
        raise OutOfOrder(_("La nouvelle clôture est dans vingt-quatre heures au moins."))
    if not call.permanent and call.closes_at == closes_at:
        raise OutOfOrder(_("C'est déjà l'heure de clôture."))
    if not reason.strip():
        raise OutOfOrder(_("Un changement d'horaires a un motif, que chacun lit."))
    change = HoursChange.objects.create(
        call=call,
        closes_before=call.closes_at,
        permanent_before=call.permanent,
        closes_after=closes_at,
        reason=reason.strip(),
        by=person,
    )
    call.closes_at, call.permanent = closes_at, False
    call.save(update_fields=["closes_at", "permanent", "updated_at"])
    return change


def clarify(call: Call, person: User, text: str) -> Clarification:
    """Say something of a call to all alike. It is public at once, dated, and stays."""
    if not text.strip():
        raise OutOfOrder(_("Écrivez la précision."))
    return Clarification.objects.create(call=call, text=text.strip(), by=person)
