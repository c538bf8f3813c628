"""Following a request by a signed link: its operator answers, its requester reads."""

from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.doors import public_form
from programme.forms import MoveForm
from programme.models.requests import ServiceRequest
from programme.requests.links import read
from programme.requests.writing import Move, MoveRefusedError, move
from programme.vocabulary import Party
from web.page import Page, absolute


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def suivi(request: HttpRequest, token: str) -> HttpResponse:
    """Render a request to whoever holds a link; 404 for a link forged or too old.

    Nothing changes by opening it: mail servers open links too.
    """
    try:
        pk, party = read(token)
    except (BadSignature, ValueError, TypeError):
        raise Http404("Ce lien n'est pas valable, ou ne l'est plus.") from None
    asked = get_object_or_404(ServiceRequest.objects.select_related(*SHOWN), pk=pk)
    acts = party == Party.OPERATOR and asked.to_operator
    if request.method == "POST" and not acts:
        raise Http404
    form = form_for(request, asked) if acts else None
    if form and form.is_bound and form.is_valid() and moved(asked, form.move(party), form):
        return redirect(request.path)
    context: dict[str, Any] = {
        "page": page(asked, request.path),
        "demande": asked,
        "party": party.value,
        "steps": asked.steps.all(),
        "form": form,
    }
    response = render(request, "programme/demande.html", context)
    response["Referrer-Policy"] = "same-origin"  # the address is a key
    return response


SHOWN = ("service", "pole", "commune")


def form_for(request: HttpRequest, asked: ServiceRequest) -> MoveForm | None:
    """The form of what may follow; none where nothing may, unless it was sent meanwhile."""
    sent = request.POST if request.method == "POST" else None
    return MoveForm(asked, sent) if asked.following or sent is not None else None


def moved(asked: ServiceRequest, wanted: Move, form: MoveForm) -> bool:
    """Change the state; where it is refused, the form says why."""
    try:
        move(asked.pk, wanted, absolute)
    except MoveRefusedError as refused:
        form.add_error(None, str(refused))
        return False
    return True


def page(asked: ServiceRequest, path: str) -> Page:
    """The identity of the page, which no search engine keeps."""
    title = f"Demande {asked.number}"
    return Page.under(name=title, path=path, indexed=False)
