"""The pages of communes and of all larger areas: text first, then the map."""

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory.definitions import BASES
from directory.holdings import checked_on
from directory.models import Pole
from directory.territories import areas, places, words
from directory.territories.bodies import bodies_of
from directory.territories.commune_words import commune_answer, why_covered
from directory.territories.covering import Covering, nearest_poles, poles_covering, poles_elsewhere
from directory.vocabulary import Basis, Status
from geo.bodies import stands_alone
from geo.codes import Place, UnknownCodeError, resolve
from geo.levels import COMMUNE, EPCI, Level, level_of
from geo.models import Commune, Department, DerivedArea, Epci, Region, StudyArea, Zone
from publishing.ceilings import part_of
from web import french
from web.page import Crumb, Page

NEAREST = 5
SINCE = "depuis"  # the code of yesterday that led to a page
NEAREST_EMERGING = 3


def today(level: Level, code: str) -> Place:
    """The place that the code of an address means today; 404 for one that means none, or several.

    What was shared out among several is said: the reader chooses.
    """
    try:
        place = resolve(level, code)
    except UnknownCodeError as error:
        raise Http404(str(error)) from None
    if len(place.codes) > 1:
        raise Http404(place.sentence())
    return place


def to_today(name: str, place: Place) -> HttpResponsePermanentRedirect:
    """Lead to the page of today, which says which code of yesterday led there."""
    query = f"?{SINCE}={place.asked}" if place.moved else ""
    return HttpResponsePermanentRedirect(reverse(name, args=[place.code]) + query)


def came_from(request: HttpRequest, level: Level, code: str) -> str:
    """What the code of yesterday was that led to a page, in a sentence; "" for none or another."""
    try:
        place = resolve(level, request.GET.get(SINCE, ""))
    except UnknownCodeError:
        return ""
    return place.sentence() if place.moved and place.code == code else ""


@require_safe
def commune(request: HttpRequest, code: str) -> HttpResponse:
    """Render a commune; 301 from a former one to today's, 404 for an unknown code."""
    place = today(COMMUNE, code)
    if place.code != code:
        return to_today("commune", place)
    found = places.commune_of(place.code)
    coverings = poles_covering(found)
    covering = [c.pole.pk for c in coverings]
    near = nearest_poles(found, statuses=[Status.ACTIVE], besides=covering, limit=NEAREST)
    alone = found.zone == Zone.DROM and not near and not covering
    elsewhere = poles_elsewhere(found, statuses=[Status.ACTIVE]) if alone else []
    answer = commune_answer(found, coverings, near)
    context: dict[str, Any] = {
        "page": commune_page(found, answer),
        "commune": found,
        "came_from": came_from(request, COMMUNE, found.code),
        "answer": answer,
        "checked": checked_on(),
        "studied": [(level_of(area).one, area) for area in places.studied_around(found)],
        "contour": contour_address(COMMUNE.plural, found.code),
        "covering": part_of(coverings, ROWS),
        "groups": by_status_and_basis(found, coverings[:ROWS]),
        "nearest": near,
        "elsewhere": elsewhere,
        "emerging": nearest_poles(
            found, statuses=[Status.EMERGING], besides=covering, limit=NEAREST_EMERGING
        ),
    }
    return render(request, "directory/territories/commune.html", context)


def by_status_and_basis(found: Commune, coverings: list[Covering]) -> list[dict[str, Any]]:
    """Statuses, each with its bases, each with its poles and the reason: nothing is merged."""
    groups = []
    for status in Status:
        mine = [c for c in coverings if c.pole.status == status]
        bases = [
            {
                "basis": BASES[basis],
                "rows": [
                    {"pole": c.pole, "why": why_covered(c, found)} for c in mine if c.basis == basis
                ],
            }
            for basis in Basis
            if any(c.basis == basis for c in mine)
        ]
        if bases:
            groups.append({"title": STATUS_TITLES[status], "status": status, "bases": bases})
    return groups


# Poles of one list of a page; what lies beyond is counted, and in the directory.
ROWS = 300
STATUS_TITLES = {
    Status.ACTIVE: "Pôles actifs",
    Status.EMERGING: "Pôles émergents",
    Status.UNKNOWN: "Pôles au statut inconnu",
    Status.ENDED: "Pôles terminés",
}


def commune_page(found: Commune, answer: str) -> Page:
    """A commune's identity: above it, region, department and EPCI."""
    of = french.at(found.name, found.linking)
    return Page.under(
        *trail(found.region, found.department, found.ept or found.epci),
        name=found.name,
        title=f"PTCE {of} ({found.department_id})",
        summary=answer,
        path=found.get_absolute_url(),
    )


