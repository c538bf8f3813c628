"""Is the record still right? Asked of leads once a year, by a signed link that serves once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from directory.models import ConfirmationRequest, Pole
from directory.querysets import PoleQuerySet
from directory.record.fields import in_order
from directory.record.pieces import Record
from directory.record.stored import record_of
from directory.record.versions import hold, version_of
from directory.record.writing import write_changes
from web.mail import send_now

SALT = "directory.confirming"
GOOD_FOR = timedelta(days=60)
YEAR = timedelta(days=365)
STATUS_YEARS = 2


@dataclass(frozen=True)
class Link:
    """What a signed link says: which record, as it was, sent to whom."""

    pole_id: int
    version: str
    person_id: int


def unchecked_for_a_year(today: date) -> PoleQuerySet:
    """The public poles that nobody has checked for a year."""
    return Pole.objects.public().filter(checked__lt=today - YEAR)


def stale_in(record: Record, today: date) -> list[str]:
    """What a record lacks, or says of a time long past."""
    found = [
        field.missing
        for field in in_order(first=("status_as_of", "footprint", "seat"))
        if field.missing and field.kind.empty(record[field.name])
    ]
    known = record["status_as_of"]
    if known and today.year - known > STATUS_YEARS:
        found.insert(0, f"le statut est celui de {known}")
    return found


def token_of(link: Link) -> str:
    """The signed part of a link."""
    return signing.dumps([link.pole_id, link.version, link.person_id], salt=SALT)


def read_token(token: str) -> Link | None:
    """What a link says; `None` for one that is forged, or older than it may be."""
    try:
        pole_id, version, person_id = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Link(pole_id, version, person_id)


@transaction.atomic
def ask(pole_id: int, person_id: int, email: str, address_of: Callable[[str, str], str]) -> bool:
    """Ask a lead once a year; return whether a message has left.

    `address_of` makes the link of a slug and a token. Where the message cannot leave, its error
    goes up and nothing is kept: the next run asks again.
    """
    Pole.objects.select_for_update().filter(pk=pole_id).order_by("pk").first()
    now = timezone.now()
    asked = ConfirmationRequest.objects.filter(
        pole_id=pole_id, person_id=person_id, sent_at__gt=now - YEAR
    )
    pole = unchecked_for_a_year(timezone.localdate()).filter(pk=pole_id).first()
    if pole is None or asked.exists():
        return False
    record = record_of(pole)
    token = token_of(Link(pole.pk, version_of(record), person_id))
    context = {
        "pole": pole,
        "stale": stale_in(record, timezone.localdate()),
        "address": address_of(pole.slug, token),
        "days": GOOD_FOR.days,
    }
    ConfirmationRequest.objects.create(pole=pole, person_id=person_id, sent_at=now)
    subject = f"La fiche de « {pole.name} » est-elle exacte ?"
    send_now("directory/courriels/confirmation-annuelle.txt", email, subject, **context)
    return True


@transaction.atomic
def confirm(link: Link) -> None:
    """Date the last check of a record from today, in the name of its lead.

    Raises `Moved` where the record is not as the link has it: a link serves once, since the date
    of the check is part of the record.
    """
    pole, _record = hold(link.pole_id, link.version)
    write_changes(
        pole, {"checked": timezone.localdate().isoformat()},
        "le porteur confirme que la fiche est exacte", person=link.person_id, roles=["lead"],
    )  # fmt: skip
