"""The e-mails of requests: plain, short, without more of a person than the reader needs."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from programme.models.requests import RequestStep, ServiceRequest
from programme.requests.links import path_for
from programme.vocabulary import Party

Absolute = Callable[[str], str]

LOGGER = logging.getLogger(__name__)


def announce(request: ServiceRequest, absolute: Absolute) -> None:
    """Tell the operator, or whoever stands in, and acknowledge to the requester."""
    if request.to_operator:
        tell_operator(request, absolute)
    else:
        stand_in(request, absolute)
    subject = "Votre demande {number} est reçue".format(**named(request))
    link = absolute(path_for(request.pk, Party.REQUESTER))
    send(message("programme/courriels/demande_accuse.txt", request.email, subject, request, link))


def tell_operator(request: ServiceRequest, absolute: Absolute) -> None:
    """Give the operator the link by which it answers."""
    subject = "Demande {number} : {service}".format(**named(request))
    link = absolute(path_for(request.pk, Party.OPERATOR))
    told = message(
        "programme/courriels/demande_operateur.txt",
        request.service.operator_email,
        subject,
        request,
        link,
    )
    send(told, lambda: stand_in(request, absolute))


def stand_in(request: ServiceRequest, absolute: Absolute) -> None:
    """Without an operator to write to, the national cell answers, and the contact is told."""
    if request.to_operator:  # its e-mail did not leave
        request.to_operator = False
        ServiceRequest.objects.filter(pk=request.pk).update(to_operator=False)
    if settings.CONTACT_EMAIL:
        subject = "Demande {number} sans opérateur joignable".format(**named(request))
        link = absolute(request.get_absolute_url())
        send(
            message(
                "programme/courriels/demande_sans_operateur.txt",
                settings.CONTACT_EMAIL,
                subject,
                request,
                link,
            )
        )


def tell_requester(request: ServiceRequest, step: RequestStep, absolute: Absolute) -> None:
    """Say what became of a request."""
    subject = "Votre demande {number} : {state}".format(**named(request))
    link = absolute(path_for(request.pk, Party.REQUESTER))
    send(
        message(
            "programme/courriels/demande_suite.txt",
            request.email,
            subject,
            request,
            link,
            step=step,
        )
    )


def named(request: ServiceRequest) -> dict[str, str]:
    """What subjects say."""
    return {
        "number": request.number,
        "service": request.service.name,
        "state": request.get_state_display(),
    }


def message(
    template: str, to: str, subject: str, request: ServiceRequest, link: str, **more: Any
) -> EmailMessage:
    """An e-mail from its template."""
    context = {"demande": request, "lien": link, **more}
    body = render_to_string(template, context)
    return EmailMessage(subject=subject[:150], body=body, to=[to])


def send(mail: EmailMessage, otherwise: Callable[[], None] | None = None) -> None:
    """Send once the transaction has held. What does not leave is logged without its address."""

    def leave() -> None:
        try:
            mail.send()
        except OSError as error:  # a server away or refusing: smtplib's errors are of this kind
            LOGGER.error("courriel non parti (%s)", type(error).__name__)  # noqa: TRY400 - no trace
            if otherwise:
                otherwise()

    transaction.on_commit(leave)
