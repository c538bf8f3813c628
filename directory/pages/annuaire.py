"""The directory: every public pole, filtered and sorted by the address alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory.lists import SORTS, poles_sorted
from directory.models import Pole
from directory.pages import words as wording
from directory.pages.asked_areas import areas_asked
from directory.pages.listing import choices_for, figures_of, placed
from directory.pages.search import Found, answer
from directory.record.fields import SORTED
from directory.record.filters import FiltersRefusedError, PoleFilters
from web.page import Page
from web.parameters import Refusal, read_page, unknown_parameters

SORT_LABELS = {
    "region": "Région",
    "nom": "Nom",
    **{sort: field.label for sort, field in SORTED.items()},
    "population": "Population",
}
DEFAULT_SORT = "region"
PLACE, NOWHERE = "place", "aucune"
MOST_PLACES, MOST_FOUND = 6, 20
ROWS = 500  # of a page


@dataclass(frozen=True)
class Group:
    """Poles under one heading ("" where the list is not divided)."""

    title: str
    url: str
    poles: list[Pole]
    total: int  # on all pages


@require_safe
def annuaire(request: HttpRequest) -> HttpResponse:
    """Render the directory; 400 with a sentence for each value or parameter refused."""
    filters, problems = read_filters(request)
    sort, sort_problems = read_sort(request)
    problems += sort_problems
    placeless, place_problems = read_place(request)
    problems += place_problems
    problems += unknown_parameters(request.GET, (*PoleFilters.names(), "tri", PLACE, "page"))
    poles = poles_sorted(filters, sort)
    if placeless:
        poles = [pole for pole in poles if not placed(pole)]
    figures = figures_of(poles)
    sizes = Counter(pole.region_id for pole in poles)
    shown, page_problems = read_page(request.GET, Paginator(poles, ROWS))
    problems += page_problems
    choices = choices_for(filters)
    places, said = places_named(filters.q)
    areas = areas_asked(filters)
    sentence = wording.sentence(figures, filters, areas)
    context: dict[str, Any] = {
        "page": page(sentence, filters),
        "page_address": request.path,
        "filters": filters,
        "areas": areas,
        "placeless": placeless,
        "problems": [problem.message for problem in problems],
        "sort": sort,
        "sorts": [(value, SORT_LABELS[value]) for value in SORTS],
        "groups": grouped(list(shown), sort, sizes),
        "shown": shown,
        "figures": figures,
        "choices": choices,
        "sentence": sentence,
        "checked": max((pole.checked for pole in poles), default=None),
        "chosen_values": wording.chosen_values(filters, choices),
        "places": places,
        "said_of_places": said,
        "unknown_name": "" if poles or places else filters.q,
    }
    return render(
        request, "directory/pages/annuaire.html", context, status=400 if problems else 200
    )


def places_named(text: str) -> tuple[list[Found], str]:
    """The places that a word may name beside poles, and what has to be said of them."""
    if not text:
        return [], ""
    found = answer(text, MOST_FOUND)
    places = [one for one in found.results if one.type != "pole"][:MOST_PLACES]
    return places, found.sentence if places or found.elsewhere else ""


def page(sentence: str, filters: PoleFilters) -> Page:
    """The directory's identity; one address stands for all its sorts and filters."""
    return Page.under(
        name="Annuaire",
        title="Annuaire des pôles territoriaux de coopération économique",
        summary=sentence,
        path=reverse("annuaire"),
        indexed=not filters,
    )


def read_filters(request: HttpRequest) -> tuple[PoleFilters, list[Refusal]]:
    """The filters of the address that stand, and what is refused."""
    try:
        return PoleFilters.read(request.GET), []
    except FiltersRefusedError as refused:
        return refused.kept, refused.problems


def read_place(request: HttpRequest) -> tuple[bool, list[Refusal]]:
    """Whether only the poles that no map can mark are asked for."""
    asked = request.GET.get(PLACE, "")
    return asked == NOWHERE, [] if asked in ("", NOWHERE) else [Refusal(PLACE, asked, NOWHERE)]


def read_sort(request: HttpRequest) -> tuple[str, list[Refusal]]:
    """The sort asked for, the default one where it is unknown."""
    asked = request.GET.get("tri") or DEFAULT_SORT
    if asked in SORTS:
        return asked, []
    return DEFAULT_SORT, [Refusal("tri", asked, ", ".join(SORTS))]


def grouped(poles: list[Pole], sort: str, sizes: Mapping[str, int]) -> list[Group]:
    """The poles by region, or in one group under another sort."""
    if sort != "region":
        return [Group("", "", poles, len(poles))] if poles else []
    return [
        Group(region.name, region.get_absolute_url(), list(group), sizes[region.pk])
        for region, group in groupby(poles, key=lambda pole: pole.region)
    ]
