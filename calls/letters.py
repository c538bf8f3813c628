"""The letters that applicants and those who instruct receive, once what they tell is written."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from calls.models import Application
from web.mail import Attachment, send
from web.page import absolute


def tell_applicant(
    application: Application,
    subject: str,
    template: str,
    *,
    attached: Callable[[], Attachment] | None = None,
    **context: Any,
) -> None:
    """Write to the owner and to the contact; to nobody of a demonstration.

    `template` is the name of a text of calls/courriels, told the application, its address in its
    applicant's space, its call and `context`.
    """
    context |= {"application": application, "call": application.call}
    context["address"] = absolute(application.get_absolute_url())
    for address in recipients(application):  # one each: nobody reads the address of another
        write(application, address, subject, template, context, attached)


def tell_substitute(
    application: Application, person: User, region: str, reason: str, address: str
) -> None:
    """Tell someone that the opinion of a region is theirs to give."""
    subject = f"Candidature {application.number} : un avis vous est demandé"
    told = {"application": application, "region": region, "reason": reason, "address": address}
    write(application, person.email, subject, "calls/courriels/suppleance.txt", told)


def write(
    application: Application,
    address: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    attached: Callable[[], Attachment] | None = None,
) -> None:
    """Send a letter about an application, unless it is of a demonstration."""
    if not application.call.demonstration:
        send(template, address, f"{settings.SITE_NAME} : {subject}", attached=attached, **context)


def recipients(application: Application) -> list[str]:
    """The account that applied, and the person to reach where that is someone else."""
    owner = application.owner.email if application.owner else ""
    found = {mail.casefold(): mail for mail in (application.contact_email, owner) if mail}
    return list(found.values())
