"""What is asked of the choice of sites: how many, among which, what they cover, what is weighed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import Any

from django.http import QueryDict

from coverage.siting.errors import BudgetError
from coverage.siting.problem import MOST_SITES, sites_within
from coverage.states.question import Question
from geo import levels
from geo.codes import Place, found_of
from geo.constants import CODE_LENGTH, SIREN_LENGTH
from geo.filters import SUBSTITUTED, SUBSTITUTIONS
from publishing.columns import Column
from publishing.parameters import Parameter, read_choice, read_int, read_text
from publishing.problems import ParameterProblem

BUDGET, GRANT, MOST_EUROS = 1_500_000, 100_000, 1_000_000_000
MOST_RADIUS_KM = 200  # beyond, 35,000 communes by 1,264 seats no longer fit in a worker
EVERY_BODY, EMERGING = "epci", "emergents"
BY_RADIUS, BY_BODY = "rayon", "epci"
QUICK, EXACT = "rapide", "exacte"
PEOPLE = "population"
CORSICAN = re.compile("2[ab][0-9]{3}")
CODE_LENGTHS = (CODE_LENGTH, SIREN_LENGTH)

PARAMETERS = (
    Parameter(
        "k",
        f"Nombre de sites (1 à {MOST_SITES}) ; sinon `budget` divisé par `dotation`.",
        "integer",
    ),
    Parameter("budget", f"Budget en euros ({BUDGET} par défaut).", "integer"),
    Parameter("dotation", f"Dotation par site, en euros ({GRANT} par défaut).", "integer"),
    Parameter(
        "candidats",
        "epci (tous les EPCI et EPT, par défaut), emergents (les pôles émergents), ou des SIREN, "
        "codes Insee et pôles émergents séparés par des virgules.",
    ),
    Parameter(
        "territoire",
        "Ce que couvre un site qui n'est pas un pôle : le rayon autour de lui, ou son EPCI.",
        accepted=(BY_RADIUS, BY_BODY),
    ),
    Parameter("methode", "Réponse rapide ou exacte.", accepted=(QUICK, EXACT)),
    Parameter(
        "poids",
        "Ce qui est maximisé : population (par défaut), ou un indicateur de `/api/indicateurs/` "
        "(habitants des communes listées ou prioritaires, habitants pondérés par le rang d'un "
        "nombre, somme d'un compte).",
    ),
    Parameter("forcer", "Candidats imposés, séparés par des virgules."),
    Parameter("exclure", "Candidats écartés, séparés par des virgules."),
)

ASKED = (  # the same, as an answer repeats them
    Column("k", "Nombre de sites cherchés.", "integer"),
    Column("budget", "Budget, en euros ; nul avec `k`.", "integer"),
    Column("dotation", "Dotation par site, en euros ; nulle avec `k`.", "integer"),
    Column("candidats", "epci, emergents, ou les clés des candidats."),
    Column("territoire", "Ce que couvre un site.", accepted=(BY_RADIUS, BY_BODY)),
    Column("methode", "Réponse rapide ou exacte.", accepted=(QUICK, EXACT)),
    Column("poids", "Ce qui est maximisé."),
    Column("forcer", "Candidats imposés.", "array"),
    Column("exclure", "Candidats écartés.", "array"),
    SUBSTITUTED,
)


@dataclass(frozen=True)
class Budget:
    """Euros for the sites, euros a site, and how many sites they pay for."""

    euros: int
    grant: int
    pays: int


@dataclass(frozen=True)
class Plan:
    """What is asked of a portfolio. `candidates`: `epci`, `emergents`, or keys with commas.

    Keys are sorted: neither the answer nor what it repeats of the question tells their order.
    `affordable`: the count is at most so many (a budget may pay for more sites than there are, and
    two keys may be of one site); `budget` is None where a number of sites was asked for.
    `moved`: codes of yesterday read as today's, each with the parameter that named it.
    """

    count: int
    candidates: str = EVERY_BODY
    by_territory: bool = False
    exactly: bool = False
    forced: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    weight: str = PEOPLE
    affordable: bool = False
    budget: Budget | None = None
    moved: tuple[tuple[str, Place], ...] = ()

    def public(self) -> dict[str, Any]:
        """The plan as it stands in an answer, defaults said."""
        return {
            "k": self.count,
            "budget": self.budget and self.budget.euros,
            "dotation": self.budget and self.budget.grant,
            "candidats": self.candidates,
            "territoire": BY_BODY if self.by_territory else BY_RADIUS,
            "methode": EXACT if self.exactly else QUICK,
            "poids": self.weight,
            "forcer": list(self.forced),
            "exclure": list(self.excluded),
            **(
                {SUBSTITUTIONS: [place.public(name) for name, place in self.moved]}
                if self.moved
                else {}
            ),
        }

    def as_typed(self, parameter: str, key: str) -> str:
        """The key as a parameter named it, before it was read as today's."""
        named = (place for name, place in self.moved if name == parameter and key in place.codes)
        return next((place.asked for place in named), key)


