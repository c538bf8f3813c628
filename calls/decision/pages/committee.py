"""The committee of the national cell: all side by side, weighed, decided, on paper too."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import reserved
from accounts.roles import Act, Role
from calls.decision import proposing
from calls.decision.committee import Committee
from calls.decision.pages.picking import PickForm, choices_of, typed
from calls.decision.writing import decide
from calls.instruction.pages.lists import (
    call_step,
    instruction_step,
    live_call,
    region_names,
    territories_address,
)
from calls.instruction.pages.people import person_of, reader_of
from calls.instruction.twins import twins_of
from calls.models import Call
from calls.moving import Actor
from calls.states import Outcome, OutOfOrder
from coverage.states.words import people
from directory.vocabulary import Theme
from geo.reach import Reach
from web.figures import figure
from web.french import plural
from web.page import Crumb, Page

UP, DOWN = "monter-", "descendre-"


def committee_step(call: Call) -> Crumb:
    """The committee, above its sheet and the announcement."""
    return Crumb("Comité", reverse("comite", args=[call.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@reserved(Act.DECIDE)
def comite(request: HttpRequest, reach: Reach, slug: str) -> HttpResponseBase:
    """Render the committee; what is sent is weighed, and written only when that is asked."""
    call = live_call(slug)
    committee = Committee(call, reader_of(person_of(request)))
    if request.method != "POST":
        return page_of(request, committee)
    sent = typed(committee, request.POST)
    committee.weigh({key: form.pick() for key, form in sent.items()})
    what = request.POST.get("faire", "")
    errors = faults_of(sent)
    if what == "enregistrer" and not errors:
        chosen = choices_of(sent, request.POST.get("motif_commun", ""))
        try:
            count = decide(chosen, Actor(person_of(request), Role.NATIONAL_CELL.value))
        except OutOfOrder as refused:
            errors = [("#decisions", "", str(refused))]
        else:
            messages.success(request, written(count))
            return redirect("comite", slug)
    said, focus = thought(committee, what)
    return page_of(request, committee, said, focus, errors, sent, request.POST)


def written(count: int) -> str:
    """How many decisions were written."""
    if not count:
        return "Rien n'a changé : aucune décision n'est écrite."
    return plural(
        "%(count)s décision enregistrée. Personne n'en est informé avant l'annonce.",
        "%(count)s décisions enregistrées. Personne n'en est informé avant l'annonce.",
        count,
    ) % {"count": count}


def thought(committee: Committee, what: str) -> tuple[str, str]:
    """Do what a button asks that writes nothing; what is said of it, and where one goes on."""
    for prefix, by in ((UP, -1), (DOWN, 1)):
        key = what.removeprefix(prefix)
        if what.startswith(prefix) and key.isdigit():
            moved = proposing.move_up(committee, int(key), by)
            if moved is None:
                return "", what
            said = f"« {moved.application.project_name} » passe au rang {moved.pick.rank}."
            return said, what
    if what == "proposer-rang":
        return proposed(proposing.propose_by_rank(committee)), "bilan"
    if what == "proposer-couverture":
        return proposed(proposing.propose_by_coverage(committee)), "bilan"
    if what == "simuler":
        return "Simulation mise à jour. Rien n'est enregistré.", "bilan"
    return "", ""


def proposed(count: int) -> str:
    """What a proposal comes to."""
    return plural(
        "Proposition : %(count)s lauréate. Rien n'est enregistré : corrigez, puis enregistrez.",
        "Proposition : %(count)s lauréates. Rien n'est enregistré : corrigez, puis enregistrez.",
        count or 1,
    ) % {"count": count}


def faults_of(sent: dict[int, PickForm]) -> list[tuple[str, str, str]]:
    """What is wrong in the rows: where, of which application, what."""
    return [
        (f"#{form[name].id_for_label}", form.candidate.application.project_name, str(error))
        for form in sent.values()
        for name, errors in form.errors.items()
        for error in errors
    ]


def page_of(
    request: HttpRequest,
    committee: Committee,
    said: str = "",
    focus: str = "",
    errors: list[tuple[str, str, str]] | None = None,
    sent: dict[int, PickForm] | None = None,
    data: QueryDict | None = None,
) -> HttpResponse:
    """The page of what is weighed."""
    call = committee.call
    answer = answer_of(committee)
    twins = twins_of(call.pk, committee.reader)
    faulty = {key for key, form in (sent or {}).items() if form.errors}
    rows = [
        {
            "candidate": one,
            # A row that is not valid is shown as it was typed.
            "form": (sent or {})[one.key] if one.key in faulty else PickForm(one),
            "gain": committee.gain_of(one),
            "added": committee.added(one),
            "twins": twins.get(one.key, []),
        }
        for one in committee.candidates
    ]
    context: dict[str, Any] = {
        "page": Page.own(
            instruction_step(),
            call_step(call),
            name="Comité",
            title=f"Comité de sélection : {call.title}",
            summary=answer,
            path=reverse("comite", args=[call.slug]),
        ),
        "answer": answer,
        "call": call,
        "committee": committee,
        "rows": rows,
        "said": said,
        "focus": focus,
        "faults": errors or [],
        "common_reason": data.get("motif_commun", "") if data else "",
        **selection_of(committee),
    }
    return render(request, "calls/decision/comite.html", context)


def selection_of(committee: Committee) -> dict[str, Any]:
    """What the selection comes to: by region, by theme, on the map."""
    chosen = [one for one in committee.candidates if one.chosen]
    by_region = committee.by_region()
    covered, everyone = committee.today
    by_code = {part.code: part for part in by_region}
    names = region_names(set(by_code))
    return {
        "chosen": chosen,
        "by_region": [(name, by_code[code]) for code, name in names.items() if code in by_code],
        "by_theme": [(Theme(part.code).label, part) for part in committee.by_theme()],
        "together": committee.together,
        "covered": covered,
        "covered_then": covered + committee.together.people,
        "everyone": everyone,
        "contour": territories_address(
            committee.call, [one.application.number for one in chosen]
        ) if chosen else "",
    }  # fmt: skip


def answer_of(committee: Committee) -> str:
    """What the selection comes to, and what is left out of it for who reads."""
    return " ".join(filter(None, [selected(committee), left_out(committee)]))


def left_out(committee: Committee) -> str:
    """That decisions made without who reads are not counted; nothing where there are none."""
    count = sum(one.untold for one in committee.candidates)
    if not count:
        return ""
    return plural(
        "Une décision prise sans vous n'y est pas comptée.",
        "%(count)s décisions prises sans vous n'y sont pas comptées.",
        count,
    ) % {"count": count}


def selected(committee: Committee) -> str:
    """What the selection comes to, in one sentence."""
    chosen = sum(one.chosen for one in committee.candidates)
    budget = committee.call.budget_eur
    envelope = "montant inconnu" if budget is None else f"{figure(budget)}\u00a0€"
    if not chosen:
        return f"Aucune lauréate dans la sélection, pour une enveloppe de {envelope}."
    said = plural(
        "%(count)s lauréate dans la sélection, %(granted)s € sur une enveloppe de %(budget)s ; "
        "elle couvrirait %(people)s de plus.",
        "%(count)s lauréates dans la sélection, %(granted)s € sur une enveloppe de %(budget)s ; "
        "elles couvriraient %(people)s de plus.",
        chosen,
    )
    return said % {
        "count": chosen,
        "granted": figure(committee.granted),
        "budget": envelope,
        "people": people(committee.together.people),
    }


@require_safe
@reserved(Act.DECIDE)
def feuille(request: HttpRequest, reach: Reach, slug: str) -> HttpResponse:
    """Render what is decided, as a sheet that the committee signs."""
    call = live_call(slug)
    committee = Committee(call, reader_of(person_of(request)))
    answer = answer_of(committee)
    groups = [
        (
            label,
            [one for one in committee.candidates if one.pick.outcome is outcome and not one.untold],
        )
        for outcome, label in (
            (Outcome.LAUREATE, "Lauréates"),
            (Outcome.RESERVE, "Liste complémentaire"),
            (Outcome.REFUSED, "Non retenues"),
            (None, "À décider"),
        )
    ]
    untold = [one for one in committee.candidates if one.untold]
    groups.append(("Décidées sans vous (déport, ou candidature à vous)", untold))
    context: dict[str, Any] = {
        "page": Page.own(
            instruction_step(),
            call_step(call),
            committee_step(call),
            name="Feuille",
            title=f"Feuille du comité : {call.title}",
            summary=answer,
            path=reverse("comite-feuille", args=[slug]),
        ),
        "answer": answer,
        "call": call,
        "committee": committee,
        "groups": [
            (label, [(one, committee.gain_of(one), committee.added(one)) for one in found])
            for label, found in groups
            if found
        ],
        "now": timezone.localtime(),
        **selection_of(committee),
    }
    return render(request, "calls/decision/feuille.html", context)
