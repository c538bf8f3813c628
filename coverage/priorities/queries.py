"""What each emerging pole would add to the coverage that a question counts."""

# ruff: noqa: S608 - statements are made of constants; values are passed as parameters

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from coverage.gaps.queries import gaps
from coverage.scores.queries import Scores, rounded, scores
from coverage.scores.scoring import Scored
from coverage.states.bodies import Body
from coverage.states.queries import WITH_STATE
from coverage.states.question import Question
from coverage.vocabulary import BASIS_OF_RANK, NEAR_RANK, RANKS, CoverageBasis
from directory.vocabulary import PUBLIC_BASIS, Status
from geo.bodies import PUBLIC_NAME
from publishing.ceilings import within

RANK = " ".join(
    f"WHEN '{stored}' THEN {RANKS[CoverageBasis(public)]}"
    for stored, public in PUBLIC_BASIS.items()
    if CoverageBasis(public) in RANKS
)
MOST_POLES = 50_000

# `reach` is the ground of an emerging pole: its footprint, or where it has none, the communes
# whose centre is within the radius of its seat. A commune is gained where nothing the reader
# counts covers it, and the pole would on a basis that the reader counts.
GAINS = f""",
emerging AS (
  SELECT p.id, p.slug, p.name, p.status_as_of, p.seat_id, c.centre, c.name AS seat,
         (%(department)s = '' OR p.department_id = %(department)s)
           AND (%(region)s = '' OR p.region_id = %(region)s)
           AND (%(zone)s = '' OR r.zone = %(zone)s) AS here
  FROM directory_pole p LEFT JOIN geo_commune c ON c.code = p.seat_id
  LEFT JOIN geo_region r ON r.code = p.region_id
  WHERE p.published AND p.status = '{Status.EMERGING}'
),
held AS (
  SELECT e.id, f.commune_id AS code, CASE f.basis {RANK} END AS rank
  FROM emerging e JOIN directory_footprintcommune f ON f.pole_id = e.id
),
reach AS (
  SELECT * FROM held
  UNION ALL
  SELECT e.id, c.code, {NEAR_RANK} FROM emerging e
  JOIN geo_commune c ON NOT c.obsolete AND ST_DWithin(c.centre, e.centre, %(metres)s)
  WHERE e.id NOT IN (SELECT id FROM held)
),
-- Without a seat, its EPCI is the one that holds most people of its own ground.
ground AS (
  SELECT DISTINCT ON (held.id) held.id, state.body
  FROM held JOIN state USING (code) WHERE held.rank < {RANKS[CoverageBasis.BROAD]}
  GROUP BY held.id, state.body ORDER BY held.id, sum(state.population) DESC, state.body
),
judged AS (
  SELECT reach.id, reach.rank, state.population, state.km2,
         NOT state.rank = ANY(%(ranks)s)
           AND (reach.rank = ANY(%(ranks)s) OR reach.rank = {NEAR_RANK}) AS gained,
         state.rank = ANY(%(ranks)s) AS already
  FROM reach JOIN state ON state.code = reach.code
)
SELECT e.slug, e.name, e.status_as_of, e.seat_id, e.seat, min(j.rank),
       count(j.id), coalesce(sum(j.population), 0),
       count(j.id) FILTER (WHERE gained), coalesce(sum(j.population) FILTER (WHERE gained), 0),
       coalesce(sum(j.km2) FILTER (WHERE gained), 0),
       count(j.id) FILTER (WHERE already), coalesce(sum(j.population) FILTER (WHERE already), 0),
       (SELECT min(s.nearest_m) FROM coverage_communestate s
        WHERE s.commune_id = e.seat_id AND s.status = '{Status.ACTIVE}'),
       coalesce((SELECT body FROM state WHERE code = e.seat_id), ground.body)
FROM emerging e LEFT JOIN ground ON ground.id = e.id LEFT JOIN judged j ON j.id = e.id
GROUP BY e.id, e.slug, e.name, e.status_as_of, e.seat_id, e.seat, e.here, ground.body
HAVING coalesce(e.here, false) OR count(j.id) > 0
ORDER BY 10 DESC, 9 DESC, e.slug
LIMIT {MOST_POLES + 1}
"""


