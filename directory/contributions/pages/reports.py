"""Reporting an error on a record: open to anyone, without an account."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import public_form
from accounts.forms import Honeypot
from accounts.limits import allow
from directory.contributions.pages.people import own_page
from directory.contributions.reports import report_error
from directory.models import ErrorReport, Pole
from directory.models.contributions import LONGEST_TEXT

MOST_REPORTS, PERIOD_SECONDS = 5, 3600


class ReportForm(Honeypot):
    """An error that anyone reports."""

    part = forms.ChoiceField(label="Ce qui est faux", choices=ErrorReport.Part.choices)
    text = forms.CharField(
        label="L'erreur, et ce qu'il faudrait lire", max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=(
            "2 000 caractères au plus. Une page publique qui le dit aide beaucoup : "
            "donnez son adresse."
        ),
    )  # fmt: skip
    contact = forms.EmailField(
        label="Votre adresse électronique", required=False,
        help_text=(
            "Seulement pour vous dire ce que devient votre signalement ; elle est effacée aussitôt "
            "qu'il est traité."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def signaler(request: HttpRequest, slug: str) -> HttpResponse:
    """Render the form of a report, and keep what it says."""
    pole = get_object_or_404(Pole.objects.public(), slug=slug)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if allow(request, "signaler", MOST_REPORTS, PERIOD_SECONDS):
            data = form.cleaned_data
            report_error(pole, data["part"], data["text"], data["contact"])
            return redirect("pole-signale", slug)
        form.add_error(
            None,
            "Trop de signalements sont venus d'ici depuis une heure : réessayez plus tard.",
        )
    title = f"Signaler une erreur sur « {pole.name} »"
    context = {
        "page": own_page("Signaler une erreur", title, pole, reverse("pole-signaler", args=[slug])),
        "pole": pole,
        "form": form,
    }
    return render(request, "directory/contributions/signaler.html", context)


@require_safe
def signale(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank whoever has reported an error."""
    pole = get_object_or_404(Pole.objects.public(), slug=slug)
    title = "Votre signalement est reçu"
    context = {
        "page": own_page("Signalement reçu", title, pole, reverse("pole-signale", args=[slug])),
        "pole": pole,
    }
    return render(request, "directory/contributions/signale.html", context)
