"""The pages of communes, EPCI, departments and regions: text first, then the map."""

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
from directory.models import Pole
from directory.queries import areas, places
from directory.queries.bodies import bodies_of
from directory.queries.coverage import Covering, nearest_poles, poles_covering, poles_elsewhere
from directory.queries.holdings import checked_on
from directory.sentences.areas import area_answer, attached
from directory.sentences.communes import commune_answer, why_covered
from directory.vocabulary import Basis, Status
from geo.bodies import stands_alone
from geo.codes import Level, Place, UnknownCodeError, resolve
from geo.models import Commune, Department, Epci, Region, Zone
from publishing.ceilings import part_of
from web import french
from web.page import Crumb, Page, home

NEAREST = 5
SINCE = "depuis"  # the code of yesterday that led to a page
NEAREST_EMERGING = 3
COLLECTIONS = {Epci: "epcis", Department: "departements", Region: "regions"}


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
    place = today(Level.COMMUNE, code)
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
        "came_from": came_from(request, Level.COMMUNE, found.code),
        "answer": answer,
        "checked": checked_on(),
        "contour": contour_address("communes", found.code),
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
    trail = [home(), step(found.region), step(found.department)]
    body = found.ept or found.epci
    if body is not None:
        trail.append(step(body))
    return Page(
        name=found.name,
        title=f"PTCE {of} ({found.department_id})",
        summary=answer,
        path=found.get_absolute_url(),
        trail=tuple(trail),
    )


def contour_address(collection: str, code: str) -> str:
    """Where the map finds the contour of an area, as GeoJSON."""
    return f"/api/{collection}/{code}/?format=geojson&geometry=contour"


def step(area: Region | Department | Epci) -> Crumb:
    """An area in a trail."""
    return Crumb(area.name, area.get_absolute_url())


@require_safe
def epci(request: HttpRequest, siren: str) -> HttpResponse:
    """Render an EPCI or EPT; 301 from a former one, 404 for an unknown SIREN.

    302 to the page of a commune that stands for its EPCI, and whose code is its key in the files.
    """
    if stands_alone(siren):
        return HttpResponseRedirect(reverse("commune", args=[siren]))
    place = today(Level.EPCI, siren)
    if place.code != siren:
        return to_today("epci", place)
    found = places.epci_of(place.code)
    context = area_context(found)
    trail = [home()] + [step(area) for area in (found.region, found.department) if area]
    context["page"] = Page(
        name=found.name,
        title=f"PTCE : {french.short_body(found.name)}",
        summary=context["answer"],
        path=found.get_absolute_url(),
        trail=tuple(trail),
    )
    context["communes"] = places.communes_of_body(found)
    context["came_from"] = came_from(request, Level.EPCI, found.pk)
    context["citing"] = part_of(areas.poles_citing(found, context["known"]), ROWS)
    return render(request, "directory/territories/territoire.html", context)


@require_safe
def departement(request: HttpRequest, code: str) -> HttpResponse:
    """Render a department; 404 for an unknown code."""
    place = today(Level.DEPARTMENT, code)
    if place.code != code:
        return HttpResponsePermanentRedirect(reverse("departement", args=[place.code]))
    found = places.department_of(place.code)
    return render(
        request,
        "directory/territories/territoire.html",
        wide_context(found, (home(), step(found.region))),
    )


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Render a region; 404 for an unknown code."""
    place = today(Level.REGION, code)
    if place.code != code:
        return HttpResponsePermanentRedirect(reverse("region", args=[place.code]))
    found = places.region_of(place.code)
    context = wide_context(found, (home(),))
    context["departments"] = places.departments_of(found)
    return render(request, "directory/territories/territoire.html", context)


def wide_context(found: Department | Region, trail: tuple[Crumb, ...]) -> dict[str, Any]:
    """What the pages of a department and of a region share."""
    context = area_context(found)
    context["page"] = Page(
        name=found.name,
        title=f"Les PTCE {french.within(found.name, found.linking)}",
        summary=context["answer"],
        path=found.get_absolute_url(),
        trail=trail,
    )
    context["bodies"] = bodies_of(found)
    context["attached"] = attached(found, areas.count_attached(found))
    name = "region" if isinstance(found, Region) else "departement"
    context["attached_url"] = f"{reverse('annuaire')}?{name}={found.pk}"
    return context


def area_context(found: areas.Area) -> dict[str, Any]:
    """What the pages of all areas made of communes share."""
    presences = areas.poles_of_area(found)
    known = {presence.pole.pk for presence in presences}
    based: list[Pole] = areas.poles_based_in(found, known)
    known |= {pole.pk for pole in based}
    return {
        "area": found,
        "level": type(found).__name__.lower(),
        "checked": checked_on(),
        "contour": contour_address(COLLECTIONS[type(found)], found.pk),
        "answer": area_answer(found, presences, based),
        "figures": areas.figures_of(found),
        "held": [(BASES[held.basis], held) for held in areas.held_by_active_poles(found)],
        "presences": part_of(presences, ROWS),
        "groups": presences_by_status(presences[:ROWS]),
        "based": part_of(based, ROWS),
        "known": known,
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
