"""The addresses that letters give, which only the doors know."""

from calls.models import Application, Call
from calls.views.instruction.people import make_lead
from calls.writing.decisions import Doors
from web.page import absolute


def address_of(application: Application) -> str:
    """An application in its applicant's space."""
    return absolute(application.get_absolute_url())


def doors_of(call: Call) -> Doors:
    """What an announcement asks of the doors."""
    return Doors(address_of, absolute(call.get_absolute_url()), make_lead)
