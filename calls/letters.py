"""The letters that the instruction sends, once what they tell is written."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User

from calls.mails import tell_applicant, tell_person
from calls.models import Application

# The address of an application in its applicant's space: known to the doors alone.
AddressOf = Callable[[Application], str]


def write(application: Application, name: str, subject: str, context: dict[str, Any]) -> None:
    """Send a letter when the transaction is over; nothing is sent of what is not kept."""
    tell_applicant(application, subject, name, {"call": application.call, **context})


def tell_substitute(
    application: Application, person: User, region: str, reason: str, address: str
) -> None:
    """Tell someone that the opinion of a region is theirs to give."""
    tell_person(
        application,
        person,
        f"Candidature {application.number} : un avis vous est demandé",
        "calls/courriels/suppleance.txt",
        {"region": region, "reason": reason, "address": address},
    )