@dataclass
class Priority:
    """An emerging pole, and what it would add."""

    slug: str
    name: str
    status_as_of: int | None
    seat_code: str | None
    seat: str | None
    rank: int | None
    communes: int
    population: int
    new_communes: int
    new_population: int
    new_km2: float
    already_communes: int
    already_population: int
    nearest_active_m: float | None
    body: str | None  # its EPCI, its EPT, or the commune that stands for it
    place: int | None = None  # 1 first; equal gains share it, and what gains nothing has none
    within: int | None = None  # the same among those of the filter, by what they gain there
    entire: "Priority | None" = None  # without the filter, where the filter cuts its ground
    gaps: list[str] = field(default_factory=list)  # identifiers of those it is in or beside
    epci: Body | None = None  # that body, with its score among those of the question
    score: Scored | None = None

    @property
    def basis(self) -> str:
        """The surest basis of its ground, "" where that is not known."""
        return "" if self.rank is None else str(BASIS_OF_RANK[self.rank])

    @property
    def nearest_active_km(self) -> float | None:
        """From its seat to the nearest active pole."""
        return None if self.nearest_active_m is None else self.nearest_active_m / 1000

    @property
    def gain(self) -> tuple[int, int]:
        """What it is ranked by: inhabitants gained, then communes."""
        return int(self.new_population), self.new_communes

    def figures(self) -> dict[str, Any]:
        """Its ground, what it would gain, what is covered already: of what the filter keeps."""
        return {
            "communes": self.communes,
            "population": int(self.population),
            "communes_gagnees": self.new_communes,
            "population_gagnee": int(self.new_population),
            "km2_gagnes": round(float(self.new_km2), 2),
            "communes_deja_couvertes": self.already_communes,
            "population_deja_couverte": int(self.already_population),
        }

    def public(self) -> dict[str, Any]:
        """The row of `/api/priorites/`."""
        near = self.nearest_active_km
        return {
            "rang": self.place,
            "rang_filtre": self.within,
            "slug": self.slug,
            "nom": self.name,
            "statut_annee": self.status_as_of,
            "code_insee": self.seat_code,
            "commune": self.seat,
            "base": self.basis or None,
            **self.figures(),
            "coupe": self.entire is not None,
            "entier": self.entire and self.entire.figures(),
            "distance_pole_actif_km": None if near is None else round(near, 1),
            "lacunes": self.gaps,
            PUBLIC_NAME: self.body,
            "code_epci": self.body,  # its name of yesterday
            "epci": self.epci and self.epci.name,
            "score_epci": self.score and rounded(self.score.score, 4),
            "rang_epci": self.score and self.score.rank,
        }


def priorities(
    question: Question,
    weights: Mapping[str, float],
    scored: Scores | None = None,
    cut: str = "",
) -> list[Priority]:
    """The emerging poles, the one that would add most people first, with their EPCI's score.

    A filter keeps those that are there or have ground there, sorted by what they gain there; their
    place stays that of the whole country. A pole without footprint or seat adds nothing that can
    be known, and comes last. `weights` are those of `coverage.scores.queries`, and `scored` what
    they gave, where that is known; `cut` says at what borders the gaps are cut.
    """
    found = ranked(question)
    by_slug = {priority.slug: priority for priority in found}
    for gap in gaps(question, cut):
        for slug in sorted((gap.inside | gap.beside) & by_slug.keys()):
            by_slug[slug].gaps.append(gap.identifier)
    scored = scored or scores(question, weights)
    of_body = {one.body: (scored.everywhere[one.body], one) for one in scored.ranking.scored}
    for priority in found:
        priority.epci, priority.score = of_body.get(priority.body or "", (None, None))
    return found


def ranked(question: Question) -> list[Priority]:
    """The emerging poles of a question, with their places; one query, two if it is filtered."""
    everywhere = gaining(question.everywhere)
    for one, place in zip(everywhere, places(everywhere), strict=True):
        one.place = place
    if not question.filtered:
        return everywhere
    by_slug = {one.slug: one for one in everywhere}
    found = gaining(question)
    for one, place in zip(found, places(found), strict=True):
        entire = by_slug[one.slug]
        one.within, one.place, one.body = place, entire.place, entire.body
        one.entire = entire if entire.communes > one.communes else None
    return found


def gaining(question: Question) -> list[Priority]:
    """Emerging poles with what they would gain, the most people first."""
    with connection.cursor() as cursor:
        cursor.execute(WITH_STATE + GAINS, question.sql())
        rows = within(cursor.fetchall(), MOST_POLES, "pôles émergents")
    return [Priority(*row) for row in rows]


def places(found: list[Priority]) -> list[int | None]:
    """The place of each of those sorted by what they gain, from 1; None for what gains nothing."""
    made: list[int | None] = []
    for number, one in enumerate(found, 1):
        same = number > 1 and found[number - 2].gain == one.gain
        made.append((made[-1] if same else number) if any(one.gain) else None)
    return made
