"""The announcement of the decisions of a call: read over, then made at once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import reserved
from accounts.roles import Act, Role
from calls.decision.pages.committee import committee_step
from calls.decision.writing import MOST_APPLICATIONS, NotReady, OutOfOrder, announce, missing_of
from calls.instruction.pages.lists import call_step, instruction_step, live_call
from calls.instruction.pages.people import make_lead, person_of, read_by
from calls.instruction.reading import stands_aside
from calls.models import Application, Call
from calls.moving import Actor, now_in_database
from calls.states import OUTCOME_LABELS, Outcome, State
from geo.reach import Reach
from publishing.ceilings import whole
from web.french import plural
from web.page import Page

GIVEN = frozenset({State.DECIDED, State.LAUREATE})


class AnnounceForm(forms.Form):
    """It cannot be undone: one says so first."""

    sure = forms.BooleanField(
        label=("J'ai relu les décisions : elles partent par courriel à chaque candidat "
                           "et les lauréates deviennent publiques.")
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.DECIDE)
def annonce(request: HttpRequest, reach: Reach, slug: str) -> HttpResponseBase:
    """Announce every decision of a call, or say what is missing."""
    call = live_call(slug)
    person = person_of(request)
    received = read_by(person).filter(call=call).select_related("decision")
    received = received.prefetch_related("opinions")
    applications = whole(received.order_by("serial", "pk"), MOST_APPLICATIONS)
    missing = missing_of(call, applications, now_in_database())
    form = AnnounceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actor = Actor(person, Role.NATIONAL_CELL.value)
            told = announce(call.pk, actor, make_lead)
        except NotReady as refused:
            missing = refused.missing
            form.add_error(None, str(refused))
        except OutOfOrder as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, announced(len(told)))
            return redirect("comite", slug)
    decided = [one for one in applications if one.stands is State.DECIDED]
    mine = [one for one in decided if not stands_aside(one, person)]
    answer = answer_of(len(decided), len(missing))
    context: dict[str, Any] = {
        "page": Page.own(
            instruction_step(),
            call_step(call),
            committee_step(call),
            name="Annonce",
            title=f"Annoncer les décisions : {call.title}",
            summary=answer,
            path=reverse("comite-annonce", args=[slug]),
        ),
        "answer": answer,
        "call": call,
        "form": form,
        "missing": missing,
        "untold": len(decided) - len(mine),
        "exceeded": exceeded(call, applications),
        "groups": [
            (OUTCOME_LABELS[outcome], [one for one in mine
                                       if one.decision.outcome == outcome.value])
            for outcome in Outcome
        ],
    }  # fmt: skip
    return render(request, "calls/decision/annonce.html", context)


def exceeded(call: Call, applications: list[Application]) -> int:
    """By how much laureates, decided or announced, exceed the budget; 0 where they do not."""
    granted = sum(
        one.decision.grant_eur or 0
        for one in applications
        if one.stands in GIVEN and one.decision.outcome == Outcome.LAUREATE.value
    )
    return max(granted - call.budget_eur, 0) if call.budget_eur is not None else 0


def answer_of(decided: int, missing: int) -> str:
    """Whether the decisions can be announced."""
    if missing:
        return plural(
            "Les décisions ne peuvent pas encore être annoncées : un point manque.",
            "Les décisions ne peuvent pas encore être annoncées : %(count)s points manquent.",
            missing,
        ) % {"count": missing}
    return plural(
        "%(count)s décision prête à être annoncée.",
        "%(count)s décisions prêtes à être annoncées, ensemble.",
        decided,
    ) % {"count": decided}


def announced(count: int) -> str:
    """What was just done."""
    return plural(
        "%(count)s décision annoncée : le candidat est prévenu par courriel.",
        "%(count)s décisions annoncées : les candidats sont prévenus par courriel.",
        count,
    ) % {"count": count}
