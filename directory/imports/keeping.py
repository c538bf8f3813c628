"""The personal data of imports: who is importing which file."""

from datetime import datetime
from typing import Any

from accounts.personal import Holder
from directory.models.imports import KEPT, Import
from publishing.ceilings import whole

MOST = 1000


def export(email: str) -> list[dict[str, Any]]:
    """The files that an account is importing."""
    found = Import.objects.filter(person__email__iexact=email).defer("content").order_by("pk")
    return [
        {"fichier": one.name, "depose": one.created_at.isoformat()} for one in whole(found, MOST)
    ]


def forget(email: str) -> int:
    """Throw them away."""
    return Import.objects.filter(person__email__iexact=email).delete()[0]


def expire(now: datetime) -> int:
    """Throw away those past their day."""
    return Import.objects.filter(created_at__lt=now - KEPT).delete()[0]


IMPORTS = Holder(
    name="imports",
    title="Fichiers à importer",
    purpose="Garder votre fichier le temps de l'aperçu, entre son dépôt et son écriture.",
    until="Le fichier est effacé dès qu'il est écrit ou abandonné, au plus tard au bout d'un jour.",
    export=export,
    forget=forget,
    expire=expire,
)
