"""One's opinion on an application, and standing aside from it.

Who gives it is of the region's cell, or was named substitute for that application: `opinable` says.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import reserved
from accounts.roles import Act
from calls.instruction import recusing
from calls.instruction import writing as instruction
from calls.instruction.pages.files import application_of, file_url
from calls.instruction.pages.forms import AsideForm, OpinionForm
from calls.instruction.pages.lists import call_step, instruction_step, region_names
from calls.instruction.pages.people import actor_for, person_of, reader_of
from calls.instruction.reading import stands_aside
from calls.models import Application, Criterion, Opinion
from calls.scoring import Line, weighted
from calls.states import OutOfOrder
from calls.vocabulary import OpinionState
from geo.reach import Reach
from publishing.ceilings import whole
from web.page import Crumb, Page


def opinable(person: User, slug: str, number: str, region: str) -> Application:
    """An application on which someone may give the opinion of a region; 404 otherwise."""
    application = application_of(person, slug, number)
    if region not in reader_of(person).speaks_for(application) or stands_aside(application, person):
        raise Http404
    return application


def steps_to(application: Application) -> tuple[Crumb, Crumb, Crumb]:
    """The steps above what is written about an application: down to its file."""
    file = Crumb(application.number, file_url(application))
    return instruction_step(), call_step(application.call), file


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.SEE_APPLICATION)
def avis(
    request: HttpRequest, reach: Reach, slug: str, number: str, region: str
) -> HttpResponseBase:
    """Write one's opinion: kept as a draft, or given."""
    person = person_of(request)
    application = opinable(person, slug, number, region)
    opinions = application.opinions.prefetch_related("scores")
    mine = opinions.filter(region=region, author=person).order_by("pk").first()
    given = opinions.filter(region=region, state=OpinionState.GIVEN).order_by("pk").first()
    criteria = whole(application.call.criteria.order_by("position", "id"), 100)
    gives = request.POST.get("faire") == "rendre"
    draft = request.method == "POST" and not gives
    form = OpinionForm(criteria, request.POST or None, mine, draft=draft)
    if request.method == "POST" and form.is_valid():
        actor = actor_for(person, Act.GIVE_OPINION, application)
        write = instruction.give_opinion if gives else instruction.save_opinion
        seen = form.cleaned_data["seen"] or 0
        try:
            write(application.pk, region, actor, form.read(), seen if mine else None)
        except OutOfOrder as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                "Votre avis est rendu : vous pouvez lire ceux des autres régions."
                if gives
                else "Brouillon enregistré : personne d'autre ne le lit.",
            )
            here = request.get_full_path()
            return redirect(file_url(application) if gives else here)
    return opinion_page(request, application, region, form, given, criteria)


def opinion_page(
    request: HttpRequest,
    application: Application,
    region: str,
    form: OpinionForm,
    given: Opinion | None,
    criteria: list[Criterion],
) -> HttpResponse:
    """The page of the form, or what stands in its way."""
    name = region_names({region}).get(region, region)
    answer = f"Avis de la cellule régionale {name} sur « {application.project_name} »."
    context: dict[str, Any] = {
        "page": Page.own(
            *steps_to(application),
            name="Avis",
            title=f"Avis : {application.project_name}",
            summary=answer,
            path=reverse("dossier-avis", args=[application.call.slug, application.number, region]),
        ),
        "answer": answer,
        "application": application,
        "region": region,
        "form": form,
        "given": given,
        "writable": given is None and application.stands in instruction.WRITING,
        "mine": given is not None and given.author_id == person_of(request).pk,
        "can_take_back": application.stands in instruction.WRITING,
        "file_url": file_url(application),
        "total": total_typed(form, criteria),
    }
    return render(request, "calls/instruction/avis.html", context)


def total_typed(form: OpinionForm, criteria: list[Criterion]) -> float | None:
    """The total of the scores that the form holds, as the server computes it."""
    grid = [Line(one.pk, one.weight, one.highest) for one in criteria]
    scores: dict[int, int] = {}
    for one in criteria:
        value = form[f"note_{one.pk}"].value()
        if value is not None and str(value).isdigit() and int(value) <= one.highest:
            scores[one.pk] = int(value)
    return weighted(grid, scores)


@require_POST
@reserved(Act.SEE_APPLICATION)
def reprendre(
    request: HttpRequest, reach: Reach, slug: str, number: str, region: str
) -> HttpResponseBase:
    """Take one's given opinion back into a draft."""
    person = person_of(request)
    application = opinable(person, slug, number, region)
    actor = actor_for(person, Act.GIVE_OPINION, application)
    try:
        instruction.take_back_opinion(application.pk, region, actor)
    except OutOfOrder as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Votre avis est redevenu un brouillon.")
    return redirect("dossier-avis", slug, number, region)


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.SEE_APPLICATION)
def deport(request: HttpRequest, reach: Reach, slug: str, number: str) -> HttpResponseBase:
    """Stand aside, for a reason."""
    person = person_of(request)
    application = application_of(person, slug, number)
    reader = reader_of(person)
    regions = reader.stands_in(application)
    if not regions or stands_aside(application, person):
        raise Http404
    form = AsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = Act.DECIDE if reader.national else Act.GIVE_OPINION
        actor = actor_for(person, act, application)
        try:
            recusing.stand_aside(application.pk, regions, actor, form.cleaned_data["reason"])
        except OutOfOrder as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Vous êtes déporté : un collègue instruit ce dossier.")
            return redirect(file_url(application))
    answer = "Un intérêt personnel dans ce projet ? Un collègue l'instruit à votre place."
    context: dict[str, Any] = {
        "page": Page.own(
            *steps_to(application),
            name="Déport",
            title=f"Se déporter : {application.project_name}",
            summary=answer,
            path=reverse("dossier-deport", args=[slug, number]),
        ),
        "answer": answer,
        "application": application,
        "form": form,
        "file_url": file_url(application),
    }
    return render(request, "calls/instruction/deport.html", context)
