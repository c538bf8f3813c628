"""The explained score of every EPCI and EPT for a question: raw values, then `scores.scoring`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coverage.indicators.models import Indicator
from coverage.indicators.queries import indicator_by_body, unit_of
from coverage.indicators.vocabulary import Direction
from coverage.scores.scoring import (
    DISTANCE,
    LEAST_KNOWN,
    SHOWN_DIGITS,
    SWAY,
    UNCOVERED,
    Component,
    Ranking,
    Scored,
    rank,
)
from coverage.states.bodies import Body, parts_of, read_bodies
from coverage.states.question import Question
from geo.bodies import PUBLIC_NAME
from publishing.ceilings import whole


@dataclass(frozen=True)
class About:
    """A component, as it stands beside its figures."""

    key: str
    label: str
    unit: str
    weight: float
    high: bool
    source: str
    vintage: str
    known: int  # bodies that have a value

    def public(self) -> dict[str, Any]:
        """As the API says it."""
        return {
            "cle": self.key,
            "libelle": self.label,
            "unite": self.unit,
            "poids": self.weight,
            "sens": "haute" if self.high else "basse",
            "source": self.source,
            "millesime": self.vintage or None,
            "territoires_avec_valeur": self.known,
        }


@dataclass(frozen=True)
class Scores:
    """Bodies by rank, those that stand apart last; and what the ranking is made of."""

    ranking: Ranking
    components: tuple[About, ...]
    bodies: dict[str, Body]  # those of the question, cut by its filter
    everywhere: dict[str, Body]

    @property
    def ranked(self) -> list[tuple[Body, Scored]]:
        """Each body of the question with its score, in order."""
        return [
            (self.bodies[one.body], one) for one in self.ranking.scored if one.body in self.bodies
        ]

    @cached_property
    def within(self) -> dict[str, int]:
        """The rank of each body among those of the filter; none where there is no filter."""
        if self.bodies is self.everywhere:
            return {}
        ranks = [scored.rank for _, scored in self.ranked if scored.rank is not None]
        first = {rank: place for place, rank in reversed(list(enumerate(ranks, 1)))}
        return {
            body.code: first[scored.rank] for body, scored in self.ranked if scored.rank is not None
        }


OWN = {
    UNCOVERED: ("Population non couverte", "habitants"),
    DISTANCE: ("Distance moyenne au pôle le plus proche", "km"),
}
OWN_SOURCE = "Atlas des PTCE, d'après l'annuaire et les réglages choisis"
METHOD = (
    "Chaque composante devient la place du territoire parmi ceux qui ont une valeur (rang moyen, "
    "de 0 à 1) ; le score est leur moyenne pondérée sur les composantes connues. Sous la moitié "
    "des poids connus, un territoire a un score mais pas de rang. Rangs extrêmes : tous les poids "
    "bougent de 20 %. Scores et rangs sont ceux de tout le pays : un filtre n'en change aucun ; "
    "`rang_filtre` est le rang parmi les territoires qu'il garde."
)


def score_choices() -> dict[str, str]:
    """Components that may be weighed: key, label."""
    loaded = Indicator.objects.exclude(direction=Direction.NONE).order_by("code")
    own = {key: label for key, (label, _) in OWN.items()}
    return own | dict(whole(loaded.values_list("code", "label"), 500))


def scores(question: Question, weights: Mapping[str, float]) -> Scores:
    """Score the bodies of a question among all those of France; three queries, four if filtered.

    A body is scored whole: a filter moves no rank, it keeps the rows it names. `weights` by
    component; those at zero are left out. Raises `WeightError` where all are zero, KeyError for
    a component that is not of `score_choices`.
    """
    bodies = read_bodies(question.everywhere)
    used = {key: weight for key, weight in weights.items() if weight > 0}
    indicators = Indicator.objects.in_bulk([key for key in used if key not in OWN])
    values = indicator_by_body(list(indicators))
    made: list[tuple[Component, str]] = []
    for key, weight in used.items():
        if key in OWN:
            made.append((own_component(key, weight, bodies), ""))
        else:
            one = indicators[key]
            raw = {body: values[key][body].value for body in bodies if body in values[key]}
            made.append((of_indicator(one, weight, raw), one.vintage))
    components = [component for component, _ in made]
    about = tuple(described(component, vintage) for component, vintage in made)
    ranking = rank(list(bodies), components)
    return Scores(ranking, about, parts_of(question, bodies), bodies)


def own_component(key: str, weight: float, bodies: dict[str, Body]) -> Component:
    """What coverage itself says of the bodies."""
    label, unit = OWN[key]
    raw: dict[str, float | None] = {
        code: float(body.uncovered)
        if key == UNCOVERED
        else (None if body.metres is None else body.metres / 1000)
        for code, body in bodies.items()
    }
    return Component(key, label, raw, weight, high=True, unit=unit, source=OWN_SOURCE)


def of_indicator(one: Indicator, weight: float, raw: dict[str, float | None]) -> Component:
    """What an indicator says of them."""
    return Component(
        key=one.code,
        label=one.label,
        values=raw,
        weight=weight,
        high=one.direction == Direction.HIGH,
        unit=unit_of(one.kind, one.unit),
        source=one.source,
    )


def described(component: Component, vintage: str) -> About:
    """What stands beside the figures of a component."""
    return About(
        key=component.key,
        label=component.label,
        unit=component.unit,
        weight=component.weight,
        high=component.high,
        source=component.source,
        vintage=vintage,
        known=sum(value is not None for value in component.values.values()),
    )


def made_of(found: Scores) -> dict[str, Any]:
    """What the scores are made of."""
    return {
        "methode": METHOD,
        "source": "OCDE et JRC, Handbook on Constructing Composite Indicators, 2008, étape 5",
        "part_connue_minimale": LEAST_KNOWN,
        "composantes": [one.public() for one in found.components],
        "stabilite": {
            "mouvement": SWAY,
            "combinaisons": found.ranking.corners,
            "toutes": found.ranking.exact,
        },
    }


def rounded(value: float | None, digits: int) -> float | None:
    """A figure as it is shown: what is not known stays so."""
    return None if value is None else round(value, digits)


def figures(body: Body, scored: Scored, found: Scores) -> dict[str, Any]:
    """A body and its score; its figures are of what the filter keeps, its score of the whole."""
    return {
        "rang": scored.rank,
        "rang_filtre": found.within.get(body.code),
        "rang_meilleur": scored.best,
        "rang_pire": scored.worst,
        "code": body.code,
        PUBLIC_NAME: body.code,
        "nom": body.name,
        "code_departement": body.department,
        "code_region": body.region,
        **measured(body),
        "coupe": body.entire is not None,
        "entier": body.entire and measured(body.entire),
        "score": rounded(scored.score, 4),
        "part_connue": round(scored.known_weight, 4),
    }


def measured(body: Body) -> dict[str, Any]:
    """What coverage says of a body, or of what a filter keeps of it."""
    return {
        "communes": body.communes,
        "communes_non_couvertes": body.uncovered_communes,
        "population": body.population,
        "population_non_couverte": body.uncovered,
        "part_non_couverte": rounded(body.share, 4),
        "distance_moyenne_km": rounded(body.km, 1),
    }


def row(body: Body, scored: Scored, found: Scores) -> dict[str, Any]:
    """The row of `/api/scores/`: a body, its score and what each component says."""
    return figures(body, scored, found) | {
        "composantes": [
            {
                "cle": part.key,
                "valeur": rounded(part.raw, SHOWN_DIGITS),
                "normalisee": rounded(part.normalised, 4),
                "poids": part.weight,
                "contribution": round(part.contribution, 4),
            }
            for part in scored.parts
        ]
    }
