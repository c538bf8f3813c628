"""What was typed is given back to whoever is no longer signed in: nothing of it is stored here.

The page that answers a form holds all that the form said. The person signs in in another tab, then
sends it again from there. Only what a page of this site has sent is given back: another site could
otherwise have a form of its own shown here, with a button that sends it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

# A file and what is typed around it; the fields alone are far less.
HEAVIEST = 11 * 1024 * 1024
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
HELD = "_saisie_gardee"  # what the page that holds it adds to what it sends
# Never given back, wherever they are typed: what proves who someone is.
SECRET = re.compile(
    r"(^|[-_])(old|new)?(csrfmiddlewaretoken|password|passe|secret|otp|token)\d*($|[-_])|^code$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Typed:
    """One value that a form said, under its name."""

    name: str
    value: str

    @property
    def text(self) -> bool:
        """Whether it is made of words, which the page shows: codes and dates go without."""
        return len(self.value.split()) > 1


def sent_by_a_page_of_ours(request: HttpRequest) -> bool:
    """Whether the browser itself says that a page of this site sends this."""
    origin = request.headers.get("Origin")
    if origin is not None:
        own = f"{request.scheme}://{request.get_host()}"
        return origin == own or origin in settings.CSRF_TRUSTED_ORIGINS
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    # Neither: no browser of these years sends a form of another site's so.
    referrer = urlsplit(request.headers.get("Referer", ""))
    return not referrer.netloc or referrer.netloc == request.get_host()


def is_script(request: HttpRequest) -> bool:
    """Whether the page's own script saves a draft."""
    return request.headers.get("X-Enregistrement") == "auto"


def light(request: HttpRequest) -> bool:
    """Whether a request is read at all: nobody's is kept, so that none may weigh."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isascii() and length.isdigit() and int(length) <= HEAVIEST


def said(request: HttpRequest) -> Iterator[Typed]:
    """What a form says, but for what proves who someone is."""
    for name, values in request.POST.lists():
        if name != HELD and not SECRET.search(name):
            yield from (Typed(name, str(value)) for value in values)


def keepable(request: HttpRequest) -> bool:
    """Whether what a form says may be given back: ours, light, and no proof of who someone is."""
    if request.method != "POST" or not sent_by_a_page_of_ours(request) or not light(request):
        return False
    return not any(SECRET.search(name) for name in request.POST if name != TOKEN)


def must_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the sign-in, then back here; what they were sending is given back."""
    if keepable(request):
        return given_back(request)
    return redirect_to_login(request.get_full_path())


class StaysHeld:
    """What the holding page sends, and the account signed in may not, is given back once more.

    It may be someone else's, or a role may wait for its second factor: the text is not lost for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        # The API knows nobody: it leaves None.
        known = bool(request.user and request.user.is_authenticated)
        if request.method != "POST" or not known or not turned_away(answer):
            return answer
        return given_back(request, turned_away=True) if held_here(request) else answer


def turned_away(answer: HttpResponse) -> bool:
    """Whether an answer says that nothing is there, or leads to the second factor."""
    if answer.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
        return True
    return answer.headers.get("Location") == reverse("mfa_activate_totp")


def held_here(request: HttpRequest) -> bool:
    """Whether the holding page sends it."""
    return keepable(request) and HELD in request.POST


def given_back(request: HttpRequest, *, turned_away: bool = False) -> HttpResponse:
    """The page that holds what was sent, or for a script what to say of it."""
    signed_in = request.user.is_authenticated
    answer: HttpResponse
    if is_script(request):
        text = (
            "Vous n'êtes plus connecté : votre texte reste dans cette page et sera enregistré dès "
            "que vous le serez, dans un autre onglet."
        )
        answer = JsonResponse({"dit": text, "connexion": way_in()}, status=HTTPStatus.UNAUTHORIZED)
    else:
        typed = list(said(request))
        context = {
            "address": request.get_full_path(),
            "typed": typed,
            "texts": [one for one in typed if one.text],
            "files": [file.name for files in request.FILES.lists() for file in files[1]],
            "multipart": bool(request.FILES),
            "signed_in": signed_in and not turned_away,
            "turned_away": turned_away,
            "other": f"{reverse('account_logout')}?next={quote(way_in())}",
            "held": HELD,
            "too_early": HELD in request.POST and not signed_in,
            "way_in": way_in(),
            "session": reverse("compte-session"),
        }
        answer = render(
            request, "accounts/saisie_gardee.html", context, status=HTTPStatus.UNAUTHORIZED
        )
    add_never_cache_headers(answer)
    return answer


def way_in() -> str:
    """The sign-in of another tab, which ends on a page that says to come back."""
    return f"{reverse('account_login')}?next={reverse('compte-reprendre')}"
