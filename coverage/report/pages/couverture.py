"""The page of coverage: sentence, bar, map, table, regions; and the sentence of one territory."""

import json
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from coverage.report import overview as queries
from coverage.report.overview import Overview, Places
from coverage.report.pages import asked as reading
from coverage.report.pages.asked import Asked
from coverage.report.pages.choices import controls, defined
from coverage.report.pages.downloads import downloads
from coverage.report.pages.drawing import drawn
from coverage.report.pages.gaps import choices as cuts
from coverage.report.pages.gaps import listed
from coverage.report.pages.isolating import contour_of, isolated
from coverage.report.pages.measure import Measure, measure, said_of
from coverage.report.pages.table import (
    NO_CELL,
    ROWS,
    area_row,
    commune_row,
    headings,
    ordered,
    pieces,
)
from coverage.states import words as sentences
from coverage.states.rollups import AreaAnswer, rollup
from directory.holdings import checked_on
from directory.words.poles import named
from geo.codes import found_of
from geo.levels import COMMUNE, DEPARTMENT, EPCI, OUTSIDE, REGION, Level
from geo.levels import told as told_of
from geo.models import Commune, Zone
from publishing.problems import BusyError, ParameterProblem
from web import french
from web.errors import parameter_refused, unavailable
from web.page import Page
from web.parameters import page_of_rows


@require_safe
@cache_control(private=True, no_cache=True)
def couverture(request: HttpRequest) -> HttpResponse:
    """Render the page; 400 for a refused parameter, named with what is accepted."""
    try:
        return render(request, "coverage/states/couverture.html", told(request))
    except ParameterProblem as problem:
        return parameter_refused(request, problem)
    except BusyError as busy:
        return unavailable(request, str(busy.detail))


def told(request: HttpRequest) -> dict[str, Any]:
    """What the page says. Raises ParameterProblem, BusyError."""
    known = queries.places()
    asked = reading.read(request.GET, known)
    gaps = listed(asked.question, asked.cut)
    seen = queries.overview(asked.question, known)
    where = place_asked(asked, known)
    answer = sentences.answer(asked.question, seen.whole, seen.zones, where)
    first, last = queries.population_years()
    api = reading.of_api(asked)
    one = asked.indicator
    painted = measure(one, asked.level, asked.question) if one else None
    return {
        "page": page_of(answer, asked),
        "asked": asked,
        "question": asked.question,
        "answer": answer,
        "gap": sentences.gap(asked.question, seen.whole),
        "counts": sentences.what_counts(asked.question),
        "whole": seen.whole,
        "covered": seen.whole.covered(asked.question),
        "bar": pieces(seen.whole, asked.question),
        "checked": checked_on(),
        "first_year": first,
        "last_year": last,
        "radius": f"{asked.question.radius_km:g}",
        "controls": controls(asked, known),
        "cuts": cuts(asked.cut),
        "definitions": defined(asked.question),
        "regions": regions_plotted(asked, seen),
        "api_query": api.urlencode(safe=","),
        "downloads": downloads(asked),
        "departments_isolated": isolated(asked.question, known),
        "contour": contour_of(asked.question),
        "measure": painted,
        "measure_for_map": json.dumps(painted.for_map) if painted else "",
        "drawn": drawn(),
        **table(asked, seen, painted),
        **gaps,
    }


def page_of(answer: str, asked: Asked) -> Page:
    """Only the page as it first opens is offered to search engines."""
    return Page.under(
        name="Couverture",
        title="Couverture de la France par les PTCE",
        summary=answer,
        path=reverse("couverture"),
        indexed=not asked.query,
    )


def place_asked(asked: Asked, known: Places) -> str:
    """« de France », « du Lot », « d'outre-mer »: who the people are."""
    question = asked.question
    if question.department:
        area: Any = known.departments[question.department]
        return french.of(area.name, area.linking)
    if question.region:
        area = known.regions[question.region]
        return french.of(area.name, area.linking)
    words: dict[str, str] = {
        "": "de France",
        Zone.METRO: "de France métropolitaine",
        Zone.DROM: "des départements et régions d'outre-mer",
    }
    return words[question.zone]


def named_of(level: Level, area: AreaAnswer) -> str:
    """An area in a sentence: the name of a study area is that of a commune, or nearly."""
    if not level.studied or area.code == OUTSIDE:
        return area.name
    said = told_of(level.coded([area.code]).get())
    return said[0].upper() + said[1:]


