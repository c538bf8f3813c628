"""Files that come in: what is too heavy is refused before it is read into memory or on disk."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from calls.documents.inspecting import LARGEST, MEGABYTE

# The file, and what a form says around it.
HEAVIEST_REQUEST = LARGEST + MEGABYTE
# A browser reads no answer before it has sent all: so much is read, and thrown away.
MOST_THROWN_AWAY = 300 * MEGABYTE
CHUNK = 64 * 1024
UPLOADS = "/documents/ajouter/"  # how the addresses of these views end

View = Callable[..., HttpResponseBase]


def weighed(view: View) -> View:
    """Answer 413 to a request heavier than one file, whatever it holds.

    The token of the form is asked of the others only: looking for it reads the whole request.
    """
    guarded: View = csrf_protect(view)

    @wraps(view)
    def weighing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()) or int(length) > HEAVIEST_REQUEST:
            throw_away(request)
            return too_heavy(request)
        return guarded(request, *args, **kwargs)

    return csrf_exempt(weighing)


def throw_away(request: HttpRequest) -> None:
    """Read what is sent, in small pieces, and keep none."""
    left = MOST_THROWN_AWAY
    while left > 0 and (chunk := request.read(CHUNK)):
        left -= len(chunk)


def too_heavy(request: HttpRequest) -> HttpResponse:
    """413: what is accepted, and the way back."""
    context = {"most": LARGEST // MEGABYTE, "back": request.path.removesuffix(UPLOADS) + "/"}
    return render(request, "413.html", context, status=413)
