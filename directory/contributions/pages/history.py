"""The history of a record, change by change, and putting it back to a date."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import reserved
from accounts.roles import Act
from directory.contributions.editing import put_back
from directory.contributions.pages.people import may_on, own_page, pole_within, shown_to, told
from directory.models import Pole
from directory.record.bounds import Misplaced
from directory.record.history import beginning_of, moments_of, record_at
from directory.record.pieces import Record
from directory.record.stored import record_of
from directory.record.versions import Moved, version_of
from directory.record.words import differences
from geo.reach import Reach
from publishing.ceilings import part_of

LONGEST_WHY = 500


class MomentField(forms.CharField):
    """A day (its end), or an exact moment, in the past."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            moment, day = parse_datetime(text), parse_date(text)
        except ValueError:
            moment = day = None
        if day and not (moment and "T" in text):
            moment = datetime.datetime.combine(day, datetime.time.max)
        if moment is None:
            raise ValidationError("Une date est attendue, par exemple 2026-11-25.")
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)

    def run_validators(self, value: Any) -> None:
        """No other check than the reading."""


class RestoreForm(forms.Form):
    """Which date, and why."""

    version = forms.CharField(max_length=24, widget=forms.HiddenInput)
    au = MomentField(label="Date", widget=forms.HiddenInput)
    why = forms.CharField(
        label="Pourquoi", max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une phrase, gardée dans l'historique.",
    )  # fmt: skip


MOST_MOMENTS = 200  # told one by one; the page says how many more there are


@require_safe
@reserved(Act.SEE_HISTORY)
def historique(request: HttpRequest, reach: Reach, slug: str) -> HttpResponse:
    """Render every change of a record, newest first."""
    pole = pole_within(reach, slug)
    moments = part_of(moments_of(pole.pk), MOST_MOMENTS)
    with_names = may_on(request.user, Act.SEE_CONTACTS, pole)
    title = f"Historique de la fiche « {pole.name} »"
    context = {
        "page": own_page("Historique", title, pole, reverse("pole-historique", args=[slug])),
        "pole": pole,
        "changes": told(moments, with_names, shown_to(request, pole)),
        "moments": moments,
        "before": beginning_of(pole.pk),
        "may_restore": may_on(request.user, Act.RESTORE, pole),
        "today": timezone.localdate(),
    }
    return render(request, "directory/contributions/historique.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.RESTORE)
def remettre(request: HttpRequest, reach: Reach, slug: str) -> HttpResponse:
    """Show what putting a record back to a date would change, then do it."""
    pole = pole_within(reach, slug)
    try:
        when = MomentField(required=True).clean(request.POST.get("au") or request.GET.get("au"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("pole-historique", slug)
    past = record_at(pole.pk, when)
    if past is None:
        messages.error(request, "À cette date, la fiche n'existait pas encore.")
        return redirect("pole-historique", slug)
    initial = {"au": when.isoformat(), "version": version_of(record_of(pole))}
    form = RestoreForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            changed = put_back(pole.pk, data["version"], when, data["why"], reach=reach)
        except Misplaced as refused:
            form.add_error(None, str(refused))
        except Moved:
            messages.error(request, "La fiche a changé pendant votre lecture : relisez.")
            pole = pole_within(reach, slug)
            form = RestoreForm(
                initial={**initial, "why": data["why"], "version": version_of(record_of(pole))}
            )
        else:
            said = "La fiche est remise à cette date." if changed else "Rien n'était à changer."
            messages.success(request, said)
            return redirect("pole-historique", slug)
    return render(
        request, "directory/contributions/remettre.html", restoring(pole, when, past, form)
    )


def restoring(
    pole: Pole, when: datetime.datetime, past: Record, form: RestoreForm
) -> dict[str, Any]:
    """What the page of a restoring shows."""
    title = f"Remettre la fiche « {pole.name} » à une date"
    return {
        "page": own_page("Remettre", title, pole, reverse("pole-remettre", args=[pole.slug])),
        "pole": pole,
        "when": when,
        "differences": differences(record_of(pole), past),
        "form": form,
    }
