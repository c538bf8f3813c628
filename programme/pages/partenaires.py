"""Who leads the programme: national bodies, and the regional cells on a map and in a list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from geo.models import Region
from programme.cells import cells_in
from programme.contacts.reading import contacts_of
from programme.models import Partner
from programme.models.contacts import RegionalContact
from programme.pages.steps import MOST, programme_step
from publishing.ceilings import whole
from web.figures import figure
from web.french import plural
from web.page import Page


@require_safe
def partenaires(request: HttpRequest) -> HttpResponse:
    """Render who leads the programme, in the nation and in regions."""
    regions = whole(Region.objects.current().order_by("name_key", "code"), MOST)
    contacts = contacts_of([region.pk for region in regions])
    cells = cells_in(regions, contacts)
    found = whole(Partner.objects.all(), MOST)
    states = {
        state: [one.region.code for one in cells.regions if one.state == state]
        for state in ("connue", "creation", "inconnue")
    }
    national = [partner for partner in found if not partner.regions]
    regional = [partner for partner in found if partner.regions]
    answer = sentence(len(states["connue"]), len(states["creation"]), len(regions))
    title = "Partenaires et gouvernance des PTCE"
    by_code = {region.code: region for region in regions}
    context: dict[str, Any] = {
        "page": Page.under(
            programme_step(),
            name="Partenaires",
            title=title,
            summary=answer,
            path=reverse("partenaires"),
        ),
        "answer": answer,
        "cells": cells,
        "contacts_answer": contacts_sentence(contacts, len(regions)),
        "contacts": [
            (region, [one for one in contacts if one.region_id == region.pk]) for region in regions
        ],
        "states": states,
        "groups": [
            ("À l'échelle nationale", placed(national, by_code)),
            ("En région", placed(regional, by_code)),
        ],
    }
    return render(request, "programme/partenaires.html", context)


def placed(
    partners: list[Partner], regions: dict[str, Region]
) -> list[tuple[Partner, list[Region]]]:
    """Partners, each with the regions it names."""
    return [(one, [regions[c] for c in one.regions if c in regions]) for one in partners]


def contacts_sentence(contacts: list[RegionalContact], total: int) -> str:
    """In how many regions a public page names a body that can be turned to."""
    known = len({one.region_id for one in contacts if one.in_use})
    return plural(
        "Un organisme à qui s'adresser est nommé par une page publique dans %(known)s région sur "
        "%(total)s.",
        "Un organisme à qui s'adresser est nommé par une page publique dans %(known)s régions sur "
        "%(total)s.",
        known or 1,
    ) % {"known": figure(known), "total": figure(total)}


def sentence(known: int, forming: int, total: int) -> str:
    """In how many regions a public page tells of a cell."""
    said = plural(
        "Une cellule régionale d'animation est connue dans %(known)s région sur %(total)s, d'après "
        "des pages publiques",
        "Une cellule régionale d'animation est connue dans %(known)s régions sur %(total)s, "
        "d'après des pages publiques",
        known or 1,
    ) % {"known": figure(known), "total": figure(total)}
    if forming:
        said += plural(
            " ; une autre est dite en cours de création",
            " ; %(forming)s autres sont dites en cours de création",
            forming,
        ) % {"forming": figure(forming)}
    return f"{said}. Ailleurs, ces données n'en connaissent pas."
