"""The trace that an erasure leaves in the journal: what is empty there was emptied by it.

The line names columns and keys, and nothing of what they held. `verify_applications` takes what
is empty without such a line for something taken away.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from calls.models import (
    Application,
    ApplicationEvent,
    Decision,
    EventReason,
    Opinion,
    Question,
    Substitute,
)
from calls.states import State
from publishing.ceilings import whole

ERASURE = "erase"
# What was found empty, or committed to by nothing, the day these lines began.
STOCK = "take-stock"
MOST = 100_000

OWNER, AUTHOR, ASKED_BY, DECIDED_BY, PERSON, NAMED_BY = (
    "application.owner", "opinion.author", "question.asked_by", "decision.decided_by",
    "substitute.person", "substitute.named_by",
)  # fmt: skip
RECUSAL, NAMING, REASON = "opinion.reason", "substitute.reason", "eventreason.text"
# Where an account is named, which empties with it.
OF_ACCOUNTS: dict[str, tuple[Any, str]] = {
    OWNER: (Application, "owner"),
    AUTHOR: (Opinion, "author"),
    ASKED_BY: (Question, "asked_by"),
    DECIDED_BY: (Decision, "decided_by"),
    PERSON: (Substitute, "person"),
    NAMED_BY: (Substitute, "named_by"),
}


def leave_trace(rows: Mapping[str, QuerySet[Any]]) -> None:
    """Say in the journal that these rows are about to be emptied, by column; of drafts, nothing."""
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for column, chosen in rows.items():
        pairs = chosen.order_by("pk").values_list(application_of(chosen.model), "pk")
        for application, key in whole(pairs, MOST):
            found[application][column].append(key)
    received = Application.objects.filter(pk__in=found).exclude(state=State.DRAFT.value)
    ApplicationEvent.objects.bulk_create(
        ApplicationEvent(
            application_id=key, move=ERASURE, from_state=state, to_state=state,
            data={"erased": found[key]},
        )
        for key, state in whole(received.order_by("pk").values_list("pk", "state"), MOST)
    )  # fmt: skip


def application_of(model: Any) -> str:
    """How a row leads to its application."""
    paths = {Application: "pk", EventReason: "event__application"}
    return paths.get(model, "application")


def account_goes(person: User) -> None:
    """Leave the trace of an account that is about to be deleted, wherever it is still named."""
    leave_trace(
        {
            column: model._default_manager.filter(**{field: person})
            for column, (model, field) in OF_ACCOUNTS.items()
        }
    )
