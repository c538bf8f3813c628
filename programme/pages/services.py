"""The services, filtered by the address alone, and the page of one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory.pages.listing import Choice
from geo.models import Region
from programme.models import Service
from programme.pages.steps import MOST, programme_step
from programme.vocabulary import Audience
from publishing.ceilings import whole
from web import french
from web.figures import figure
from web.french import plural
from web.page import Crumb, Page
from web.parameters import Refusal, unknown_parameters

PARAMETERS = ("pour", "region")


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Render the services; 400 with a sentence for each value or parameter refused."""
    problems = unknown_parameters(request.GET, PARAMETERS)
    regions = {
        one.code: one for one in whole(Region.objects.current().order_by("name_key", "code"), MOST)
    }
    audience, more = chosen(request, "pour", Audience.values)
    problems += more
    region, more = chosen(request, "region", list(regions))
    problems += more
    every = whole(Service.objects.all(), MOST)
    found = [one for one in every if is_for(one, audience) and is_in(one, region)]
    answer = sentence(found, audience, regions.get(region))
    page = Page.under(
        programme_step(),
        name="Services",
        title="Services aux PTCE",
        summary=answer,
        path=reverse("services"),
        indexed=not (audience or region),
    )
    context: dict[str, Any] = {
        "page": page,
        "answer": answer,
        "problems": [problem.message for problem in problems],
        "services": with_territory(found, regions),
        "filtered": bool(audience or region),
        "audiences": [
            Choice(
                one.value,
                str(one.label).capitalize(),
                sum(is_for(s, one.value) and is_in(s, region) for s in every),
                one.value == audience,
            )
            for one in Audience
        ],
        "regions": [
            Choice(
                code,
                one.name,
                sum(is_for(s, audience) and is_in(s, code) for s in every),
                code == region,
            )
            for code, one in regions.items()
        ],
    }
    return render(request, "programme/services.html", context, status=400 if problems else 200)


def chosen(request: HttpRequest, name: str, accepted: list[str]) -> tuple[str, list[Refusal]]:
    """The value of a filter, "" for none; a problem for one that is not accepted."""
    value = request.GET.get(name, "")
    if not value or value in accepted:
        return value, []
    return "", [Refusal(name, value, "valeurs acceptées : {}".format(", ".join(accepted)))]


def is_for(service: Service, audience: str) -> bool:
    """Whether a service is for an audience; for any, where none is asked."""
    return not audience or audience in service.audiences


def is_in(service: Service, region: str) -> bool:
    """Whether a service is offered in a region; anywhere, where none is asked."""
    return not region or not service.regions or region in service.regions


def with_territory(
    found: list[Service], regions: dict[str, Region]
) -> list[tuple[Service, list[Region]]]:
    """Services, each with the regions it names; none is the whole of France."""
    return [(one, [regions[code] for code in one.regions if code in regions]) for one in found]


def sentence(found: list[Service], audience: str, region: Region | None) -> str:
    """How many services, for whom, where."""
    count = len(found)
    said = plural(
        "%(count)s service ou ressource pour les PTCE est décrit ici, d'après des pages publiques",
        "%(count)s services ou ressources pour les PTCE sont décrits ici, d'après des pages "
        "publiques",
        count or 1,
    ) % {"count": figure(count) if count else "Aucun"}
    if audience:
        said += f" ; public : {Audience(audience).label}"
    if region:
        said += ", " + french.within(region.name, region.linking)
    return f"{said}."


def service_or_404(slug: str) -> Service:
    """A service by its slug."""
    found = Service.objects.filter(slug=slug).first()
    if found is None:
        raise Http404(f"Aucun service ne porte l'identifiant « {slug} ».")
    return found


def services_step() -> Crumb:
    """The services, above one of them."""
    return Crumb("Services", reverse("services"))


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """Render one service; 404 for any other slug."""
    found = service_or_404(slug)
    regions = whole(
        Region.objects.filter(code__in=found.regions).order_by("name_key", "code"), MOST
    )
    context: dict[str, Any] = {
        "page": Page.under(
            programme_step(),
            services_step(),
            name=found.name,
            title=found.name,
            summary=found.what,
            path=found.get_absolute_url(),
        ),
        "service": found,
        "regions": regions,
    }
    return render(request, "programme/service.html", context)