def read_plan(params: QueryDict, question: Question, candidates: str = EVERY_BODY) -> Plan:
    """Read an address; `candidates` are those of an address that names none.

    Raises ParameterProblem. A radius beyond `MOST_RADIUS_KM` could not be answered in the memory
    of a worker.
    """
    if question.radius_km > MOST_RADIUS_KM:
        accepted = f"de 0 à {MOST_RADIUS_KM} km pour choisir des sites"
        raise ParameterProblem("rayon_km", f"{question.radius_km:g}", accepted)
    in_kind = read_choice(params, "territoire", BY_RADIUS, (BY_RADIUS, BY_BODY))
    budget = read_budget(params)
    return Plan(
        count=budget.pays if budget else read_int(params, "k", 0, (1, MOST_SITES)),
        candidates=in_order(read_candidates(params)) or candidates,
        by_territory=in_kind == BY_BODY,
        exactly=read_choice(params, "methode", QUICK, (QUICK, EXACT)) == EXACT,
        forced=tuple(sorted(keys(params, "forcer"))),
        excluded=tuple(sorted(keys(params, "exclure"))),
        weight=read_text(params, "poids") or PEOPLE,
        affordable=budget is not None,
        budget=budget,
    )


def read_candidates(params: QueryDict) -> str:
    """The candidates named, "" where the address says nothing of them."""
    said = params.get("candidats")
    if said is not None and not keys_of(said):
        raise ParameterProblem("candidats", said, "au moins un candidat, ou rien")
    return (said or "").strip()


def in_order(candidates: str) -> str:
    """Keys by code, whatever the order in which they were typed: ties follow it."""
    return ",".join(sorted(keys_of(candidates)))


def of_today(plan: Plan) -> Plan:
    """The same plan, whose former codes of communes and EPCI are read as today's, and told."""
    named = keys_of(plan.candidates)
    typed = {"candidats": named, "forcer": plan.forced, "exclure": plan.excluded}
    codes = {key for some in typed.values() for key in some if len(key) in CODE_LENGTHS}
    places = found_of(levels.COMMUNE, codes) | found_of(levels.EPCI, codes)
    if not any(place.moved for place in places.values()):
        return plan
    forced = today(plan.forced, places)
    chosen = plan.affordable and plan.budget is None  # every key is a site: one code may be several
    return replace(
        plan,
        count=len(forced) if chosen else plan.count,
        candidates=in_order(",".join(today(named, places))),
        forced=forced,
        excluded=today(plan.excluded, places),
        moved=tuple(
            (name, places[key])
            for name, some in typed.items()
            for key in some
            if key in places and places[key].moved
        ),
    )


def today(found: tuple[str, ...], places: Mapping[str, Place]) -> tuple[str, ...]:
    """Keys in their order, with today's codes for those of yesterday; each once."""
    codes = (places[key].codes if key in places else (key,) for key in found)
    return tuple(sorted(set(chain.from_iterable(codes))))


def read_budget(params: QueryDict) -> Budget | None:
    """The budget and how many grants it pays for; None where a number of sites is asked for."""
    if params.get("k"):
        for name in ("budget", "dotation"):
            if params.get(name):
                raise ParameterProblem(name, params[name], "`k` ou un budget, et non les deux")
        return None
    budget = read_int(params, "budget", BUDGET, (1, MOST_EUROS))
    grant = read_int(params, "dotation", GRANT, (1, MOST_EUROS))
    try:
        return Budget(budget, grant, sites_within(Decimal(budget), Decimal(grant)))
    except BudgetError as error:
        raise ParameterProblem("budget", budget, str(error)) from None


def keys(params: QueryDict, name: str) -> tuple[str, ...]:
    """Keys of candidates, each once."""
    found = keys_of(params.get(name, ""))
    if len(found) > MOST_SITES:
        raise ParameterProblem(name, f"{len(found)} clés", f"{MOST_SITES} candidats au plus")
    return found


def keys_of(text: str) -> tuple[str, ...]:
    """Keys with commas between, each once: codes of Corsica in capitals, slugs as they are."""
    found = (key.strip() for key in text.split(","))
    return tuple(
        dict.fromkeys(key.upper() if CORSICAN.fullmatch(key) else key for key in found if key)
    )
