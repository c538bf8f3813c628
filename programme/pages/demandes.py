"""The requests that a cell follows: the list, and one of them."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import reserved
from accounts.rights import reach_of
from accounts.roles import Act
from accounts.spaces import Space
from geo.reach import Reach
from programme.models.requests import ServiceRequest
from programme.pages.services import chosen
from programme.pages.steps import MOST
from programme.pages.suivi import SHOWN, form_for, moved
from programme.requests.writing import MoveRefusedError, send_again
from programme.vocabulary import Party, RequestState
from publishing.ceilings import whole
from web.figures import figure
from web.french import plural
from web.page import Crumb, Page, absolute
from web.parameters import read_page, unknown_parameters

PER_PAGE = 50
PARAMETERS = ("etat", "operateur", "page")
UNKNOWN_OPERATOR = "-"


@require_safe
@reserved(Act.FOLLOW_REQUESTS)
def demandes(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Render the requests within reach: what waits first, the oldest first."""
    mine = ServiceRequest.objects.within_reach(reach)
    operators = whole(
        mine.order_by("service__operator").values_list("service__operator", flat=True).distinct(),
        MOST,
    )
    problems = unknown_parameters(request.GET, PARAMETERS)
    state, more = chosen(request, "etat", RequestState.values)
    problems += more
    accepted = [name or UNKNOWN_OPERATOR for name in operators]
    operator, more = chosen(request, "operateur", accepted)
    problems += more
    found = narrowed(mine, state, operator)
    rows, more = read_page(request.GET, Paginator(in_order(found), PER_PAGE))
    problems += more
    answer = sentence(mine)
    context: dict[str, Any] = {
        "page": Page.own(
            name="Demandes", title="Demandes de service", summary=answer, path=reverse("demandes")
        ),
        "answer": answer,
        "problems": [problem.message for problem in problems],
        "rows": rows,
        "states": RequestState.choices,
        "state": state,
        "operators": [(name or UNKNOWN_OPERATOR, name) for name in operators],
        "operator": operator,
    }
    return render(request, "programme/demandes.html", context, status=400 if problems else 200)


def narrowed(
    mine: "QuerySet[ServiceRequest]", state: str, operator: str
) -> "QuerySet[ServiceRequest]":
    """Those of a state and of an operator."""
    kept: Mapping[str, str] = {"state": state} if state else {}
    found = mine.filter(**kept)
    if operator:
        name = "" if operator == UNKNOWN_OPERATOR else operator
        found = found.filter(service__operator=name)
    return found


def in_order(found: "QuerySet[ServiceRequest]") -> "QuerySet[ServiceRequest]":
    """By state, those received first, then the oldest first."""
    places = [When(state=state, then=Value(place)) for place, state in enumerate(RequestState)]
    return found.select_related(*SHOWN).order_by(Case(*places), "created_at", "pk")


def sentence(mine: Any) -> str:
    """How many are open, and how many wait too long."""
    count = mine.open().count()
    late = mine.late(timezone.now()).count()
    said = plural("%(count)s demande en cours", "%(count)s demandes en cours", count or 1) % {
        "count": figure(count)
    }
    if not late:
        return f"{said} ; aucune n'attend une réponse depuis plus de 15 jours."
    return plural(
        "%(said)s, dont %(late)s attend une réponse depuis plus de 15 jours.",
        "%(said)s, dont %(late)s attendent une réponse depuis plus de 15 jours.",
        late,
    ) % {"said": said, "late": figure(late)}


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.FOLLOW_REQUESTS)
def demande(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """Render one request within reach; the national cell answers those without an operator."""
    mine = ServiceRequest.objects.within_reach(reach).select_related(*SHOWN)
    asked = get_object_or_404(mine, pk=pk)
    acts = reach.everywhere and not asked.to_operator
    if request.method == "POST" and not acts:
        raise Http404
    form = form_for(request, asked) if acts else None
    valid = form is not None and form.is_bound and form.is_valid()
    if form and valid and moved(asked, form.move(Party.CELL, request.user), form):
        return redirect(asked.get_absolute_url())
    context: dict[str, Any] = {
        "page": Page.under(
            Crumb("Demandes de service", reverse("demandes")),
            name=asked.number,
            title=f"Demande {asked.number}",
            summary=asked.number,
            path=asked.get_absolute_url(),
            indexed=False,
        ),
        "demande": asked,
        "party": Party.CELL.value,
        "steps": asked.steps.all(),
        "form": form,
    }
    return render(request, "programme/demande.html", context)


@require_POST
@reserved(Act.FOLLOW_REQUESTS)
def relancer(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """Write to the operator of a request within reach once more."""
    asked = get_object_or_404(ServiceRequest.objects.within_reach(reach), pk=pk)
    try:
        send_again(asked.pk, absolute)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "L'opérateur vient de recevoir un nouveau lien.")
    return redirect(asked.get_absolute_url())


def waiting_for(person: User) -> int:
    """How many requests wait too long, within the reach of a person."""
    reach = reach_of(person, Act.FOLLOW_REQUESTS)
    return ServiceRequest.objects.within_reach(reach).late(timezone.now()).count()


SPACE = Space(
    address="demandes",
    title="Demandes de service",
    purpose="Suivre les demandes de votre territoire ; celles qui attendent trop.",
    act=Act.FOLLOW_REQUESTS,
    waiting=waiting_for,
)
