"""Answers that are asked again only when the data behind them changed."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition

from publishing.stamps import current

View = Callable[..., HttpResponseBase]
AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)
YEAR = 31_536_000
UNREPEATABLE = "unrepeatable"


def etag_of(request: HttpRequest, stamps: tuple[str, ...]) -> str:
    """A validator of one address for one state of the data and of the code."""
    parts = (settings.RELEASE, current(stamps), request.get_full_path())
    return f'"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'


def unrepeatable(response: AnyResponse) -> AnyResponse:
    """Mark an answer that the same request may not have again: it is nobody's to keep."""
    setattr(response, UNREPEATABLE, True)
    return response


def until_changed(stamps: tuple[str, ...]) -> Callable[[View], View]:
    """Decorate a view: ETag, 304 before any work, and a `Cache-Control` that asks each time.

    An address that carries `v=…`, as TileJSON writes it, names one state of the data: it may
    be kept for a year. An `unrepeatable` answer has no ETag, and is not to be stored.
    """

    def decorate(view: View) -> View:
        conditional = condition(etag_func=lambda request, *_a, **_k: etag_of(request, stamps))(view)

        @wraps(view)
        def cached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = conditional(request, *args, **kwargs)
            if getattr(response, UNREPEATABLE, False):
                # No validator would be true of the next answer, which may differ.
                del response["ETag"]
                patch_cache_control(response, no_store=True)
            elif response.status_code in (200, 204, 304):
                if request.GET.get("v"):
                    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
                else:
                    patch_cache_control(response, public=True, no_cache=True)
            else:
                del response["ETag"]  # an error is nobody's copy of the data
            return response

        return cached

    return decorate
