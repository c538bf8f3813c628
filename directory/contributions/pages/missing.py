"""« Mon PTCE n'y est pas »: a visitor proposes a missing pole, without an account."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import public_form
from accounts.forms import Honeypot
from accounts.limits import allow
from directory.contributions.alike import alike
from directory.contributions.calls import choices, known_calls
from directory.contributions.missing import propose_pole
from directory.contributions.pages.reports import MOST_REPORTS, PERIOD_SECONDS
from directory.models import Pole
from directory.models.contributions import LONGEST_TEXT
from directory.models.missing import LONGEST_NAME, LONGEST_SITE, LONGEST_SOURCE
from directory.record.commune_field import CommuneField
from directory.record.rules import told
from directory.steps import directory_step
from geo.models import Commune, Department
from publishing.ceilings import Part
from publishing.parameters import read_choice, read_text
from publishing.problems import ParameterProblem
from tables.addresses import WebFormField
from web.errors import parameter_refused
from web.fields import OneLineField, text_area
from web.page import Page

NAMED, CALLED = "nom", "appel"
# What the form asks under the name of a field of the model.
KEPT = ("name", "territory_text", "website", "source", "call", "text", "contact")


class MissingForm(Honeypot):
    """A pole that anyone proposes."""

    name = OneLineField(label="Nom du pôle", max_length=LONGEST_NAME)
    seat = CommuneField(
        label="Commune du siège", required=False,
        help_text="Son nom, ou son code Insee (01004).",
    )  # fmt: skip
    department = forms.ChoiceField(
        label="Département", required=False,
        help_text=(
            "Si vous ne savez pas la commune. Sans l'une ni l'autre, la cellule nationale cherche."
        ),
    )  # fmt: skip
    territory_text = forms.CharField(
        label="Territoire, en toutes lettres", max_length=LONGEST_TEXT, required=False,
        widget=text_area(2), help_text="Là où il agit, dans ses mots ou dans les vôtres.",
    )  # fmt: skip
    website = WebFormField(
        label="Site web du pôle", max_length=LONGEST_SITE, required=False,
        help_text="Adresse complète\u00a0: https://exemple.fr.",
    )  # fmt: skip
    source = WebFormField(
        label="Source", max_length=LONGEST_SOURCE,
        help_text=(
            "L'adresse d'une page publique qui dit que c'est un PTCE\u00a0: article, communiqué, "
            "page d'une collectivité ou d'un réseau."
        ),
    )  # fmt: skip
    call = forms.ChoiceField(label="Appel dont il est lauréat", required=False)
    text = forms.CharField(
        label="Ce que vous en savez d'autre", max_length=LONGEST_TEXT, required=False,
        widget=text_area(4), help_text="2 000 caractères au plus.",
    )  # fmt: skip
    contact = forms.EmailField(
        label="Votre adresse électronique", required=False,
        help_text=(
            "Seulement pour vous dire ce que devient votre proposition\u202f; elle est effacée "
            "aussitôt qu'elle est traitée."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    # Identifiers of the poles that the visitor was shown, and says are others.
    seen = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = Department.objects.current().order_by("code").values_list("code", "name")
        department: Any = self.fields["department"]
        department.choices = [("", "—"), *((code, f"{code} {name}") for code, name in areas)]
        call: Any = self.fields["call"]
        call.choices = choices()

    def clean(self) -> dict[str, Any]:
        """The seat is in the department, where both are given."""
        data = super().clean() or {}
        seat, department = data.get("seat"), data.get("department")
        if seat and department:
            for message in told(None, department, seat).values():
                self.add_error("department", message)
        return data

    def said(self) -> dict[str, Any]:
        """The fields of the model."""
        data = self.cleaned_data
        seat = Commune.objects.get(pk=data["seat"]) if data["seat"] else None
        place = {"seat": seat, "department_id": data["department"] or None}
        return {name: data[name] for name in KEPT} | place


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def proposer_pole(request: HttpRequest) -> HttpResponse:
    """Render the form, filled with what the address says; keep a proposal."""
    try:
        asked = read_asked(request)
    except ParameterProblem as refused:
        return parameter_refused(request, refused)
    form = MissingForm(request.POST or None, initial=asked)
    found: Part[Pole] | None = None
    if request.method == "POST" and form.is_valid():
        found = unseen(form.cleaned_data)
        if found:
            again = request.POST.copy()
            again["seen"] = " ".join(pole.slug for pole in found)
            form = MissingForm(again)
        elif allow(request, "proposer-pole", MOST_REPORTS, PERIOD_SECONDS):
            propose_pole(**form.said())
            return redirect("proposer-un-pole-merci")
        else:
            too_many = (
                "Trop de propositions sont venues d'ici depuis une heure : réessayez plus tard."
            )
            form.add_error(None, too_many)
    title = "Proposer un pôle qui n'est pas dans l'atlas"
    context = {
        "page": Page.under(
            directory_step(), name="Proposer un pôle", title=title,
            summary="Sans compte, avec une page publique qui le nomme.",
            path=reverse("proposer-un-pole"),
        ),
        "form": form,
        "found": found,
    }  # fmt: skip
    return render(request, "directory/contributions/proposer_pole.html", context)


def read_asked(request: HttpRequest) -> dict[str, str]:
    """What the address fills in. Raises ParameterProblem on a name too long, or an unknown call."""
    for name in (NAMED, CALLED):
        values = request.GET.getlist(name)
        if len(values) > 1:
            raise ParameterProblem(name, " et ".join(values), "une seule valeur")
    call = read_choice(request.GET, CALLED, "", ("", *known_calls()))
    return {"name": read_text(request.GET, NAMED), "call": call}


def unseen(data: dict[str, Any]) -> Part[Pole] | None:
    """The public poles that this one may be, where the visitor was not shown them all."""
    poles = Pole.objects.public().select_related("seat", "department", "region")
    found = alike(poles, data["name"], data["seat"])
    shown = set(data["seen"].split())
    return found if any(pole.slug not in shown for pole in found) else None


@require_safe
def pole_propose(request: HttpRequest) -> HttpResponse:
    """Thank whoever has proposed a pole."""
    title = "Votre proposition est reçue"
    path = reverse("proposer-un-pole-merci")
    page = Page.under(
        directory_step(), name="Proposition reçue", title=title, path=path, indexed=False
    )
    return render(request, "directory/contributions/pole_propose.html", {"page": page})
