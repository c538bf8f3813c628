"""The personal data that the directory keeps: who reported an error, who proposed a change."""

from datetime import datetime, timedelta
from typing import Any

from accounts.personal import Holder
from directory.models import ErrorReport, Proposal
from publishing.ceilings import whole

# A report that nobody answers keeps the address of who sent it no longer.
UNANSWERED = timedelta(days=365)
MOST = 1000


def export(email: str) -> list[dict[str, Any]]:
    """The reports that wait with an address, and the proposals of the account that has it."""
    reports = ErrorReport.objects.filter(contact__iexact=email).select_related("pole")
    proposals = Proposal.objects.filter(author__email__iexact=email).select_related("pole")
    return [
        {"signalement": one.text, "pole": one.pole.slug, "recu": one.created_at.isoformat()}
        for one in whole(reports.order_by("pk"), MOST)
    ] + [
        {
            "proposition": one.why, "pole": one.pole.slug, "champs": one.fields,
            "faite": one.created_at.isoformat(), "etat": one.get_state_display(),
        }
        for one in whole(proposals.order_by("pk"), MOST)
    ]  # fmt: skip


def forget(email: str) -> int:
    """Erase the address from the reports; proposals stay, of nobody."""
    return ErrorReport.objects.filter(contact__iexact=email).update(
        contact=""
    ) + Proposal.objects.filter(author__email__iexact=email).update(author=None)


def expire(now: datetime) -> int:
    """Erase the addresses of reports left unanswered for a year."""
    old = ErrorReport.objects.filter(created_at__lt=now - UNANSWERED).exclude(contact="")
    return old.update(contact="")


CONTRIBUTIONS = Holder(
    name="contributions",
    title="Signalements et propositions sur les fiches",
    purpose=(
        "Vous répondre : l'adresse électronique que vous laissez en signalant une erreur, et votre "
        "compte si vous proposez une modification. L'historique d'une fiche garde le numéro du "
        "compte qui l'a modifiée, sans le nom ni l'adresse."
    ),
    until=(
        "L'adresse d'un signalement est effacée dès qu'il est traité, au plus tard au bout d'un "
        "an. Une proposition reste, sans son auteur, quand le compte est effacé."
    ),
    export=export,
    forget=forget,
    expire=expire,
)
