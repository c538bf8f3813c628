"""The programme, its services, its events and who leads it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from directory.templatetags.atlas import figure
from directory.views.page import Crumb, Page, home
from programme.models import Event, Partner, Service

MOST = 500
# Where the hub's own sentences come from.
SOURCES = (
    "https://banquedesterritoires.fr/"
    "le-gouvernement-relance-les-ptce-avec-un-ami-qui-leur-veut-du-bien",
    "https://www.cress-pdl.org/"
    "olivia-gregoire-relance-les-poles-territoriaux-de-cooperation-economique/",
    "https://rtes.fr/retour-sur-le-webinaire-collectivites-ptce-en-region-centre-val-de-loire-0",
    "https://www.assemblee-nationale.fr/dyn/17/amendements/0324C/AN/596",
    "https://cress-na.org/ami-ptce-phase-2-saison-3",
    "https://avise.org/actualites/"
    "ami-lancement-de-la-strategie-nationale-pour-la-relance-des-poles-territoriaux-de",
    "http://www.coorace.org/node/16520",
)


def page_of(name: str, title: str, summary: str, address: str) -> Page:
    """The identity of a page under the programme."""
    hub = address == "programme"
    above = (home(),) if hub else (home(), Crumb(_("Programme"), reverse("programme")))
    return Page(name=name, title=title, summary=summary, path=reverse(address), trail=above)


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """Render the hub: three axes, who decides, and the way to each page."""
    answer = _(
        "Depuis le 12 mai 2021, l'État relance les pôles territoriaux de coopération économique "
        "sur trois axes : un appel à manifestation d'intérêt, une offre de services, une "
        "animation partenariale."
    )
    title = _("Le programme public de soutien aux PTCE")
    context: dict[str, Any] = {
        "page": page_of(_("Programme"), title, answer, "programme"),
        "answer": answer,
        "sources": SOURCES,
    }
    return render(request, "pages/programme.html", context)


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Render the services."""
    found = list(Service.objects.all()[:MOST])
    answer = ngettext(
        "%(count)s service ou ressource pour les PTCE est décrit ici, d'après des pages publiques.",
        "%(count)s services ou ressources pour les PTCE sont décrits ici, d'après des pages "
        "publiques.",
        len(found) or 1,
    ) % {"count": figure(len(found)) if found else _("Aucun")}
    context: dict[str, Any] = {
        "page": page_of(_("Services"), _("Services aux PTCE"), answer, "services"),
        "answer": answer,
        "services": found,
    }
    return render(request, "pages/services.html", context)


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Render the events: those to come, then the past, latest first."""
    today = timezone.localdate()
    found = list(Event.objects.all()[:MOST])
    coming = [event for event in reversed(found) if event.when.last >= today]
    past = [event for event in found if event.when.last < today]
    context: dict[str, Any] = {
        "page": page_of(
            _("Agenda"), _("Agenda national des PTCE"), sentence(coming, past), "agenda"
        ),
        "answer": sentence(coming, past),
        "groups": [(_("À venir"), coming), (_("Passés"), past)],
    }
    return render(request, "pages/agenda.html", context)


def sentence(coming: list[Event], past: list[Event]) -> str:
    """What comes next, or that nothing is known; the latest past event."""
    if coming:
        first = coming[0]
        return _("Prochain événement : %(title)s, %(date)s.") % {
            "title": first.title,
            "date": first.when.said(),
        }
    said = _("Aucun événement à venir dans ces données.")
    if past:
        said += " " + _("Le dernier connu : %(title)s, %(date)s.") % {
            "title": past[0].title,
            "date": past[0].when.said(),
        }
    return said


@require_safe
def partenaires(request: HttpRequest) -> HttpResponse:
    """Render who leads the programme, in the nation and in regions."""
    found = list(Partner.objects.select_related("region")[:MOST])
    national = [partner for partner in found if partner.region_id is None]
    regional = [partner for partner in found if partner.region_id is not None]
    answer = _(
        "Qui anime les PTCE, d'après des pages publiques : %(national)s à l'échelle nationale, "
        "%(regional)s dans une région."
    ) % {
        "national": counted(len(national)),
        "regional": counted(len(regional)),
    }
    title = _("Partenaires et gouvernance des PTCE")
    context: dict[str, Any] = {
        "page": page_of(_("Partenaires"), title, answer, "partenaires"),
        "answer": answer,
        "groups": [(_("À l'échelle nationale"), national), (_("En région"), regional)],
    }
    return render(request, "pages/partenaires.html", context)


def counted(count: int) -> str:
    """A number of bodies, in words."""
    return ngettext("%(count)s acteur", "%(count)s acteurs", count or 1) % {"count": figure(count)}
