"""The sites chosen, as the page lists them, each with its reasons; and the scenarios compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coverage.priorities import words as said
from coverage.priorities.queries import Priority
from coverage.scenarios.queries import Side, Sides
from coverage.scores.queries import Scores
from coverage.sites.candidates import Candidate
from coverage.sites.queries import Answer
from coverage.siting.merging import Part
from coverage.states.words import share


@dataclass(frozen=True)
class SiteRow:
    """A site chosen."""

    rank: int
    candidate: Candidate
    place: str  # name of the commune of its seat
    gain: float
    total: float
    forced: bool
    reasons: list[str]


@dataclass(frozen=True)
class PartRow:
    """What some scenarios cover and the others do not."""

    letters: str
    communes: int
    people: int
    share: str


@dataclass(frozen=True)
class SideRow:
    """A scenario of the comparison."""

    side: Side
    title: str
    names: list[Candidate]
    without: str  # the address without it
    interrupted: str  # what is to be said of a search that time stopped


def site_rows(
    answer: Answer, poles: Mapping[str, Priority], scores: Scores, radius_km: float
) -> list[SiteRow]:
    """The sites, in order of what each adds."""
    of_body = {
        one.body: (scores.everywhere[one.body], scores.bodies.get(one.body), one)
        for one in scores.ranking.scored
    }
    ranked = len([one for one in scores.ranking.scored if one.rank is not None])
    rows = []
    for place, choice in enumerate(answer.portfolio.choices, 1):
        candidate = answer.candidates[choice.site]
        reasons: list[str] = []
        if candidate.key in poles:
            reasons = said.why_pole(poles[candidate.key], ranked)
            if not answer.plan.by_territory and radius_km:
                reasons.insert(0, said.how_far(radius_km))
        elif candidate.key in of_body:
            reasons = said.why_body(*of_body[candidate.key], ranked)
        rows.append(
            SiteRow(
                rank=place,
                candidate=candidate,
                place=candidate.place,
                gain=choice.gain,
                total=choice.total,
                forced=choice.forced,
                reasons=reasons,
            )
        )
    return rows


def part_rows(found: Sides) -> list[PartRow]:
    """Who gains by which scenarios, most people first."""
    whole = int(found.comparison.together.weight)

    def row(letters: str, part: Part) -> PartRow:
        return PartRow(letters, part.units, int(part.weight), share(int(part.weight), whole))

    return sorted((row(*each) for each in found.parts), key=lambda r: (-r.people, r.letters))


def side_rows(found: Sides, withouts: list[str]) -> list[SideRow]:
    """The scenarios, with what each is in words and the address of the page without it."""
    rows = []
    for side, without in zip(found.sides, withouts, strict=True):
        chosen = [side.answer.candidates[site] for site in side.answer.portfolio.sites]
        title = said.titled(side.scenario, side.answer)
        rows.append(SideRow(side, title, chosen, without, said.interrupted(side.answer)))
    return rows


def for_map(found: Sides) -> dict[str, Any]:
    """What the map is painted with: communes by letters, and the seats of the sites."""
    seats = []
    for side in found.sides:
        for rank, choice in enumerate(side.answer.portfolio.choices, 1):
            candidate = side.answer.candidates[choice.site]
            if candidate.point:
                longitude, latitude = candidate.point
                seats.append(
                    {
                        "lettre": side.scenario.letter,
                        "rang": rank,
                        "nom": candidate.name,
                        "lat": round(float(latitude), 5),
                        "lon": round(float(longitude), 5),
                    }
                )
    return {"communes": found.communes, "sites": seats}
