"""Coming back to what was being typed: is one signed in again, and what a form then needs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.doors import signed_in, unkept
from accounts.typed import given_back, keepable
from web import errors
from web.page import Page


@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Say to a page of this site whether its reader is signed in, with the token of its forms."""
    known = request.user.is_authenticated
    answer = JsonResponse({"connecte": known, "jeton": get_token(request) if known else ""})
    unkept(answer)
    return answer


@require_safe
@signed_in
def reprendre(request: HttpRequest) -> HttpResponse:
    """The end of a sign-in of another tab: say to come back to the first."""
    answer = "Vous êtes connecté. Revenez à l'onglet où vous écriviez : votre saisie y est."
    page = Page.own(
        name="Reprendre",
        title="Vous êtes connecté",
        summary=answer,
        path=reverse("compte-reprendre"),
    )
    return render(request, "accounts/reprendre.html", {"page": page, "answer": answer})


def not_trusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not the reader's any more, since they signed in: given back to them.

    What another site sends is refused as ever.
    """
    if keepable(request):
        return given_back(request)
    return errors.forbidden(request, PermissionError(reason))
