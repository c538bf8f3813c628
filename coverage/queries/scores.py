"""The explained score of every EPCI and EPT for a question: raw values, then `coverage.scoring`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse

from coverage.indicator_models import Indicator
from coverage.indicators.queries import indicator_by_body, unit_of
from coverage.indicators.vocabulary import Direction
from coverage.queries.states import WITH_STATE
from coverage.question import Question
from coverage.scoring import (
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

# A body's distance is the mean of its communes', weighed by people; by communes where nobody lives.
BODIES = """,
summed AS (
  SELECT body, sum(population) AS people, count(*) AS communes,
         coalesce(sum(population) FILTER (WHERE NOT rank = ANY(%(ranks)s)), 0) AS uncovered,
         count(*) FILTER (WHERE NOT rank = ANY(%(ranks)s)) AS uncovered_communes,
         coalesce(sum(metres * population) / nullif(sum(population), 0), avg(metres)) AS metres,
         (array_agg(department_id ORDER BY population DESC, code))[1] AS department,
         (array_agg(region_id ORDER BY population DESC, code))[1] AS region
  FROM state GROUP BY body
)
SELECT body, coalesce((SELECT e.name FROM geo_epci e WHERE e.siren = body),
                      (SELECT c.name FROM geo_commune c WHERE c.code = body)),
       people, communes, uncovered, uncovered_communes, metres, department, region
FROM summed ORDER BY body LIMIT 5000
"""


@dataclass(frozen=True)
class Body:
    """An EPCI, an EPT or a commune that stands for itself, as a question sees it."""

    code: str
    name: str
    population: int
    communes: int
    uncovered: int
    uncovered_communes: int
    metres: float | None  # mean of its people to the nearest counted seat
    department: str
    region: str

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("commune" if len(self.code) == 5 else "epci", args=[self.code])

    @property
    def km(self) -> float | None:
        """Kilometres of `metres`."""
        return None if self.metres is None else self.metres / 1000

    @property
    def share(self) -> float | None:
        """The share of its people that nothing covers, 0 to 1; None where nobody lives."""
        return self.uncovered / self.population if self.population else None


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
    bodies: dict[str, Body]

    @property
    def ranked(self) -> list[tuple[Body, Scored]]:
        """Each body with its score, in order."""
        return [(self.bodies[one.body], one) for one in self.ranking.scored]


OWN = {
    UNCOVERED: ("Population non couverte", "habitants"),
    DISTANCE: ("Distance moyenne au pôle le plus proche", "km"),
}
OWN_SOURCE = "Atlas des PTCE, d'après l'annuaire et les réglages choisis"
METHOD = (
    "Chaque composante devient la place du territoire parmi ceux qui ont une valeur (rang moyen, "
    "de 0 à 1) ; le score est leur moyenne pondérée sur les composantes connues. Sous la moitié "
    "des poids connus, un territoire a un score mais pas de rang. Rangs extrêmes : tous les poids "
    "bougent de 20 %."
)


def score_choices() -> dict[str, str]:
    """Components that may be weighed: key, label."""
    loaded = Indicator.objects.exclude(direction=Direction.NONE).order_by("code")
    own = {key: label for key, (label, _) in OWN.items()}
    return own | dict(loaded.values_list("code", "label")[:500])


def scores(question: Question, weights: Mapping[str, float]) -> Scores:
    """Score the bodies of a question; three queries.

    `weights` by component; those at zero are left out. Raises `WeightError` where all are zero,
    KeyError for a component that is not of `score_choices`.
    """
    bodies = read_bodies(question)
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
    return Scores(rank(list(bodies), components), about, bodies)


def read_bodies(question: Question) -> dict[str, Body]:
    """The bodies of a question, by code."""
    with connection.cursor() as cursor:
        cursor.execute(WITH_STATE + BODIES, question.sql())
        rows = cursor.fetchall()
    return {
        code: Body(code, name, int(people), communes, int(uncovered), *rest)
        for code, name, people, communes, uncovered, *rest in rows
    }


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


def figures(body: Body, scored: Scored) -> dict[str, Any]:
    """A body and its score."""
    return {
        "rang": scored.rank,
        "rang_meilleur": scored.best,
        "rang_pire": scored.worst,
        "code": body.code,
        "nom": body.name,
        "code_departement": body.department,
        "code_region": body.region,
        "population": body.population,
        "population_non_couverte": body.uncovered,
        "part_non_couverte": rounded(body.share, 4),
        "distance_moyenne_km": None if body.metres is None else round(body.metres / 1000, 1),
        "score": rounded(scored.score, 4),
        "part_connue": round(scored.known_weight, 4),
    }


def row(body: Body, scored: Scored) -> dict[str, Any]:
    """The row of `/api/scores/`: a body, its score and what each component says."""
    return figures(body, scored) | {
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
