"""Asking for a service: anyone may, and follows the request by a signed link."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import public_form
from accounts.limits import allow
from programme.forms import RequestForm
from programme.models import Service
from programme.pages.services import service_or_404, services_step
from programme.pages.steps import programme_step
from programme.requests.links import path_for
from programme.requests.writing import ask
from programme.vocabulary import Party
from web.page import Crumb, Page, absolute

# Tries of one address, faults included: a person corrects a form a few times.
TRIES, TRIES_SECONDS = 20, 3600


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def demander(request: HttpRequest, slug: str) -> HttpResponse:
    """Render the form; keep what it asks and lead to where it is followed."""
    service = service_or_404(slug)
    if request.method == "POST" and not allow(request, "service-request", TRIES, TRIES_SECONDS):
        return render(request, "429.html", status=429)
    form = RequestForm(request.POST or None, initial=known_of(request))
    if request.method == "POST" and form.is_valid():
        kept = ask(form.asked(service), absolute)
        return redirect(path_for(kept.pk, Party.REQUESTER))
    context: dict[str, Any] = {"page": page(service), "service": service, "form": form}
    return render(request, "programme/demander.html", context)


def known_of(request: HttpRequest) -> dict[str, str]:
    """What is known of whoever has signed in, and the pole that the address names."""
    known = {"pole": request.GET.get("pole", "")}
    if isinstance(request.user, User):
        known |= {"nom": request.user.get_full_name(), "courriel": request.user.email}
    return known


def page(service: Service) -> Page:
    """The identity of the form, which no search engine keeps."""
    said = "Demander le service « %(name)s » : la demande est transmise, puis suivie ici."
    return Page.under(
        programme_step(),
        services_step(),
        Crumb(service.name, service.get_absolute_url()),
        name="Demander",
        title=f"Demander : {service.name}",
        summary=said % {"name": service.name},
        path=reverse("demander", args=[service.slug]),
        indexed=False,
    )
