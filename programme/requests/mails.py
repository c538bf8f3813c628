"""The e-mails of requests: plain, short, without more of a person than the reader needs."""

from collections.abc import Callable

from django.conf import settings

from programme.models.requests import RequestStep, ServiceRequest
from programme.requests.links import path_for
from programme.vocabulary import Party
from web.mail import send

Absolute = Callable[[str], str]


def announce(request: ServiceRequest, absolute: Absolute) -> None:
    """Tell the operator, or whoever stands in, and acknowledge to the requester."""
    if request.to_operator:
        tell_operator(request, absolute)
    else:
        stand_in(request, absolute)
    send(
        "programme/courriels/demande_accuse.txt",
        request.email,
        f"Votre demande {request.number} est reçue",
        demande=request,
        lien=absolute(path_for(request.pk, Party.REQUESTER)),
    )


def tell_operator(request: ServiceRequest, absolute: Absolute) -> None:
    """Give the operator the link by which it answers."""
    send(
        "programme/courriels/demande_operateur.txt",
        request.service.operator_email,
        f"Demande {request.number} : {request.service.name}",
        otherwise=lambda: stand_in(request, absolute),
        demande=request,
        lien=absolute(path_for(request.pk, Party.OPERATOR)),
    )


def stand_in(request: ServiceRequest, absolute: Absolute) -> None:
    """Without an operator to write to, the national cell answers, and the contact is told."""
    if request.to_operator:  # its e-mail did not leave
        request.to_operator = False
        ServiceRequest.objects.filter(pk=request.pk).update(to_operator=False)
    if settings.CONTACT_EMAIL:
        send(
            "programme/courriels/demande_sans_operateur.txt",
            settings.CONTACT_EMAIL,
            f"Demande {request.number} sans opérateur joignable",
            demande=request,
            lien=absolute(request.get_absolute_url()),
        )


def tell_requester(request: ServiceRequest, step: RequestStep, absolute: Absolute) -> None:
    """Say what became of a request."""
    send(
        "programme/courriels/demande_suite.txt",
        request.email,
        f"Votre demande {request.number} : {request.get_state_display()}",
        demande=request,
        lien=absolute(path_for(request.pk, Party.REQUESTER)),
        step=step,
    )
