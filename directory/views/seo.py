"""What search engines read: robots.txt and the sitemap, by section."""

from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from directory.models import Pole
from directory.views.errors import unavailable
from directory.views.page import absolute
from geo.models import Commune, Department, Epci, Region
from publishing.problems import BusyError
from publishing.turns import Turn

PAGE_SIZE = 10_000
# Ten thousand addresses take half a second: asked by many at once, they would hold the whole site.
DRAWN = Turn(
    lambda: BusyError("Trop de plans du site sont demandés à la fois ; réessayez dans une minute."),
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


class Pages(Section):
    """The pages that are neither poles nor places."""

    def items(self) -> list[str]:
        """Names of addresses."""
        return [
            "carte",
            "annuaire",
            "couverture",
            "priorites",
            "priorites-territoires",
            "programme",
            "appels",
            "services",
            "agenda",
            "partenaires",
            "donnees",
            "integration",
        ]

    def location(self, item: str) -> str:
        """The path of an address."""
        return reverse(item)


class Poles(Section):
    """Public poles."""

    def items(self) -> "QuerySet[Pole, Any]":
        """By slug."""
        return Pole.objects.public().only("slug", "updated_at").order_by("slug")

    def lastmod(self, item: Pole) -> datetime:
        """When the record last changed."""
        return item.updated_at


class Areas(Section):
    """Places of one level, by code."""

    model: ClassVar[type[Model]]

    def items(self) -> "QuerySet[Any, Any]":
        """Those in force."""
        areas = self.model._default_manager.filter(obsolete=False)
        return areas.only("pk").order_by("pk")


class Communes(Areas):
    """Communes, in several pages."""

    model = Commune


class Epcis(Areas):
    """EPCI and EPT."""

    model = Epci


class Departments(Areas):
    """Departments."""

    model = Department


class Regions(Areas):
    """Regions."""

    model = Region


# Apps above this one add the sections of their own records.
SECTIONS: dict[str, type[Section]] = {
    "pages": Pages,
    "poles": Poles,
    "regions": Regions,
    "departements": Departments,
    "epci": Epcis,
    "communes": Communes,
}


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
        raise Http404(
            _("Aucune partie du plan du site ne s'appelle « %(name)s ».") % {"name": section}
        )
    try:
        with DRAWN.taken():
            # Drawn here: later, the answer would be made out of its turn.
            return sitemap_views.sitemap(request, SECTIONS, section=section).render()  # type: ignore[arg-type]
    except BusyError as busy:
        return unavailable(request, str(busy.detail))
    except (EmptyPage, PageNotAnInteger):
        raise Http404(_("Cette partie du plan du site n'a pas cette page.")) from None


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Render robots.txt."""
    context = {"sitemap": absolute(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")
