"""The line of time of the calls, and the page of one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from calls import queries, sentences
from calls.models import Call
from calls.views.live import live, programme_step
from directory.queries.holdings import checked_on
from web.page import Crumb, Page, home


@require_safe
def appels(request: HttpRequest) -> HttpResponse:
    """Render every call, latest first."""
    rows = queries.rows()
    recognised = queries.laureates_of_any([row.call for row in rows])
    now = timezone.now()
    answer = sentences.overview(
        [row for row in rows if not row.call.demonstration], recognised, now
    )
    context: dict[str, Any] = {
        "page": Page(
            name="Appels",
            title="Les appels de l'État aux PTCE",
            summary=answer,
            path=reverse("appels"),
            trail=(home(), programme_step()),
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
        "when": sentences.when(call),
        "candidates": sentences.candidates_of(call),
        "grant": sentences.grant_of(call),
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
    answer = sentences.answer(row)
    poles = queries.laureates(call)
    context: dict[str, Any] = {
        "page": Page(
            name=call.title,
            title=call.title,
            summary=f"{call.title} : {answer}",
            path=call.get_absolute_url(),
            trail=(home(), programme_step(), Crumb("Appels", reverse("appels"))),
        ),
        **described(row),
        "answer": answer,
        "nature": sentences.nature(call),
        "milestones": sentences.milestones(call),
        "checked": checked_on(),
        "poles": poles,
        "seated": sum(pole.seat_id is not None for pole in poles),
        "open": call.is_open(timezone.localdate()),
    }
    return render(request, "calls/call/appel.html", context)
