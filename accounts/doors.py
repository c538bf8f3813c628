"""What the doors ask: a view reserved to an act, a 404 for whoever may not see."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

from accounts.rights import lacks_second_factor, reach_of
from accounts.roles import Act
from accounts.typed import must_sign_in
from geo.reach import Reach

View = Callable[..., HttpResponseBase]
Reserved = Callable[Concatenate[HttpRequest, Reach, ...], HttpResponseBase]


def signed_in(view: View) -> View:
    """For whoever has an account: others sign in first, then come back. Never cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return must_sign_in(request)
        return unkept(view(request, *args, **kwargs))

    return guarded


def reserved(act: Act) -> Callable[[Reserved], View]:
    """For those who may do something somewhere; the view is called with their reach, second.

    A visitor signs in first, whatever the address; a person without the right is told 404, as if
    nothing were there; one who only lacks the second factor is led to it.
    """

    def decorate(view: Reserved) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return must_sign_in(request)
            reach = reach_of(request.user, act)
            if reach:
                return unkept(view(request, reach, *args, **kwargs))
            if lacks_second_factor(request.user, act):
                return towards_second_factor(request)
            raise Http404

        return guarded

    return decorate


def public_form(view: View) -> View:
    """A form that anyone sends in nobody's name: no cookie, and nothing sent from another site.

    Django's own guard needs a cookie, which a visitor of this site never gets.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not sent_from_here(request):
            raise PermissionDenied
        return unkept(view(request, *args, **kwargs))

    return csrf_exempt(guarded)


def sent_from_here(request: HttpRequest) -> bool:
    """Whether a form comes from a page of this site, by what browsers say of it."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    return origin is None or origin == own or origin in settings.CSRF_TRUSTED_ORIGINS


def towards_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead to where the second factor is set, and say why."""
    messages.warning(
        request,
        "Votre rôle demande un second facteur : activez-le pour retrouver vos droits.",
    )
    return redirect("mfa_activate_totp")


def unkept(response: HttpResponseBase) -> HttpResponseBase:
    """A page of one person is kept by no cache."""
    add_never_cache_headers(response)
    return response
