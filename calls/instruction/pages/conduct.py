"""The conduct of an open call: its closing moved for a reason, clarifications said to all."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.doors import reserved
from accounts.roles import Act
from calls.application import sheets
from calls.call.queries import clarifications, hours_changes
from calls.call.writing import change_hours, clarify
from calls.instruction.pages.forms import ClarificationForm, HoursForm
from calls.instruction.pages.lists import instruction_step, live_call
from calls.instruction.pages.people import person_of
from calls.models import Call
from calls.states import OutOfOrder
from geo.reach import Reach
from web.page import Page


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.MANAGE_CALLS)
def conduite(request: HttpRequest, reach: Reach, slug: str) -> HttpResponseBase:
    """Change the closing of a call, or say something of it, to all alike."""
    call = live_call(slug)
    person = person_of(request)
    what = request.POST.get("faire", "")
    hours = HoursForm(request.POST if what == "horaires" else None)
    clarification = ClarificationForm(request.POST if what == "precision" else None)
    sent = {"horaires": hours, "precision": clarification}.get(what)
    if sent is not None and sent.is_valid():
        kept = sent.cleaned_data
        try:
            if what == "horaires":
                change_hours(call.pk, person, kept["closes_at"], kept["reason"])
            else:
                clarify(call, person, kept["text"])
        except OutOfOrder as refused:
            sent.add_error(None, str(refused))
        else:
            messages.success(request, "C'est fait : la page publique de l'appel le dit.")
            return redirect("appel-conduite", slug)
    now = timezone.now()
    answer = closing_said(call, now)
    context: dict[str, Any] = {
        "page": Page.own(
            instruction_step(),
            name="Conduite",
            title=f"Conduite de l'appel : {call.title}",
            summary=answer,
            path=reverse("appel-conduite", args=[slug]),
        ),
        "answer": answer,
        "call": call,
        "begun": call.begun(now),
        "closed": call.closed_by(now),
        "hours": hours,
        "clarification": clarification,
        "refused": sent if sent is not None and sent.errors else None,
        "changes": hours_changes(call),
        "clarifications": clarifications(call),
    }
    return render(request, "calls/instruction/conduite.html", context)


def closing_said(call: Call, now: datetime) -> str:
    """When a call closes, or closed."""
    if call.closes_at is None:
        return "L'appel est permanent."
    verb = "s'est clos" if call.closed_by(now) else "se clôt"
    return f"L'appel {verb} le {sheets.hour(call.closes_at)} (heure de Paris)."
