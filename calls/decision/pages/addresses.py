"""What the doors hand to an announcement and to those who promote from the reserve list."""

from calls.decision import writing
from calls.decision.writing import Doors
from calls.instruction.pages.addresses import address_of
from calls.instruction.pages.people import make_lead
from calls.models import Application, Call
from calls.moving import Actor
from web.page import absolute


def doors_of(call: Call) -> Doors:
    """What an announcement asks of the doors."""
    return Doors(address_of, absolute(call.get_absolute_url()), make_lead)


def promote(application: Application, actor: Actor, reason: str, grant: int | None) -> None:
    """Choose an application of the reserve list, and write to it; as `writing.promote`."""
    writing.promote(application.pk, actor, doors_of(application.call), reason, grant)
