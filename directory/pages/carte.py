"""The home page: the map, and its twin the list; the same map to embed elsewhere.

A script of the page asks the same address for a fragment by the header X-Fragment: "panneau"
(filters and list) or "apercu" (the preview of the chosen pole).
"""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from directory.lists import poles_sorted
from directory.models import Pole
from directory.pages import words as wording
from directory.pages.asked_areas import areas_asked, frame_of
from directory.pages.listing import choices_for, figures_of
from directory.pages.preview import pole_previewed
from directory.record.filters import FiltersRefusedError, PoleFilters
from directory.templatetags.poles import mark, public_basis, public_status
from publishing.ceilings import part_of
from web.parameters import unknown_parameters

# Cards at once: some hundred kilobytes. The poles beyond are told, marked, and in the directory.
MOST_CARDS = 500
FRAGMENTS = {
    "panneau": "directory/pages/map_panel.html",
    "apercu": "directory/pages/pole_preview.html",
}


@require_safe
@vary_on_headers("X-Fragment")
@cache_control(private=True, no_cache=True)
def carte(request: HttpRequest) -> HttpResponse:
    """Render the map page, or a fragment of it."""
    return respond(request, "directory/pages/carte.html")


@require_safe
@vary_on_headers("X-Fragment")
@cache_control(private=True, no_cache=True)
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def integration(request: HttpRequest) -> HttpResponse:
    """Render the map to embed: the same, alone in its frame."""
    return respond(request, "directory/pages/integration.html")


def respond(request: HttpRequest, page: str) -> HttpResponse:
    """The page or the fragment asked for; 400 or 404 with a sentence where the address is wrong."""
    fragment = request.headers.get("X-Fragment", "")
    chosen, problems, status = chosen_pole(request.GET.get("pole", ""))
    context: dict[str, Any] = {
        "pole": chosen,
        "page_address": request.path,
        "site_address": settings.PUBLIC_URL,
        "canonical": f"{settings.PUBLIC_URL}{reverse('carte')}",
    }
    if fragment != "apercu":
        try:
            filters = PoleFilters.read(request.GET)
        except FiltersRefusedError as refused:
            filters, status = refused.kept, 400
            problems = [problem.message for problem in refused.problems] + problems
        unknown = unknown_parameters(request.GET, (*PoleFilters.names(), "pole"))
        if unknown:
            problems, status = [one.message for one in unknown] + problems, 400
        context |= listing(filters)
    context |= {"problems": problems, "pole_query": query_without_pole(request)}
    template = FRAGMENTS.get(fragment, page)
    return render(request, template, context, status=status)


def chosen_pole(slug: str) -> tuple[Pole | None, list[str], int]:
    """The pole that the address chooses, what is wrong with it, and the status it deserves."""
    if not slug:
        return None, [], 200
    pole = pole_previewed(slug) if len(slug) <= 80 and "\x00" not in slug else None
    if pole is None:
        return None, [f"Aucun pôle ne porte l'identifiant « {slug[:80]} »."], 404
    return pole, [], 200


def listing(filters: PoleFilters) -> dict[str, Any]:
    """What the panel shows for some filters."""
    poles = poles_sorted(filters, "nom")
    figures = figures_of(poles)
    choices = choices_for(filters)
    areas = areas_asked(filters)
    return {
        "areas": areas,
        "frame": frame_of(areas),
        "filters": filters,
        "poles": part_of(poles, MOST_CARDS),
        "marks": [mark_of(pole) for pole in poles[MOST_CARDS:]],
        "figures": figures,
        "choices": choices,
        "sentence": wording.sentence(figures, filters, areas),
        "chosen_values": wording.chosen_values(filters, choices),
    }


def mark_of(pole: Pole) -> list[Any]:
    """What the map needs of a pole without a card, in the order that `poles.js` reads."""
    at = mark(pole)
    return [
        pole.slug,
        pole.name,
        public_status(pole.status),
        public_basis(pole),
        pole.region_id,
        at and [round(at.lat, 5), round(at.lon, 5)],
        bool(at and at.inside),
    ]


def query_without_pole(request: HttpRequest) -> str:
    """The query string of the page without its choice: where closing the preview leads."""
    query = request.GET.copy()
    query.pop("pole", None)
    return query.urlencode()
