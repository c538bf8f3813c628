"""A pole that a visitor has proposed: read, completed and accepted, or not, by its territory."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import reserved
from accounts.rights import reach_of
from accounts.roles import Act
from directory.contributions.alike import alike
from directory.contributions.calls import known_calls
from directory.contributions.forms import AcceptForm, MissingAnswerForm
from directory.contributions.missing import accept_pole, first_record, refuse_pole, say_known
from directory.contributions.pages.contributions import contributions_page
from directory.contributions.pages.editing import sent
from directory.contributions.pages.people import key_of
from directory.contributions.reports import Closed
from directory.models import MissingPole, Pole
from directory.querysets import PoleQuerySet
from directory.record.bounds import Misplaced
from geo.reach import Reach

CLOSED = "Cette proposition a été traitée entre-temps."


def proposed_within(reach: Reach, key: int) -> MissingPole:
    """A pole proposed that a reach holds; 404 for any other."""
    found = MissingPole.objects.within_reach(reach).select_related("seat", "department", "pole")
    return get_object_or_404(found, pk=key)


def seen_poles(request: HttpRequest) -> PoleQuerySet:
    """The poles that a person may see: the public ones, and those of their own ground."""
    own = Pole.objects.within_reach(reach_of(request.user, Act.SEE_UNPUBLISHED))
    seen = Pole.objects.public() | Pole.objects.filter(pk__in=own.values("pk"))
    return seen.select_related("seat", "department", "region")


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.REVIEW)
def pole_a_examiner(request: HttpRequest, reach: Reach, key: int) -> HttpResponse:
    """Read a pole proposed, and what resembles it; say that it is known, or refuse it."""
    missing = proposed_within(reach, key)
    poles = seen_poles(request)
    form = MissingAnswerForm(request.POST or None, poles=poles)
    if request.method == "POST" and form.is_valid():
        return answered(request, missing, form.cleaned_data)
    called = known_calls().get(missing.call)
    context: dict[str, Any] = {
        "page": contributions_page(
            "Pôle proposé", f"Pôle proposé : « {missing.name} »", missing.get_absolute_url()
        ),
        "missing": missing,
        "call": called.title if called else missing.call,
        "form": form,
        "shown": poles.filter(pk=missing.pole_id).first() if missing.pole_id else None,
    }
    if missing.state == MissingPole.State.OPEN:
        waiting = MissingPole.objects.within_reach(reach).open().exclude(pk=missing.pk)
        context["found"] = alike(poles, missing.name, missing.seat_id)
        context["others"] = alike(waiting, missing.name, missing.seat_id)
    return render(request, "directory/contributions/pole_a_examiner.html", context)


def answered(request: HttpRequest, missing: MissingPole, data: dict[str, Any]) -> HttpResponse:
    """Do what was decided; where someone has answered already, say so."""
    answer = data["answer"].strip()
    try:
        if data["decision"] == "known":
            say_known(missing.pk, data["pole"], answer, key_of(request))
            messages.success(request, "La proposition est close : ce pôle est déjà dans l'atlas.")
        else:
            refuse_pole(missing.pk, answer, key_of(request))
            messages.success(request, "La proposition est écartée.")
    except Closed:
        messages.error(request, CLOSED)
        return redirect(missing)
    return redirect("contributions")


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.REVIEW)
def accepter_pole(request: HttpRequest, reach: Reach, key: int) -> HttpResponse:
    """Complete the record of a pole proposed, then add it to the directory."""
    missing = proposed_within(reach, key)
    if missing.state != MissingPole.State.OPEN:
        messages.error(request, CLOSED)
        return redirect(missing)
    initial = {"call": missing.call if missing.call in known_calls() else ""}
    form = AcceptForm(*sent(request), record=first_record(missing), initial=initial)
    if request.method == "POST" and form.is_valid() and (done := added(request, missing, form)):
        return done
    title = f"Ajouter « {missing.name} » à l'atlas"
    page = contributions_page("Ajouter", title, reverse("contribution-pole-accepter", args=[key]))
    context = {"page": page, "missing": missing, "form": form}
    return render(request, "directory/contributions/accepter_pole.html", context)


def added(request: HttpRequest, missing: MissingPole, form: AcceptForm) -> HttpResponse | None:
    """Add the pole, and lead to its record; nothing, and say why, where it may not be written."""
    try:
        made = accept_pole(
            missing.pk, form.whole_record(), form.cleaned_data["answer"].strip(), key_of(request),
            reach=reach_of(request.user, Act.REVIEW),
        )  # fmt: skip
    except Closed:
        messages.error(request, CLOSED)
        return redirect(missing)
    except Misplaced as refused:
        form.add_error(None, str(refused))
        return None
    said = "publiée" if form.cleaned_data["published"] else "pas encore publiée"
    messages.success(request, f"Le pôle est ajouté : sa fiche est {said}.")
    return redirect(made)
