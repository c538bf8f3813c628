"""Naming who gives the opinion of a region that has nobody left to give it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import reserved
from accounts.roles import Act, Role
from calls import letters
from calls.instruction.pages.files import application_of, file_url
from calls.instruction.pages.forms import SubstituteForm
from calls.instruction.pages.lists import region_names
from calls.instruction.pages.opinions import steps_to
from calls.instruction.pages.people import cell_of, person_of, possible_substitutes
from calls.instruction.reading import stands_aside
from calls.instruction.substituting import left_to_speak, name_substitute
from calls.moving import Actor
from calls.states import OutOfOrder
from geo.reach import Reach
from web.page import Page, absolute


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.DECIDE)
def suppleant(
    request: HttpRequest, reach: Reach, slug: str, number: str, region: str
) -> HttpResponseBase:
    """Name a substitute, oneself included; 404 where the region can still speak for itself."""
    person = person_of(request)
    application = application_of(person, slug, number)
    cell = {one.pk for one in cell_of(region)}
    if (
        region not in application.regions
        or stands_aside(application, person)
        or left_to_speak(application, cell)
    ):
        raise Http404
    form = SubstituteForm(possible_substitutes(application, person), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = Actor(person, Role.NATIONAL_CELL.value)
        named, reason = form.cleaned_data["person"], form.cleaned_data["reason"]
        try:
            name_substitute(application.pk, region, named, actor, reason, cell)
        except OutOfOrder as refused:
            form.add_error(None, str(refused))
        else:
            if named != person:
                letters.tell_substitute(
                    application, named, region_names({region}).get(region, region), reason,
                    absolute(reverse("dossier-avis", args=[slug, number, region])),
                )  # fmt: skip
            messages.success(request, "C'est fait : cette personne peut rendre l'avis.")
            return redirect(file_url(application))
    name = region_names({region}).get(region, region)
    answer = f"Plus personne de la cellule {name} ne peut rendre son avis."
    context: dict[str, Any] = {
        "page": Page.own(
            *steps_to(application),
            name="Suppléant",
            title=f"Désigner un suppléant : {application.project_name}",
            summary=answer,
            path=reverse("dossier-suppleant", args=[slug, number, region]),
        ),
        "answer": answer,
        "form": form,
        "file_url": file_url(application),
    }
    return render(request, "calls/decision/suppleant.html", context)
