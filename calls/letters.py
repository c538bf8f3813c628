"""The letters that the instruction sends to an applicant, once what they tell is written."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from calls.models import Application

# The address of an application in its applicant's space: known to the doors alone.
AddressOf = Callable[[Application], str]


def recipients(application: Application) -> list[str]:
    """The account that applied, and the person to reach where that is someone else."""
    owner = application.owner.email if application.owner else ""
    found = {mail.casefold(): mail for mail in (application.contact_email, owner) if mail}
    return list(found.values())


def write(application: Application, name: str, subject: str, context: dict[str, Any]) -> None:
    """Send a letter when the transaction is over; nothing is sent of what is not kept.

    Nobody stands behind the applications of a demonstration: nothing is sent of those.
    """
    to = recipients(application)
    if application.call.demonstration or not to:
        return
    body = render_to_string(
        f"courriels/{name}.txt", {"application": application, "call": application.call} | context
    )
    for address in to:  # one each: nobody reads the address of another
        transaction.on_commit(partial(send_mail, subject, body, None, [address]))
