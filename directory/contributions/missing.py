"""Poles that visitors say are missing: received from anyone, answered by those of the territory.

What is proposed is never written by itself: an officer completes the record, and it is theirs.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from directory.contributions.reports import Closed
from directory.models import MissingPole, Pole
from directory.record.kinds.kind import Rows
from directory.record.pieces import Record
from directory.record.stored import assembled
from directory.record.writing import write_new
from geo.reach import Reach
from web.mail import send
from web.page import absolute

State = MissingPole.State
MAIL = "directory/courriels/pole-propose-examine.txt"


def propose_pole(**said: Any) -> MissingPole:
    """Keep what a visitor says of a pole; its department is that of its seat, where one is given.

    `said` holds fields of the model, `seat` being a commune or nothing.
    """
    seat = said.get("seat")
    if seat is not None:
        said["department_id"] = seat.department_id
    return MissingPole.objects.create(**said)


def first_record(missing: MissingPole) -> Record:
    """The record that an officer starts from: what was proposed, and nothing that was not.

    Its status is unknown, it is not published, and how sure its seat is remains to be said.
    """
    region = missing.department.region_id if missing.department else ""
    pole = Pole(
        name=missing.name, seat_id=missing.seat_id, department_id=missing.department_id,
        region_id=region, territory_text=missing.territory_text, website=missing.website,
        sources=[missing.source], checked=timezone.localdate(), published=False,
    )  # fmt: skip
    return assembled(Rows(pole, (), (), ()))


@transaction.atomic
def accept_pole(
    missing_id: int, record: Record, answer: str, person_id: int, *, reach: Reach
) -> MissingPole:
    """Write the pole as an officer has completed it, and tell who proposed it.

    Raises `Closed` where someone has answered already, and `Misplaced` where the record may not be
    written: nothing is, then.
    """
    missing = opened(missing_id)
    why = f"pôle proposé par un visiteur, n° {missing.pk}, d'après {missing.source}"
    pole = write_new(record, why, reach=reach, missing=missing.pk)
    return closed(missing, State.ACCEPTED, answer, person_id, pole)


@transaction.atomic
def say_known(missing_id: int, pole: Pole, answer: str, person_id: int) -> MissingPole:
    """Say which pole of the directory it is, and tell who proposed it."""
    return closed(opened(missing_id), State.KNOWN, answer, person_id, pole)


@transaction.atomic
def refuse_pole(missing_id: int, answer: str, person_id: int) -> MissingPole:
    """Refuse it, with a reason, and tell who proposed it."""
    if not answer:
        raise ValueError("a refusal has a reason")
    return closed(opened(missing_id), State.REFUSED, answer, person_id, None)


def opened(missing_id: int) -> MissingPole:
    """A proposal that waits, locked; `Closed` where someone has answered it."""
    found = MissingPole.objects.select_for_update(of=("self",))
    missing: MissingPole = found.select_related("department").get(pk=missing_id)
    if missing.state != State.OPEN:
        raise Closed
    return missing


def closed(
    missing: MissingPole, state: State, answer: str, person_id: int, pole: Pole | None
) -> MissingPole:
    """Close a proposal; whoever left an address is told, and the address is erased."""
    contact = missing.contact
    missing.state, missing.answer, missing.contact, missing.pole = state, answer, "", pole
    missing.closed_at, missing.closed_by_id = timezone.now(), person_id
    missing.save()
    if contact:
        address = absolute(pole.get_absolute_url()) if pole and pole.published else ""
        subject = f"Le pôle que vous avez proposé : « {missing.name} »"
        send(MAIL, contact, subject, missing=missing, address=address)
    return missing
