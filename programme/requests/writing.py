"""The only ways to write requests: ask, move, send again, erase what is personal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from directory.models import Pole
from geo.models import Commune
from programme.models import Service
from programme.models.requests import RequestQuerySet, RequestStep, ServiceRequest
from programme.requests.mails import Absolute, announce, tell_operator, tell_requester
from programme.vocabulary import CLOSED, NEEDS_MESSAGE, OPEN, Party, RequestState

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Personal data goes a year after a request is closed, two after nothing more happens to it.
KEPT_CLOSED = timedelta(days=365)
KEPT_IDLE = timedelta(days=730)


class MoveRefusedError(Exception):
    """A change of state out of order, or without the message it needs; its text says why."""


@dataclass(frozen=True)
class Asked:
    """What a requester writes."""

    service: Service
    name: str
    email: str
    organisation: str
    need: str
    pole: Pole | None = None
    commune: Commune | None = None


@dataclass(frozen=True)
class Move:
    """A change of state: to what, what is said to the requester, by whom."""

    to: RequestState
    message: str
    party: Party
    person: "User | None" = None


@transaction.atomic
def ask(asked: Asked, absolute: Absolute) -> ServiceRequest:
    """Keep a request, tell who must answer, acknowledge to the requester."""
    now = timezone.now()
    request = ServiceRequest.objects.create(
        service=asked.service,
        name=asked.name,
        email=asked.email,
        organisation=asked.organisation,
        need=asked.need,
        pole=asked.pole,
        commune=asked.commune,
        to_operator=bool(asked.service.operator_email),
        created_at=now,
        moved_at=now,
    )
    RequestStep.objects.create(
        request=request, state=RequestState.RECEIVED, party=Party.REQUESTER, at=now
    )
    announce(request, absolute)
    return request


@transaction.atomic
def move(pk: int, wanted: Move, absolute: Absolute) -> ServiceRequest:
    """Change the state of a request and tell its requester; raises MoveRefusedError.

    The request is locked: of two who answer at once, the second is told so.
    """
    request = ServiceRequest.objects.select_for_update().get(pk=pk)
    if request.stripped_at:
        raise MoveRefusedError("Les données de cette demande sont effacées.")
    if wanted.to not in request.following:
        said = "À l'état « %(state)s », une demande ne peut pas passer à « %(to)s »."
        words = {"state": request.get_state_display(), "to": wanted.to.label}
        raise MoveRefusedError(said % words)
    message = wanted.message.strip()
    if wanted.to in NEEDS_MESSAGE and not message:
        raise MoveRefusedError("Un message au demandeur est attendu.")
    request.state = wanted.to
    request.moved_at = timezone.now()
    request.save(update_fields=["state", "moved_at"])
    step = RequestStep.objects.create(
        request=request,
        state=wanted.to,
        party=wanted.party,
        person=wanted.person,
        at=request.moved_at,
        message=message,
    )
    tell_requester(request, step, absolute)
    return request


@transaction.atomic
def send_again(pk: int, absolute: Absolute) -> ServiceRequest:
    """Write to the operator once more, or for the first time if its address was not known."""
    request = ServiceRequest.objects.select_for_update(of=("self",)).get(pk=pk)
    if not request.may_be_sent_again:
        raise MoveRefusedError(
            "L'opérateur ne peut pas être relancé : il l'est depuis moins d'un jour, n'a pas "
            "d'adresse, ou la demande est close."
        )
    request.to_operator = True
    request.reminded_at = timezone.now()
    request.save(update_fields=["to_operator", "reminded_at"])
    tell_operator(request, absolute)
    return request


def strip_old_requests(now: datetime) -> int:
    """Erase what is personal in requests past their time; returns how many."""
    closed = Q(state__in=CLOSED, moved_at__lt=now - KEPT_CLOSED)
    idle = Q(state__in=OPEN, moved_at__lt=now - KEPT_IDLE)
    return strip(ServiceRequest.objects.filter(closed | idle), now)


@transaction.atomic
def strip(found: RequestQuerySet, now: datetime) -> int:
    """Erase what is personal in some requests: what stays says what was asked, where, and when."""
    keys = list(found.filter(stripped_at__isnull=True).order_by("pk").values_list("pk", flat=True))
    RequestStep.objects.filter(request__in=keys).update(message="", person=None)
    return ServiceRequest.objects.filter(pk__in=keys).update(
        name="", email="", organisation="", need="", stripped_at=now
    )
