"""The page that ranks EPCI and EPT by score: every component with its raw value, weight, source."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from coverage.report import overview as places
from coverage.report.pages.asked import of_question
from coverage.report.pages.choices import Choice, counted
from coverage.report.pages.isolating import check_places
from coverage.report.pages.table import DOWN, UP, Column, headings
from coverage.scores.queries import Scores, score_choices, scores
from coverage.scores.scoring import PROFILES, Part, Scored
from coverage.scores.weights import BY_KEY, Weights, read_weights
from coverage.states.bodies import Body
from coverage.states.question import PARAMETERS, Question
from coverage.states.words import people, share, what_counts
from coverage.turns import ANSWERS
from directory.holdings import checked_on
from publishing.files.formats import FORMATS
from publishing.parameters import read_choice, read_int, refuse_unknown
from publishing.problems import BusyError, ParameterProblem
from web import french
from web.errors import parameter_refused, unavailable
from web.figures import figure, ordinal
from web.page import Crumb, Page
from web.parameters import is_tracking, page_of_rows

ROWS, MOST_PAGES = 50, 100
LISTS = ("statuts", "bases")
OF_FORM = "p_"  # the form gives the weight of each component apart
OWN = ("profil", "poids", "tri", "ordre", "page")
KNOWN = (*(parameter.name for parameter in PARAMETERS), *OWN)
SHARE_UNIT = "part de la population"
LAST = 10**9


@dataclass(frozen=True)
class Cell:
    """What a component says of a body: its raw value as it is read, and its place, 0 to 100."""

    raw: str
    place: int | None


@dataclass(frozen=True)
class Row:
    """A body of the table."""

    body: Body
    scored: Scored
    share: str
    rank: str
    bracket: str
    within: str
    known: str
    cells: list[Cell]


COLUMNS = (
    Column("rang", "Rang", lambda pair: pair[1].rank or LAST, UP),
    Column("nom", "Territoire", lambda pair: slugify(pair[0].name), UP),
    Column("non_couverts", "Non couverts", lambda pair: pair[0].uncovered),
    Column("part", "Part", lambda pair: pair[0].share or 0.0),
    Column("distance", "Distance moyenne", lambda pair: pair[0].metres or 0.0),
    Column("score", "Score", lambda pair: pair[1].score or 0.0),
)
NAMED = {column.name: column for column in COLUMNS}


@require_safe
@cache_control(private=True, no_cache=True)
def territoires(request: HttpRequest) -> HttpResponse:
    """Render the page; 302 to the canonical address of a form, 400 for a refused parameter."""
    query = canonical(request.GET)
    if any(name.startswith(OF_FORM) for name in request.GET):
        text = query.urlencode(safe=",:")
        return HttpResponseRedirect(f"{request.path}?{text}" if text else request.path)
    known, labels = places.places(), score_choices()
    try:
        refuse_unknown(query, KNOWN)
        question = Question.read(query)
        check_places(question, known)
        weights = read_weights(query, labels)
        column = NAMED[read_choice(query, "tri", COLUMNS[0].name, NAMED)]
        order = read_choice(query, "ordre", column.first, (UP, DOWN))
        number = read_int(query, "page", 1, (1, MOST_PAGES))
        with ANSWERS.taken():
            found = scores(question, weights.values)
        shown = page_of_rows(Paginator(ordered(found, column, order), ROWS), number)
    except ParameterProblem as problem:
        return parameter_refused(request, problem)
    except BusyError as busy:
        return unavailable(request, str(busy.detail))
    answer = answered(question, found)
    context = {
        "page": page_of(answer, query),
        "answer": answer,
        "question": question,
        "counts": what_counts(question),
        "radius": f"{question.radius_km:g}",
        "checked": checked_on(),
        "years": places.population_years(),
        "controls": counted(question, known) | chosen(weights, labels),
        "weights": weights,
        "found": found,
        "shown": shown,
        "rows": [row(pair, found) for pair in shown],
        "apart": sum(one.rank is None for one in found.ranking.scored),
        "headings": headings(COLUMNS, column, order, query),
        "formats": list(FORMATS.values()),
        "api_query": of_api(question, weights),
    }
    return render(request, "coverage/scores/territoires.html", context)


def canonical(params: QueryDict) -> QueryDict:
    """The address as the API writes it: weights of a form together, lists by commas."""
    query = QueryDict(mutable=True)
    weights = {}
    for name in params:
        if name.startswith(OF_FORM):
            weights[name.removeprefix(OF_FORM)] = str(params[name]).strip().replace(",", ".")
        elif not is_tracking(name):
            value = ",".join(params.getlist(name)) if name in LISTS else str(params[name])
            if value or name not in KNOWN:
                query[name] = value
    if weights:
        query.pop("profil", None)
        kept = {key: value for key, value in weights.items() if value not in ("", "0")}
        same = [p.key for p in PROFILES if as_numbers(kept) == dict(p.weights)]
        if same:
            query["profil"] = same[0]
        else:
            query["poids"] = ",".join(f"{key}:{value}" for key, value in kept.items()) or ":0"
    return query


def as_numbers(weights: dict[str, str]) -> dict[str, float]:
    """Weights as numbers; those that are none are left for `read_weights` to refuse."""
    try:
        return {key: float(value) for key, value in weights.items()}
    except ValueError:
        return {}


def ordered(found: Scores, column: Column, order: str) -> list[tuple[Body, Scored]]:
    """Bodies by a column; those that tie, by rank then name."""
    pairs = sorted(found.ranked, key=lambda pair: (pair[1].rank or LAST, slugify(pair[0].name)))
    return sorted(pairs, key=column.key, reverse=order == DOWN)


def answered(question: Question, found: Scores) -> str:
    """The first sentence: who comes first, and how many people nothing covers."""
    uncovered = sum(body.uncovered for body in found.bodies.values())
    first = [body.name for body, scored in found.ranked if scored.rank is not None][:1]
    if not first:
        return "Aucun territoire ne répond à ces réglages."
    return (
        f"Sur {figure(len(found.bodies))} EPCI et EPT, {french.body(first[0])} vient "
        f"en tête du score choisi ; en tout, {people(uncovered)} "
        f"vivent dans une commune qui n'est pas {what_counts(question)}."
    )


def row(pair: tuple[Body, Scored], found: Scores) -> Row:
    """A body as the table shows it."""
    body, scored = pair
    units = {one.key: one.unit for one in found.components}
    bracket = ""
    if scored.rank is not None and scored.best != scored.worst:
        bracket = f"{ordinal(scored.best or 0)} à {ordinal(scored.worst or 0)}"
    return Row(
        body=body,
        scored=scored,
        share=share(body.uncovered, body.population),
        rank="–" if scored.rank is None else figure(scored.rank),
        bracket=bracket,
        within=ordinal(found.within[body.code]) if body.code in found.within else "",
        known="" if scored.known_weight > 0.999 else share(round(scored.known_weight * 100), 100),
        cells=[cell(part, units[part.key]) for part in scored.parts],
    )


def cell(part: Part, unit: str) -> Cell:
    """A component of a body."""
    if part.raw is None or part.normalised is None:
        return Cell("non connu", None)
    if unit == SHARE_UNIT:
        text = share(round(part.raw * 100_000), 100_000)
    else:
        whole = abs(part.raw) >= 100 or part.raw == int(part.raw)
        text = figure(part.raw, 0 if whole else 1)
    return Cell(text, round(part.normalised * 100))


def chosen(weights: Weights, labels: dict[str, str]) -> dict[str, Any]:
    """Profiles, and a weight for each component."""
    return {
        "profiles": [
            Choice(key, profile.label, profile is weights.profile)
            for key, profile in BY_KEY.items()
        ],
        "components": [
            (key, label, f"{weights.values.get(key, 0):g}") for key, label in labels.items()
        ],
    }


def of_api(question: Question, weights: Weights) -> str:
    """The same ranking as an address of `/api/scores/`."""
    query = of_question(question)
    if weights.profile:
        query["profil"] = weights.profile.key
    else:
        query["poids"] = weights.text
    return query.urlencode(safe=",:")


def page_of(answer: str, query: QueryDict) -> Page:
    """Only the page as it first opens is offered to search engines."""
    return Page.under(
        Crumb("Priorités", reverse("priorites")),
        name="Classement des territoires",
        title="Les EPCI et EPT prioritaires pour un PTCE",
        summary=answer,
        path=reverse("priorites-territoires"),
        indexed=not query,
    )
