"""An application as it was submitted: one canonical text, and its sha256.

The owner and the contact are no part of it: they may be forgotten, and the proof stands.
"""

import hashlib
from typing import Any

from calls.commitments import canonical
from calls.models import Application, Document
from calls.models.application import ANSWERS
from calls.writing.drafts import budget_of, members_of
from calls.writing.ground import pieces_of

FIELDS = (
    "project_name", "summary", "themes", "lead_name", "lead_siret", "lead_nature",
    "lead_category", *ANSWERS, "requested_eur", "regions", "departments",
)  # fmt: skip


def frozen_of(application: Application) -> dict[str, Any]:
    """All that is submitted, in values that JSON knows."""
    dates = {"starts_on": application.starts_on, "ends_on": application.ends_on}
    return {
        "call": application.call.slug,
        "call_title": application.call.title,
        "number": application.number,
        "submitted_at": application.submitted_at.isoformat() if application.submitted_at else "",
        "pole": application.pole.slug if application.pole else None,
        **{name: getattr(application, name) for name in FIELDS},
        **{name: day.isoformat() if day else None for name, day in dates.items()},
        "territories": pieces_of(application),
        "members": members_of(application),
        "budget": budget_of(application),
        "documents": [
            {"kind": one.kind, "name": one.name, "size": one.size, "sha256": one.sha256}
            for one in Document.objects.filter(
                application=application, question__isnull=True
            ).order_by("id")[:1000]
        ],
    }


def sha256_of(frozen: dict[str, Any]) -> str:
    """What proves that nothing changed since."""
    return hashlib.sha256(canonical(frozen)).hexdigest()
