"""The page of priorities: three steps, then the best sites, why, their map, their curve, rivals."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from coverage.gaps import cutting
from coverage.priorities import asked as reading
from coverage.priorities import words as said
from coverage.priorities.asked import OWN_LIST, Planned
from coverage.priorities.portfolio import for_map, part_rows, side_rows, site_rows
from coverage.priorities.queries import Priority, priorities
from coverage.report import overview as places
from coverage.report.pages.choices import Choice, counted
from coverage.report.pages.gaps import choices as cuts
from coverage.report.pages.isolating import contour_of, isolated
from coverage.scenarios.queries import (
    BEST,
    CHOSEN,
    LETTERS,
    PARAMETER,
    Scenario,
    Sides,
    answered,
    read_scenarios,
    side_by_side,
)
from coverage.scores.queries import Scores, scores
from coverage.scores.scoring import PROFILES
from coverage.sites.curve import picture
from coverage.sites.plan import BUDGET, EMERGING, EVERY_BODY, GRANT, PEOPLE
from coverage.sites.queries import MOST_SECONDS, Answer, solve
from coverage.sites.weighting import choices as weighable
from coverage.siting.result import SOURCE
from coverage.states.words import what_counts
from coverage.turns import ANSWERS
from directory.holdings import checked_on
from publishing.ceilings import part_of
from publishing.files.formats import FORMATS
from publishing.problems import BusyError, ParameterProblem
from web.errors import parameter_refused, unavailable
from web.page import Page

MOST_EMERGING = 300  # rows of the table; those beyond are counted, and in the files


@require_safe
@cache_control(private=True, no_cache=True)
def priorites(request: HttpRequest) -> HttpResponse:
    """Render the page; 302 to the canonical address of a form, 400 for a refused parameter."""
    query = reading.canonical(request.GET)
    if reading.from_form(request.GET):
        text = query.urlencode(safe=",:")
        return HttpResponseRedirect(f"{request.path}?{text}" if text else request.path)
    known = places.places()
    try:
        asked = reading.read(query, known)
        answer = solve(asked.question, asked.plan)
        sides = compared(asked, answer)
        with ANSWERS.taken():
            weights = asked.weights.values
            found_scores = scores(asked.question, weights)
            emerging = priorities(asked.question, weights, found_scores, asked.cut)
    except ParameterProblem as problem:
        return parameter_refused(request, problem)
    except BusyError as busy:
        return unavailable(request, str(busy.detail))
    context = {
        "asked": asked,
        "counts": what_counts(asked.question),
        "controls": controls(asked, known),
        "cuts": cuts(asked.cut),
        "checked": checked_on(),
        "years": places.population_years(),
        "contour": contour_of(asked.question),
        "departments_isolated": isolated(asked.question, known),
        "radius": f"{asked.question.radius_km:g}",
        "ranks": ",".join(map(str, asked.question.ranks)),
        **found(asked, answer, found_scores, emerging),
        **beside(asked, sides),
        "api": addresses(asked, answer),
    }
    context["page"] = page_of(context["lead"], asked)
    return render(request, "coverage/priorities/priorites.html", context)


def compared(asked: Planned, answer: Answer) -> Sides:
    """The page's own choice, and those to compare it with."""
    own = Scenario(LETTERS[0], own_text(answer), asked.plan)
    others = read_scenarios([own.text, *asked.scenarios], asked.plan)[1:]
    solved = [answered(asked.question, other, answer.units) for other in others]
    return side_by_side([own, *others], [answer, *solved])


def own_text(answer: Answer) -> str:
    """The sites of the page as a scenario names them."""
    keys = sorted(answer.candidates[site].key for site in answer.portfolio.sites)
    return f"{CHOSEN}:{','.join(keys)}" if keys else f"{BEST}:{EMERGING}:1"


