"""The page of a call that receives applications here, before, while and after it does."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from calls.application import sheets
from calls.call import queries, words
from calls.call.overseas import local_hours
from calls.vocabulary import DocumentKind, Priority
from directory.holdings import checked_on
from publishing.ceilings import whole
from web.french import plural
from web.page import Crumb, Page

MOST_CRITERIA = 100


def programme_step() -> Crumb:
    """The programme, above calls."""
    return Crumb("Programme", reverse("programme"))


def live(request: HttpRequest, row: queries.CallRow) -> HttpResponse:
    """Render a call with its rules, its criteria, its hours, and the way to apply."""
    call = row.call
    now = timezone.now()
    answer = answer_of(row, call.takes(now))
    criteria = whole(call.criteria.order_by("position", "id"), MOST_CRITERIA)
    total = sum(criterion.weight for criterion in criteria)
    announced = queries.laureates_are_told(call)
    poles = queries.laureates(call) if announced else []
    context: dict[str, Any] = {
        "page": Page.under(
            programme_step(),
            Crumb("Appels", reverse("appels")),
            name=call.title,
            summary=f"{call.title} : {answer}",
            path=call.get_absolute_url(),
            indexed=not call.demonstration,
        ),
        "call": call,
        "answer": answer,
        "open": call.takes(now),
        "opens": sheets.hour(call.opens_at) if call.opens_at else "",
        "closes": sheets.hour(call.closes_at) if call.closes_at else "",
        "announced": sheets.hour(call.announced_at) if call.announced_at else "",
        "overseas": [
            (one.place, clock(one.opens), clock(one.closes))
            for one in local_hours(call.opens_at, call.closes_at)
        ],
        "criteria": [(one, round(100 * one.weight / total)) for one in criteria],
        "changes": queries.hours_changes(call),
        "clarifications": queries.clarifications(call),
        "documents": whole(call.documents.order_by("title", "id"), MOST_CRITERIA),
        "required": [DocumentKind(kind).label for kind in call.required_documents],
        "tags": [Priority(tag).label for tag in call.priority_tags],
        "grant": words.grant_of(call),
        "aimed": words.between(call.aimed_low, call.aimed_high),
        "checked": checked_on(),
        "poles": poles,
        "seated": sum(pole.seat_id is not None for pole in poles),
        "missing": words.missing(row) if announced else "",
    }
    return render(request, "calls/call/en_ligne.html", context)


def clock(at: Any) -> str:
    """An hour as a place's own clocks show it, with its day."""
    return f"{at:%d/%m/%Y} à {at.hour}\u00a0h\u00a0{at:%M}" if at else ""


def answer_of(row: queries.CallRow, is_open: bool) -> str:
    """Whether one may apply, until when, and for how many poles."""
    call = row.call
    opens, closes = call.opens_at, call.closes_at
    assert opens is not None  # noqa: S101 - it is live
    if is_open:
        said = (
            f"Cet appel est ouvert jusqu'au {sheets.hour(closes)} (heure de Paris)."
            if closes
            else "Cet appel est ouvert, sans date de clôture."
        )
    elif timezone.now() < opens:
        said = f"Cet appel ouvre le {sheets.hour(opens)} (heure de Paris)."
    elif call.laureates is not None:
        return words.answer(row)
    else:
        said = "Cet appel est clos ; les décisions ne sont pas encore annoncées."
    aimed = words.between(call.aimed_low, call.aimed_high)
    most = call.aimed_high or call.aimed_low or 1
    if aimed:
        said += " " + plural(
            "%(count)s pôle sera soutenu.", "%(count)s pôles seront soutenus.", most
        ) % {"count": aimed}
    return said
