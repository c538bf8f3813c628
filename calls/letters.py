"""The letters that the instruction sends to an applicant, once what they tell is written."""

from collections.abc import Callable
from typing import Any

from calls.mails import tell_applicant
from calls.models import Application

# The address of an application in its applicant's space: known to the doors alone.
AddressOf = Callable[[Application], str]


def write(application: Application, name: str, subject: str, context: dict[str, Any]) -> None:
    """Send a letter when the transaction is over; nothing is sent of what is not kept."""
    tell_applicant(application, subject, name, {"call": application.call, **context})
