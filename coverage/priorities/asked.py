"""What the address of `/priorites/` asks: a question, a plan, a profile, scenarios to compare."""

from dataclasses import dataclass

from django.http import QueryDict

from coverage.gaps import cutting
from coverage.report.overview import Places
from coverage.report.pages.isolating import check_places
from coverage.scenarios.queries import BEST, CHOSEN, LETTERS, PARAMETER
from coverage.scores.queries import score_choices
from coverage.scores.scoring import PROFILES
from coverage.scores.weights import Weights, read_weights
from coverage.sites.plan import EMERGING, EVERY_BODY, Plan, read_plan
from coverage.sites.plan import PARAMETERS as PLAN_PARAMETERS
from coverage.states.question import PARAMETERS, Question
from publishing.parameters import refuse_unknown
from publishing.problems import ParameterProblem
from web.parameters import is_tracking

PROFILE = "profil"
LISTS = ("statuts", "bases")
# What only the form sends: candidates named one by one, and rows of scenarios to compare.
OWN_LIST, KIND, COUNT, KEYS = "liste", "comparer", "comparer_k", "comparer_cles"
FORM_ONLY = (OWN_LIST, KIND, COUNT, KEYS)
DEFAULTS = {
    "statuts": "actif",
    "bases": "declare,presume",
    "rayon_km": "30",
    "candidats": EMERGING,
    "territoire": "rayon",
    "methode": "rapide",
    "poids": "population",
    "budget": "1500000",
    "dotation": "100000",
    PROFILE: PROFILES[0].key,
}
KNOWN = (*(p.name for p in PARAMETERS), *(p.name for p in PLAN_PARAMETERS), PROFILE, cutting.NAME)


@dataclass(frozen=True)
class Planned:
    """All that the page is asked. `query` is its canonical address."""

    question: Question
    plan: Plan
    weights: Weights
    cut: str
    scenarios: tuple[str, ...]  # those to compare with, as addresses give them
    query: QueryDict

    @property
    def address(self) -> str:
        """The query as it stands in an address."""
        return self.query.urlencode(safe=",:")


def canonical(params: QueryDict) -> QueryDict:
    """The address as the API writes it: what is as at first, or empty, is left out.

    A form repeats `bases`, names its own list of candidates apart, gives scenarios in pieces, and
    sends a budget beside the number of sites that stands for it; an address that does is refused.
    """
    filled = from_form(params)
    query = QueryDict(mutable=True)
    own = ",".join(keys_in(params.get(OWN_LIST, "")))
    for name in params:
        if is_tracking(name) or name in (*FORM_ONLY, PARAMETER.name):
            continue
        value = ",".join(params.getlist(name)) if name in LISTS else str(params[name]).strip()
        if name == "candidats" and value == OWN_LIST:
            value = own or EMERGING
        if name not in KNOWN or (value and value != DEFAULTS.get(name)):
            query[name] = value
    for name in ("budget", "dotation"):
        if query.get("k") and filled:
            query.pop(name, None)
        elif query.get("k") and params.get(name):
            query[name] = str(params[name])
    if not filled and params.get("candidats", EMERGING).strip() == "":
        query["candidats"] = ""
    scenarios = [text.strip() for text in params.getlist(PARAMETER.name) if text.strip()]
    scenarios += pieced(params)
    if scenarios:
        query.setlist(PARAMETER.name, scenarios)
    return query


def from_form(params: QueryDict) -> bool:
    """Whether this is what the form of the page sends, and not an address that was written."""
    return any(name in params for name in FORM_ONLY)


def keys_in(text: str) -> list[str]:
    """Keys that a person wrote, separated by commas, spaces or lines."""
    return text.replace(",", " ").replace(";", " ").split()


def pieced(params: QueryDict) -> list[str]:
    """Scenarios from the rows of the form: a kind, a number, keys."""
    found = []
    rows = zip(params.getlist(KIND), params.getlist(COUNT), params.getlist(KEYS), strict=False)
    for kind, count, keys in rows:
        if kind in (EMERGING, EVERY_BODY):
            found.append(f"{BEST}:{kind}:{count.strip()}")
        elif kind == OWN_LIST:
            found.append(f"{CHOSEN}:{','.join(keys_in(keys))}")
    return found


def read(query: QueryDict, known: Places) -> Planned:
    """Read a canonical address. Raises ParameterProblem on the first refused value."""
    refuse_unknown(query, [*KNOWN, PARAMETER.name])
    question = Question.read(query)
    check_places(question, known)
    scenarios = tuple(query.getlist(PARAMETER.name))
    if len(scenarios) >= len(LETTERS):
        raise ParameterProblem(
            PARAMETER.name, f"{len(scenarios)} scénarios", f"{len(LETTERS) - 1} au plus"
        )
    profile = QueryDict(mutable=True)
    profile[PROFILE] = query.get(PROFILE, "")
    return Planned(
        question=question,
        plan=read_plan(query, question, EMERGING),
        weights=read_weights(profile, score_choices()),
        cut=cutting.read_cut(query),
        scenarios=scenarios,
        query=query,
    )
