"""The page of one application: what it says, and what one may do about it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import reserved
from accounts.roles import Act, Role
from calls.gains.queries import contours
from calls.instruction import acts, recusing, writing
from calls.instruction.file import File
from calls.instruction.journal import lines
from calls.instruction.listing import MOST_LISTED
from calls.instruction.pages.forms import PromoteForm, QuestionForm, ReasonForm, ToldForm
from calls.instruction.pages.lists import (
    call_step,
    instruction_step,
    live_call,
    region_names,
    territories_address,
)
from calls.instruction.pages.people import (
    act_of,
    actor_for,
    can,
    leads,
    person_of,
    read_by,
    reader_of,
)
from calls.instruction.pages.vacancies import vacancies
from calls.instruction.twins import twins_of
from calls.models import Application
from calls.moving import Actor
from calls.states import ANNOUNCED, RULES, STATE_LABELS, Move, OutOfOrder, State
from geo.reach import Reach
from publishing.ceilings import whole
from publishing.features import dump
from web.page import Page

# Choose an application of the reserve list: the actor, the reason, the grant in euros.
Promote = Callable[[Application, Actor, str, int | None], None]

# Moves whose reason the applicant reads.
TOLD = frozenset({Move.REJECT, Move.REINSTATE, Move.RESUME})


def application_of(person: User, slug: str, number: str) -> Application:
    """An application received that someone may read; 404 for any other."""
    found: Application = get_object_or_404(
        read_by(person).select_related("call", "owner", "pole", "decision"),
        call__slug=slug,
        number=number,
    )
    return found


def file_url(application: Application) -> str:
    """The address of its page."""
    return reverse("dossier", args=[application.call.slug, application.number])


@require_safe
@reserved(Act.SEE_APPLICATION)
def dossier(request: HttpRequest, reach: Reach, slug: str, number: str) -> HttpResponse:
    """Render an application of the reader's territory."""
    return shown(request, application_of(person_of(request), slug, number))


def shown(
    request: HttpRequest,
    application: Application,
    refused: tuple[Move, forms.Form] | None = None,
) -> HttpResponse:
    """Its page; `refused` is a form of it that was not accepted, shown again as it was filled."""
    person = person_of(request)
    reader = reader_of(person)
    file = File(application, reader)
    instructs = can(person, Act.INSTRUCT, application) and not file.aside
    offered = [] if file.aside else offered_to(person, application)
    announced = application.stands in ANNOUNCED
    decided = announced or (reader.national and not file.aside)
    answer = (
        f"{application.project_name}, candidature {application.number} : "
        f"{STATE_LABELS[application.stands]}."
    )
    context: dict[str, Any] = {
        "page": Page.own(
            instruction_step(),
            call_step(application.call),
            name=application.number,
            title=application.project_name,
            summary=answer,
            path=file_url(application),
        ),
        "answer": answer,
        "application": application,
        "file": file,
        "reader": reader,
        "acts": [
            (one, form_for(one.move, refused), refused is not None and one.move is refused[0])
            for one in offered
        ],
        "refused": refused[1] if refused else None,
        "leads": application.pole_id is None or leads(application),
        "twins": twins_of(application.call_id, reader).get(application.pk, []),
        "vacant": [
            (one, file.regions.get(one.region, one.region))
            for one in (vacancies(application) if reader.national and not file.aside else [])
        ],
        "contacts": can(person, Act.INSTRUCT, application),
        "decision": getattr(application, "decision", None) if decided else None,
        "opening": application.stands in writing.WRITING,
        "can_stand_aside": (
            bool(reader.stands_in(application))
            and not file.aside
            and application.stands in recusing.BEFORE_DECISION
        ),
        "lines": [
            (line, role_label(line.role))
            for line in lines(
                application,
                region_names({*application.regions}),
                names=instructs,
                decisions=decided,
            )
        ],
        "contour": territories_address(application.call, [application.number]),
    }  # fmt: skip
    return render(request, "calls/instruction/dossier.html", context)