def contour_address(collection: str, code: str) -> str:
    """Where the map finds the contour of an area, as GeoJSON."""
    return f"/api/{collection}/{code}/?format=geojson&geometry=contour"


def trail(*above: Region | Department | Epci | None) -> list[Crumb]:
    """The areas that a place is in, the largest first; of two of one name, the nearest alone.

    Overseas a region and its only department bear the same.
    """
    known = [area for area in above if area]
    return [
        Crumb(area.name, area.get_absolute_url())
        for area, nearer in zip(known, [*known[1:], None], strict=False)
        if nearer is None or nearer.name != area.name
    ]


def holding(found: DerivedArea, level: Level, departments: list[Department]) -> list[Any]:
    """The areas that an area is in, the largest first: none that a study area reaches beyond."""
    held = {
        "department": len(departments) <= 1,
        "region": len({one.region_id for one in departments}) <= 1,
    }
    return [getattr(found, name) for name in reversed(level.inside) if held[name]]


@require_safe
def area(request: HttpRequest, code: str, level: Level) -> HttpResponse:
    """Render an area made of communes; 301 from a former code, 404 for one that is none.

    302 to the page of a commune that stands for its EPCI, and whose code is its key in the files.
    """
    if level is EPCI and stands_alone(code):
        return HttpResponseRedirect(reverse(COMMUNE.name, args=[code]))
    place = today(level, code)
    if place.code != code:
        return to_today(level.name, place)
    found = places.area_of(level, place.code)
    context = area_context(found, level)
    context["came_from"] = came_from(request, level, place.code)
    departments = context["departments"] if level.studied else []
    context["page"] = Page.under(
        *trail(*holding(found, level, departments)),
        name=words.name(found),
        title=words.title(found),
        summary=context["answer"],
        path=found.get_absolute_url(),
    )
    return render(request, "directory/territories/territoire.html", context)


def area_context(found: DerivedArea, level: Level) -> dict[str, Any]:
    """The poles of an area, what they cover of it, and what it is made of."""
    presences = areas.poles_of_area(found)
    known = {presence.pole.pk for presence in presences}
    based: list[Pole] = areas.poles_based_in(found, known)
    known |= {pole.pk for pole in based}
    return {
        "area": found,
        "level": level,
        "heading": words.heading(found),
        "checked": checked_on(),
        "contour": contour_address(level.plural, found.public_code),
        "answer": words.area_answer(found, presences, based),
        "figures": areas.figures_of(found),
        "held": [(BASES[held.basis], held) for held in areas.held_by_active_poles(found)],
        "presences": part_of(presences, ROWS),
        "groups": presences_by_status(presences[:ROWS]),
        "based": part_of(based, ROWS),
        **more_of(found, level, known),
    }


def more_of(found: DerivedArea, level: Level, known: set[int]) -> dict[str, Any]:
    """What an area is made of; the poles that cite an EPCI, those that others are home to."""
    if level in areas.HOME:
        return of_home(found, level)
    departments = places.departments_of(found)
    regions = sorted({one.region for one in departments}, key=lambda region: region.name)
    more: dict[str, Any] = {"communes": places.communes_of(found), "regions": regions}
    if isinstance(found, StudyArea) or len(departments) > 1:
        more["departments"] = departments
    if isinstance(found, StudyArea):
        more["astray"] = words.astray(found, places.namesake_outside(found))
    if isinstance(found, Epci):
        more["citing"] = part_of(areas.poles_citing(found, known), ROWS)
    return more


def of_home(found: DerivedArea, level: Level) -> dict[str, Any]:
    """The EPCI of a department or a region, and how many poles it is home to."""
    return {
        "bodies": bodies_of(found),
        "attached": words.attached(found, areas.count_attached(found)),
        "attached_url": f"{reverse('annuaire')}?{level.name}={found.pk}",
        "departments": places.departments_of(found) if isinstance(found, Region) else [],
        "regions": [found.region] if isinstance(found, Department) else [],
    }


def presences_by_status(presences: list[areas.Presence]) -> list[dict[str, Any]]:
    """Statuses, each with its bases, each with its poles."""
    groups = []
    for status in Status:
        mine = [p for p in presences if p.pole.status == status]
        bases = [
            {"basis": BASES[basis], "rows": [p for p in mine if p.basis == basis]}
            for basis in Basis
            if any(p.basis == basis for p in mine)
        ]
        if bases:
            groups.append({"title": STATUS_TITLES[status], "status": status, "bases": bases})
    return groups
