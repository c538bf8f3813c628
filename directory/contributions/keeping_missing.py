"""The personal data of poles that visitors propose: the address of whoever wants an answer."""

from datetime import datetime
from typing import Any

from accounts.personal import Holder
from directory.contributions.keeping import UNANSWERED
from directory.models import MissingPole
from publishing.ceilings import whole

MOST = 1000


def export(email: str) -> list[dict[str, Any]]:
    """The proposals that wait with an address."""
    found = MissingPole.objects.filter(contact__iexact=email).order_by("pk")
    return [
        {
            "nom": one.name, "source": one.source, "precisions": one.text,
            "recu": one.created_at.isoformat(),
        }
        for one in whole(found, MOST)
    ]  # fmt: skip


def forget(email: str) -> int:
    """Erase the address; the proposals stay, of nobody."""
    return MissingPole.objects.filter(contact__iexact=email).update(contact="")


def expire(now: datetime) -> int:
    """Erase the addresses of proposals left unanswered for a year."""
    old = MissingPole.objects.filter(created_at__lt=now - UNANSWERED).exclude(contact="")
    return old.update(contact="")


MISSING = Holder(
    name="poles-proposes",
    title="Pôles proposés par des visiteurs",
    purpose=(
        "Vous répondre : l'adresse électronique que vous laissez en proposant un pôle qui n'est "
        "pas dans l'atlas."
    ),
    until="L'adresse est effacée dès que la proposition est traitée, au plus tard au bout d'un an.",
    export=export,
    forget=forget,
    expire=expire,
)
