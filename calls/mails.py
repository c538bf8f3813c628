"""What applicants are told by e-mail, once what is told is written."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from calls.models import Application

Attachment = tuple[str, bytes, str]


def tell_applicant(
    application: Application,
    subject: str,
    template: str,
    context: dict[str, Any],
    attachment: Callable[[], Attachment] | None = None,
) -> None:
    """Write to the owner and to the contact once the transaction is kept; not of a demonstration.

    `template` is the name of a text of calls/courriels, told the application and `context`,
    in which addresses are absolute.
    """
    if application.call.demonstration:
        return
    body = render_to_string(template, {"application": application, **context})
    for address in recipients(application):  # one each: nobody reads the address of another
        message = EmailMessage(f"Atlas des PTCE : {subject}", body, to=[address])
        transaction.on_commit(partial(send, message, attachment), robust=True)


def tell_person(
    application: Application, person: User, subject: str, template: str, context: dict[str, Any]
) -> None:
    """Write to someone who instructs, as `tell_applicant` does to who applies."""
    if application.call.demonstration:
        return
    body = render_to_string(template, {"application": application, **context})
    message = EmailMessage(f"Atlas des PTCE : {subject}", body, to=[person.email])
    transaction.on_commit(partial(send, message, None), robust=True)


def recipients(application: Application) -> list[str]:
    """The account that applied, and the person to reach where that is someone else."""
    owner = application.owner.email if application.owner else ""
    found = {mail.casefold(): mail for mail in (application.contact_email, owner) if mail}
    return list(found.values())


def send(message: EmailMessage, attachment: Callable[[], Attachment] | None) -> None:
    """Send it, with what is made for it at the last moment."""
    if attachment is not None:
        message.attach(*attachment())
    message.send()
