"""What requests keep of a person: stated, given, erased."""

from typing import Any

from django.utils import timezone

from accounts.personal import Holder
from programme.models import Service
from programme.models.requests import ServiceRequest
from programme.requests.writing import strip, strip_old_requests
from publishing.ceilings import whole

MOST = 1000


def export(email: str) -> list[dict[str, Any]]:
    """The requests of a person, and what was answered."""
    found = ServiceRequest.objects.of(email).select_related("service").prefetch_related("steps")
    return [
        {
            "numero": one.number,
            "service": one.service.name,
            "nom": one.name,
            "courriel": one.email,
            "organisation": one.organisation,
            "besoin": one.need,
            "recue_le": one.created_at.isoformat(),
            "etapes": [
                {"etat": step.state, "le": step.at.isoformat(), "message": step.message}
                for step in one.steps.all()
            ],
        }
        for one in whole(found.order_by("pk"), MOST)
    ]


def forget(email: str) -> int:
    """Erase the requests of a person, and their address where an operator is written to."""
    addressed = Service.objects.filter(operator_email__iexact=email) if email else None
    cleared = addressed.update(operator_email="") if addressed is not None else 0
    return strip(ServiceRequest.objects.of(email), timezone.now()) + cleared


REQUESTS = Holder(
    name="demandes",
    title="Demandes de service",
    purpose=(
        "Transmettre votre demande à l'opérateur du service et vous en donner les suites : nom, "
        "adresse électronique, organisation, besoin, et les messages qui vous sont adressés."
    ),
    until=(
        "Un an après la clôture de la demande, ou deux ans sans suite. Restent alors le service "
        "demandé, le pôle ou la commune, et les dates."
    ),
    export=export,
    forget=forget,
    expire=strip_old_requests,
)
