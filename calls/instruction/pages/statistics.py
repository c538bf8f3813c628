"""The statistics of a call, and its applications as a file, for those who analyse it."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.doors import reserved
from accounts.roles import Act
from calls.call.pages import programme_step
from calls.instruction.export import FORMS, CallDocument, document
from calls.instruction.pages.lists import live_call
from calls.instruction.statistics import Statistics, received_by_call
from coverage.states.words import people
from geo.reach import Reach
from publishing.files.formats import Format, format_named
from publishing.files.making import Begun, in_turn, made, pieces
from web.figures import figure
from web.french import plural
from web.page import Crumb, Page


@require_safe
@reserved(Act.SEE_STATISTICS)
def appels(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Render the calls that have figures."""
    rows = received_by_call()
    answer = plural(
        "Les chiffres d'un appel.", "Les chiffres de %(count)s appels.", len(rows) or 1
    ) % {"count": len(rows)}
    context: dict[str, Any] = {
        "page": Page.own(
            name="Statistiques des appels", summary=answer, path=reverse("statistiques-appels")
        ),
        "answer": answer,
        "rows": rows,
    }
    return render(request, "calls/instruction/appels_statistiques.html", context)


@require_safe
@reserved(Act.SEE_STATISTICS)
def statistiques(request: HttpRequest, reach: Reach, slug: str) -> HttpResponse:
    """Render the figures of a call."""
    call = live_call(slug)
    found = Statistics(call)
    answer = answer_of(found)
    context: dict[str, Any] = {
        "page": Page.under(
            programme_step(),
            Crumb("Appels", reverse("appels")),
            Crumb(call.title, call.get_absolute_url()),
            name="Statistiques",
            title=f"Statistiques : {call.title}",
            summary=answer,
            path=reverse("appel-statistiques", args=[slug]),
            indexed=False,
        ),
        "answer": answer,
        "call": call,
        "found": found,
        "tables": [
            ("etat", "Par état", "État", found.by_state()),
            ("region", "Par région", "Région", found.by_region()),
            ("theme", "Par thématique", "Thématique", found.by_theme()),
        ],
        "forms": [(form, format_named(form).title) for form in FORMS],
    }
    return render(request, "calls/instruction/appel_statistiques.html", context)


def answer_of(found: Statistics) -> str:
    """What was received, found eligible, chosen."""
    if not found.received:
        return "Aucune candidature n'est reçue."
    said = plural(
        "%(received)s candidature reçue, %(eligible)s recevable",
        "%(received)s candidatures reçues, %(eligible)s recevables",
        found.received,
    ) % {"received": figure(found.received), "eligible": figure(found.eligible)}
    laureates = len(found.laureates)
    if not laureates:
        return f"{said}. Aucune lauréate n'est annoncée."
    won = plural(
        "%(said)s, %(laureates)s lauréate pour %(granted)s € : elle couvrirait %(people)s de plus.",
        "%(said)s, %(laureates)s lauréates pour %(granted)s € : elles couvriraient %(people)s de "
        "plus.",
        laureates,
    )
    return won % {
        "said": said,
        "laureates": laureates,
        "granted": figure(found.granted),
        "people": people(found.gained.people),
    }


@require_safe
@reserved(Act.SEE_STATISTICS)
def fichier(request: HttpRequest, reach: Reach, slug: str, form: str) -> HttpResponseBase:
    """Give the applications of a call as a file."""
    call = live_call(slug)
    if form not in FORMS:
        raise Http404(f"Formats connus : {', '.join(FORMS)}.")
    chosen = format_named(form)
    return labelled(document(call, form), chosen)


def labelled(asked: CallDocument, chosen: Format) -> HttpResponseBase:
    """The file, under its name."""
    response: Any
    if chosen.streamed:
        content = Begun(in_turn(pieces(chosen.write(asked))))
        response = StreamingHttpResponse(content, content_type=chosen.media_type)
    else:
        response = FileResponse(made(asked, chosen), content_type=chosen.media_type)
    attachment = content_disposition_header(as_attachment=True, filename=asked.file_name)
    response["Content-Disposition"] = attachment
    found: HttpResponseBase = response
    return found
