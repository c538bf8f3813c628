"""Contributions: what waits for an answer on one's territory, and what became of one's own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import reserved, signed_in
from accounts.rights import reach_of
from accounts.roles import Act
from directory.contributions.forms import ReportAnswerForm
from directory.contributions.pages.people import key_of, may_on
from directory.contributions.queries import (
    closed_in,
    closed_missing,
    open_missing,
    open_proposals,
    open_reports,
    proposals_of,
)
from directory.contributions.reports import Closed, close_report
from directory.models import ErrorReport, Pole
from geo.reach import Reach
from publishing.ceilings import first_of
from web.figures import figure
from web.french import plural
from web.page import Crumb, Page, absolute

MOST_LED = 50  # poles of one lead


def contributions_page(name: str, title: str, path: str) -> Page:
    """The identity of a page of contributions."""
    listed = Crumb("Contributions", reverse("contributions"))
    above = [] if path == listed.url else [listed]
    return Page.own(*above, name=name, title=title, path=path)


@require_safe
@signed_in
def contributions(request: HttpRequest) -> HttpResponse:
    """Render what waits on one's territory, and one's own proposals."""
    reach = reach_of(request.user, Act.REVIEW)
    mine = proposals_of(key_of(request))
    proposes = reach_of(request.user, Act.PROPOSE)
    if not (reach or mine or proposes):
        raise Http404
    context: dict[str, Any] = {
        "page": contributions_page(
            "Contributions", "Signalements et propositions", reverse("contributions")
        ),
        "reviews": bool(reach),
        "proposes": bool(mine or proposes),
        "mine": mine,
        "led": first_of(Pole.objects.within_reach(proposes).order_by("name", "slug"), MOST_LED),
    }
    if reach:
        reports, proposals, missing = (
            open_reports(reach),
            open_proposals(reach),
            open_missing(reach),
        )
        context |= {"reports": reports, "proposals": proposals, "missing": missing}
        context["waiting"] = waiting(reports.total, proposals.total, missing.total)
        context["closed_reports"], context["closed_proposals"] = closed_in(reach)
        context["closed_missing"] = closed_missing(reach)
    return render(request, "directory/contributions/contributions.html", context)


def waiting(reports: int, proposals: int, missing: int) -> str:
    """How much of each kind waits, in a sentence."""
    counts = [
        (reports, "un signalement à traiter", "%(count)s signalements à traiter"),
        (proposals, "une proposition à examiner", "%(count)s propositions à examiner"),
        (missing, "un pôle proposé à examiner", "%(count)s pôles proposés à examiner"),
    ]
    said = [plural(one, more, n) % {"count": figure(n)} for n, one, more in counts if n]
    if not said:
        return "Rien n'attend de réponse sur votre territoire."
    return f"Sur votre territoire : {', '.join(said)}."


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.REVIEW)
def signalement(request: HttpRequest, reach: Reach, key: int) -> HttpResponse:
    """Read a report and answer it."""
    reports = ErrorReport.objects.within_reach(reach).select_related("pole", "pole__region")
    report = get_object_or_404(reports, pk=key)
    form = ReportAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            close_report(
                report.pk, ErrorReport.State(data["state"]), data["answer"], key_of(request),
                absolute(report.pole.get_absolute_url()),
            )  # fmt: skip
            messages.success(request, "Le signalement est traité.")
        except Closed:
            messages.error(request, "Ce signalement a été traité entre-temps.")
            return redirect(report)
        return redirect("contributions")
    title = f"Signalement sur « {report.pole.name} »"
    context = {
        "page": contributions_page("Signalement", title, report.get_absolute_url()),
        "report": report,
        "form": form,
        "may_edit": may_on(request.user, Act.EDIT_POLE, report.pole),
    }
    return render(request, "directory/contributions/signalement.html", context)
