"""The line of time of the calls, and the page of one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from calls.call import queries, words
from calls.call.live import live, programme_step
from calls.models import Call
from directory.holdings import checked_on
from web.page import Crumb, Page


@require_safe
def appels(request: HttpRequest) -> HttpResponse:
    """Render every call, latest first."""
    rows = queries.rows()
    recognised = queries.laureates_of_any([row.call for row in rows])
    now = timezone.now()
    answer = words.overview([row for row in rows if not row.call.demonstration], recognised, now)
    context: dict[str, Any] = {
        "page": Page.under(
            programme_step(),
            name="Appels",
            title="Les appels de l'État aux PTCE",
            summary=answer,
            path=reverse("appels"),
        ),
        "answer": answer,
        "checked": checked_on(),
        "rows": [described(row) | {"open": row.call.open_now(now)} for row in rows],
        "sources": list(
            dict.fromkeys(s for row in rows if not row.call.demonstration for s in row.call.sources)
        ),
    }
    return render(request, "calls/call/appels.html", context)


def described(row: queries.CallRow) -> dict[str, Any]:
    """A call in words and figures."""
    call = row.call
    return {
        "row": row,
        "call": call,
        "when": words.when(call),
        "candidates": words.candidates_of(call),
        "grant": words.grant_of(call),
    }


@require_safe
def appel(request: HttpRequest, slug: str) -> HttpResponse:
    """Render one call; 404 for any other slug."""
    try:
        row = queries.row(slug)
    except Call.DoesNotExist:
        raise Http404(f"Aucun appel ne porte l'identifiant « {slug} ».") from None
    call = row.call
    if call.live:
        return live(request, row)
    answer = words.answer(row)
    poles = queries.laureates(call)
    context: dict[str, Any] = {
        "page": Page.under(
            programme_step(),
            Crumb("Appels", reverse("appels")),
            name=call.title,
            summary=f"{call.title} : {answer}",
            path=call.get_absolute_url(),
        ),
        **described(row),
        "answer": answer,
        "nature": words.nature(call),
        "milestones": words.milestones(call),
        "checked": checked_on(),
        "poles": poles,
        "seated": sum(pole.seat_id is not None for pole in poles),
        "missing": words.missing(row) if queries.laureates_are_told(call) else "",
        "open": call.is_open(timezone.localdate()),
    }
    return render(request, "calls/call/appel.html", context)
