"""The calls, the applications to them, their instruction, and the journal of it all."""

from calls.models.application import (
    Application,
    ApplicationTerritory,
    BudgetLine,
    Document,
    Member,
    Question,
)
from calls.models.call import Call
from calls.models.conduct import Clarification, HoursChange
from calls.models.dossier import Dossier
from calls.models.grid import CallDocument, Criterion
from calls.models.instruction import Decision, FormerOpinion, Opinion, Score, Substitute
from calls.models.journal import ApplicationEvent, CallEvent, EventReason

__all__ = [
    "Application",
    "ApplicationEvent",
    "ApplicationTerritory",
    "BudgetLine",
    "Call",
    "CallDocument",
    "CallEvent",
    "Clarification",
    "Criterion",
    "Decision",
    "Document",
    "Dossier",
    "EventReason",
    "FormerOpinion",
    "HoursChange",
    "Member",
    "Opinion",
    "Question",
    "Score",
    "Substitute",
]
