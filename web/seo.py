"""What search engines read: robots.txt and the sitemap, by section."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from publishing.problems import AGAIN, BusyError
from publishing.turns import Turn
from web.errors import unavailable
from web.page import absolute

PAGE_SIZE = 10_000
# Ten thousand addresses take half a second: asked by many at once, they would hold the whole site.
DRAWN = Turn(
    lambda: BusyError(f"Trop de plans du site sont demandés à la fois ; {AGAIN}."),
    waiting=2,
)


class Section(Sitemap):
    """A part of the sitemap, under the public host whatever host was asked."""

    limit = PAGE_SIZE

    def get_protocol(self, protocol: str | None = None) -> str:
        """The scheme of the public address."""
        return urlsplit(settings.PUBLIC_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """The host of the public address."""
        return urlsplit(settings.PUBLIC_URL).netloc


# By name, in the order in which apps give theirs once they are ready.
SECTIONS: dict[str, Callable[[], Section]] = {}


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Render the list of the sitemap's parts."""
    parts = []
    for name, section in SECTIONS.items():
        address = absolute(reverse("sitemap-section", args=[name]))
        pages = section().paginator.num_pages
        parts += [address if n == 1 else f"{address}?p={n}" for n in range(1, pages + 1)]
    return render(request, "sitemap_index.xml", {"parts": parts}, content_type="application/xml")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """Render a part of the sitemap; 404 for an unknown part or page."""
    if section not in SECTIONS:
        raise Http404(f"Aucune partie du plan du site ne s'appelle « {section} ».")
    try:
        with DRAWN.taken():
            # Drawn here: later, the answer would be made out of its turn.
            return sitemap_views.sitemap(request, SECTIONS, section=section).render()  # type: ignore[arg-type]
    except BusyError as busy:
        return unavailable(request, str(busy.detail))
    except (EmptyPage, PageNotAnInteger):
        raise Http404("Cette partie du plan du site n'a pas cette page.") from None


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Render robots.txt."""
    context = {"sitemap": absolute(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")