def found(
    asked: Planned, answer: Answer, ranked: Scores, emerging: list[Priority]
) -> dict[str, Any]:
    """The answer: in sentences, as a list, as a curve."""
    poles = {priority.slug: priority for priority in emerging}
    return {
        "lead": said.brought(asked.question, answer),
        "proof": said.proof(answer),
        "fewer": said.fewer(answer),
        "nowhere": said.nowhere(answer),
        "unknown": said.unknown(answer),
        "answer": answer,
        "weighs_people": answer.weighting.code == PEOPLE,
        "rows": site_rows(answer, poles, ranked, asked.question.radius_km),
        "curve": picture(answer),
        "exchanged": any(point.exchanged for point in answer.curve),
        "emerging": part_of(emerging, MOST_EMERGING),
        "ranked": sum(one.rank is not None for one in ranked.ranking.scored),
        "source": SOURCE,
    }


def beside(asked: Planned, sides: Sides) -> dict[str, Any]:
    """The comparison, and what the map is painted with."""
    withouts = ["", *(without(asked, text) for text in asked.scenarios)]
    return {
        "sides": side_rows(sides, withouts),
        "parts": part_rows(sides),
        "together": sides.comparison.together,
        "map_data": for_map(sides),
        "room": len(LETTERS) - 1 - len(asked.scenarios),
    }


def without(asked: Planned, scenario: str) -> str:
    """The address of the page less one scenario."""
    query = asked.query.copy()
    left = list(asked.scenarios)
    left.remove(scenario)
    query.setlist(PARAMETER.name, left)
    return query.urlencode(safe=",:")


def page_of(lead: str, asked: Planned) -> Page:
    """Only the page as it first opens is offered to search engines."""
    return Page.under(
        name="Priorités",
        title="Où soutenir les prochains PTCE",
        summary=lead,
        path=reverse("priorites"),
        indexed=not asked.query,
    )


def controls(asked: Planned, known: places.Places) -> dict[str, Any]:
    """Every choice of the form."""
    plan = asked.plan
    kind = plan.candidates if plan.candidates in (EMERGING, EVERY_BODY) else OWN_LIST
    return counted(asked.question, known) | {
        "kinds": [
            Choice(EMERGING, "Les pôles émergents", kind == EMERGING),
            Choice(EVERY_BODY, "Toutes les intercommunalités (EPCI et EPT)", kind == EVERY_BODY),
            Choice(OWN_LIST, "Une liste", kind == OWN_LIST),
        ],
        "own_list": plan.candidates if kind == OWN_LIST else "",
        "by_territory": plan.by_territory,
        "exactly": plan.exactly,
        "most_seconds": round(MOST_SECONDS),
        "forced": ", ".join(plan.forced),
        "excluded": ", ".join(plan.excluded),
        "count": asked.query.get("k", ""),
        "budget": asked.query.get("budget", BUDGET),
        "grant": asked.query.get("dotation", GRANT),
        "weights": [
            Choice(PEOPLE, "Habitants", plan.weight == PEOPLE),
            *(Choice(one.code, one.label, plan.weight == one.code) for one in weighable()),
        ],
        "profiles": [
            Choice(profile.key, profile.label, profile is asked.weights.profile)
            for profile in PROFILES
        ],
    }


def addresses(asked: Planned, answer: Answer) -> dict[str, Any]:
    """Where machines find what the page shows: doors and files."""
    sites = asked.query.copy()
    for name in (PARAMETER.name, reading.PROFILE, cutting.NAME):
        sites.pop(name, None)
    sites["candidats"] = asked.plan.candidates
    question = QueryDict(mutable=True)
    asked_of_gaps = ("statuts", "bases", "rayon_km", "departement", "region", "zone", cutting.NAME)
    for name in (*asked_of_gaps, reading.PROFILE):
        if asked.query.get(name):
            question[name] = str(asked.query[name])
    gaps = question.copy()
    gaps.pop(reading.PROFILE, None)
    side = gaps.copy()
    side.pop(cutting.NAME, None)
    for name in ("territoire", "methode", "poids"):
        if asked.query.get(name):
            side[name] = str(asked.query[name])
    side.setlist(PARAMETER.name, [own_text(answer), *asked.scenarios])
    return {
        "sites": sites.urlencode(safe=",:"),
        "question": question.urlencode(safe=",:"),
        "gaps": gaps.urlencode(safe=",:"),
        "scenarios": side.urlencode(safe=",:"),
        "formats": list(FORMATS.values()),
    }
