"""An application as it was submitted: one canonical text, and its sha256.

The owner and the contact are no part of it: they may be forgotten, and the proof stands.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC
from operator import attrgetter
from typing import Any

from calls.application.drafts import budget_of, members_of
from calls.application.ground import pieces_of
from calls.commitments import canonical
from calls.models import Application, Call, Document
from calls.models.application import ANSWERS
from calls.models.guards import KIND, RULES
from publishing.ceilings import whole, within

FIELDS = (
    "project_name", "summary", "themes", "lead_name", "lead_siret", "lead_nature",
    "lead_category", *ANSWERS, "requested_eur", "regions", "departments",
)  # fmt: skip


# How the parts of it are named to whoever compares them.
WORDS = {
    **{name: Application._meta.get_field(name).verbose_name for name in FIELDS  # type: ignore[union-attr]
       if name not in ("regions", "departments")},
    "regions": "régions", "departments": "départements", "starts_on": "début", "ends_on": "fin",
    "territories": "territoire", "members": "membres", "budget": "budget",
    "documents": "documents", "call": "appel",
}  # fmt: skip
# A line of the grid: a dossier older than the last two says the first four.
GRID = ("id", "title", "weight", "highest", "text", "position")
MOST = 1000


def frozen_of(application: Application) -> dict[str, Any]:
    """All that is submitted, and the call as it was promised, in values that JSON knows."""
    return {
        **content_of(application),
        "rules": rules_of(application.call),
        "hours": hours_of(application.call),
    }


def content_of(application: Application) -> dict[str, Any]:
    """What the application itself says."""
    dates = {"starts_on": application.starts_on, "ends_on": application.ends_on}
    deposited = within(list(application.documents.all()), MOST, "documents")
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
        "documents": files_of(one for one in deposited if one.question_id is None),
    }


def files_of(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """What is frozen of deposited files, in the order in which they came."""
    return [
        {"kind": one.kind, "name": one.name, "size": one.size, "sha256": one.sha256}
        for one in sorted(documents, key=attrgetter("pk"))
    ]


def rules_of(call: Call) -> dict[str, Any]:
    """What an applicant was promised besides the hours: rules, grid, amounts, files of a call."""
    grid = call.criteria.order_by("position", "id").values_list(*GRID)
    files = call.documents.order_by("id").values("title", "name", "size", "sha256")
    return {
        **{name: getattr(call, name) for name in (*RULES, *KIND)},
        "grid": [list(line) for line in whole(grid, MOST)],
        "files": [dict(one) for one in whole(files, MOST)],
    }


def hours_of(call: Call) -> dict[str, Any]:
    """When a call opens and closes, in UTC."""
    hours = {"opens_at": call.opens_at, "closes_at": call.closes_at}
    return {
        **{name: at.astimezone(UTC).isoformat() if at else None for name, at in hours.items()},
        "permanent": call.permanent,
    }


def sha256_of(frozen: dict[str, Any]) -> str:
    """What proves that nothing changed since."""
    return hashlib.sha256(canonical(frozen)).hexdigest()