def role_label(role: str) -> str:
    """A role as it is said; « candidat » is said as it is stored."""
    return str(Role(role).label) if role in Role.values else role


def offered_to(person: User, application: Application) -> list[acts.Offered]:
    """What someone may do next."""
    return acts.offered(application, lambda act: can(person, Act(act), application))


def form_for(move: Move, refused: tuple[Move, forms.Form] | None) -> forms.Form | None:
    """The form of a move: the one refused, or an empty one."""
    if refused and refused[0] is move:
        return refused[1]
    return new_form(move, None)


def new_form(move: Move, data: Any) -> forms.Form | None:
    """The form that a move asks to fill, if any. Ids differ: several are on one page."""
    prefix = move.value
    if move is Move.ASK:
        return QuestionForm(data, prefix=prefix)
    if move is Move.PROMOTE:
        return PromoteForm(data, prefix=prefix)
    if not RULES[move].wants_reason:
        return None
    return (ToldForm if move in TOLD else ReasonForm)(data, prefix=prefix)


@require_POST
@reserved(Act.SEE_APPLICATION)
def acte(
    request: HttpRequest, reach: Reach, slug: str, number: str, promote: Promote
) -> HttpResponseBase:
    """Make a move of an application; its page again, with what is wrong, where it is refused.

    `promote` chooses from the reserve list: a decision, which the list of addresses hands over.
    """
    person = person_of(request)
    application = application_of(person, slug, number)
    move = move_named(request.POST.get("acte", ""))
    if move is None:
        messages.error(request, "Choisissez un des actes proposés.")
        return redirect(file_url(application))
    actor = actor_for(person, act_of(move), application)
    form = new_form(move, request.POST)
    if form is not None and not form.is_valid():
        return shown(request, application, (move, form))
    kept = form.cleaned_data if form else {}
    reason = kept.get("reason", "")
    try:
        if move is Move.ASK:
            writing.ask(application.pk, actor, kept["text"], kept["due"])
        elif move is Move.RESUME:
            writing.resume(application.pk, actor, reason)
        elif move is Move.PROMOTE:
            promote(application, actor, reason, kept["grant"])
        else:
            writing.move(application.pk, move, actor, reason)
    except OutOfOrder as refused:
        if form is None:
            messages.error(request, str(refused))
            return redirect(file_url(application))
        form.add_error(None, str(refused))
        return shown(request, application_of(person, slug, number), (move, form))
    application.refresh_from_db(fields=["state"])
    messages.success(
        request,
        f"C'est fait. État de la candidature : {STATE_LABELS[State(application.state)]}.",
    )
    return redirect(file_url(application))


def move_named(name: str) -> Move | None:
    """A move that this page makes, by its name."""
    known = {*writing.PLAIN_MOVES, Move.ASK, Move.RESUME, Move.PROMOTE}
    return next((move for move in known if move.value == name), None)


@require_safe
@reserved(Act.SEE_APPLICATION)
def territoires(request: HttpRequest, reach: Reach, slug: str) -> HttpResponse:
    """Contours of applications within reach: `numeros` gives their numbers in the call."""
    call = live_call(slug)
    asked = request.GET.get("numeros", "").split(",")
    if len(asked) > MOST_LISTED:
        said = f"Paramètre « numeros » : {len(asked)} numéros ; {MOST_LISTED} au plus."
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    serials = [int(part) for part in asked if part.isascii() and part.isdigit() and len(part) < 9]
    found = (
        read_by(person_of(request))
        .filter(call=call, serial__in=serials)
        .order_by("serial")
        .values_list("pk", "number", "project_name")
    )
    rows = {pk: (number, name) for pk, number, name in whole(found, MOST_LISTED)}
    shapes = contours(rows)
    features = [
        f"{dump({'type': 'Feature', 'id': number, 'properties': {'nom': name}})[:-1]},"
        f'"geometry":{shapes.get(pk) or "null"}}}'
        for pk, (number, name) in rows.items()
    ]
    body = f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
    return HttpResponse(body, content_type="application/geo+json")