def table(asked: Asked, seen: Overview, painted: Measure | None) -> dict[str, Any]:
    """The rows of the level asked, in order, a page at a time."""
    question = asked.question
    if asked.level is COMMUNE and not (question.department or question.region):
        return {"choose_area": True}
    rows: list[Any]
    if asked.level is COMMUNE:
        rows = [commune_row(row, question) for row in queries.communes_asked(question)]
    else:
        summed = {DEPARTMENT: seen.departments, REGION: seen.regions}
        areas = summed[asked.level] if asked.level in summed else rollup(question, asked.level)
        rows = [area_row(area, question, asked.level) for area in areas]
    if painted:
        rows = [replace(row, measure=painted.cells.get(row.code, NO_CELL)) for row in rows]
    pages = Paginator(ordered(rows, asked.column, asked.order), ROWS)
    shown = page_of_rows(pages, asked.page)
    outside = any(row.code == OUTSIDE for row in rows)
    found = {
        "rows": shown,
        "row_count": len(rows),
        "outside": outside,
        "beyond": any(getattr(row, "whole", None) and row.code != OUTSIDE for row in rows),
        "area_count": len(rows) - outside,
        "headings": headings(asked.columns, asked.column, asked.order, asked.query),
    }
    if asked.level is COMMUNE:
        slugs = {slug for row in shown for slug in (*row.poles, row.nearest) if slug}
    else:
        slugs = {slug for row in shown for slug in row.emerging}
        found["placeless"] = queries.placeless()
    return found | {"poles": queries.poles_named(slugs)}


def regions_plotted(asked: Asked, seen: Overview) -> list[Any]:
    """Regions by share covered, where there is more than one to compare."""
    rows = [area_row(area, asked.question, REGION) for area in seen.regions]
    return sorted(rows, key=lambda row: -row.ratio) if len(rows) > 1 else []


@require_safe
@cache_control(private=True, no_cache=True)
def territoire(request: HttpRequest) -> HttpResponse:
    """Render the sentence of one territory, for the map: `niveau` and `code`, then the question."""
    query = reading.tidied(request.GET)
    code = query.pop("code", [""])[0]
    known = queries.places()
    try:
        asked = reading.read(query, known)
    except ParameterProblem as problem:
        return parameter_refused(request, problem)
    code = today_of(asked.level, code)
    context = said(asked, code, place_asked(asked, known))
    if asked.indicator:
        context["measured"] = said_of(asked.indicator, asked.level, code, asked.question)
    return render(request, "coverage/states/said.html", context)


def today_of(level: Level, code: str) -> str:
    """Today's code; what counts as an EPCI may be a commune that has none. 404 where it is none.

    What no study area holds is a row as they are.
    """
    if level.studied and code == OUTSIDE:
        return code
    for one in (EPCI, COMMUNE) if level is EPCI else (level,):
        if place := found_of(one, [code]).get(code):
            return place.code
    raise Http404("Aucun territoire de ce code à ce niveau.")


def said(asked: Asked, code: str, where: str) -> dict[str, Any]:
    """The sentence of a territory, its page, its bar; `where` is all that is asked about."""
    question = asked.question
    if asked.level is COMMUNE:
        place = Commune.objects.current().select_related("department", "epci", "ept").get(pk=code)
        row = queries.commune_asked(question, place)
        if row is None:
            return {
                "row": {"name": place.name, "url": place.get_absolute_url()},
                "sentence": sentences.left_out(place.name, where),
            }
        poles = queries.poles_named({slug for slug in (*row.poles, row.nearest) if slug})
        shown = commune_row(row, question)
        return {
            "row": shown,
            "sentence": sentences.commune_answer(question, place, row, poles),
            "links": [(named(poles[s]), poles[s].get_absolute_url()) for s in row.poles[:3]],
        }
    area = queries.area_asked(question, asked.level, code)
    if area is None:
        raise Http404("Aucun territoire de ce code à ce niveau.")
    name, kept = named_of(asked.level, area), area.total.communes
    return {
        "row": area_row(area, question, asked.level),
        "sentence": (
            sentences.area_answer(question, area, name) if kept else sentences.left_out(name, where)
        ),
    }
