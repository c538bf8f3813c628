"""One application as those who instruct read it: as it was submitted, and what came after."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.functional import cached_property

from calls.application.eligibility import Check
from calls.application.sheets import checks_of
from calls.gains.adding import Gain, Gains
from calls.gains.queries import patches
from calls.instruction.listing import grid_of, scores_of, total_of
from calls.instruction.reading import Reader, readable, stands_aside
from calls.instruction.recusals import PersonAside, people_aside
from calls.models import (
    Application,
    Document,
    FormerOpinion,
    Opinion,
    Question,
    Substitute,
)
from calls.models.application import ANSWERS
from calls.scoring import Line, weighted
from calls.vocabulary import Category, LegalNature, OpinionState, Side
from coverage.states.question import Question as CoverageQuestion
from directory.vocabulary import Theme
from directory.words.poles import territory_in_words
from geo.models import Region
from publishing.ceilings import whole
from web.french import joined

MOST_ROWS = 1000
MOST_NAMED = 60  # pieces of a territory said one by one


@dataclass(frozen=True)
class OpinionShown:
    """An opinion given, with its scores in the order of the grid and its total."""

    opinion: Opinion
    rows: list[tuple[str, int, int, int, str]]  # criterion, score, highest, weight, remark
    total: float | None


@dataclass(frozen=True)
class FormerShown:
    """An opinion given and taken back, its total, whose opinions were readable by then.

    `aside`: its author has stood aside since.
    """

    former: FormerOpinion
    total: float | None
    after: list[str]
    aside: bool


@dataclass(frozen=True)
class RegionShown:
    """Where the opinion of a region is."""

    code: str
    name: str
    given: bool
    given_at: datetime | None
    aside: int
    shown: OpinionShown | None
    substitutes: list[Substitute]
    former: list[FormerShown]


class File:
    """What the page of an application says, read once. Its content is the frozen one."""

    def __init__(self, application: Application, reader: Reader) -> None:
        self.application = application
        self.reader = reader
        self.frozen: dict[str, Any] = application.frozen or {}
        self.aside = stands_aside(application, reader.person)

    @cached_property
    def opinions(self) -> list[Opinion]:
        """Every opinion, whoever may read it."""
        found = self.application.opinions.order_by("region", "id").select_related("author")
        return whole(found.prefetch_related("scores__criterion", "former"), MOST_ROWS)

    @cached_property
    def regions(self) -> dict[str, str]:
        """Names of the regions of the territory, by code."""
        codes = self.application.regions
        found = Region.objects.filter(code__in=codes).order_by("name_key")
        return dict(found.values_list("code", "name"))

    @cached_property
    def readable(self) -> list[Opinion]:
        """The opinions that the reader may read."""
        regions = frozenset(self.application.regions)
        return readable(self.opinions, regions, self.reader, aside=self.aside)

    def by_region(self) -> list[RegionShown]:
        """Where each region is, with its opinion where it may be read."""
        grid = grid_of(self.application.call)
        shown = {
            one.region_id: OpinionShown(one, rows_of(one), total_of(one, grid))
            for one in self.readable
        }
        alone = Counter(one.regions[0] for one in self.people_aside if len(one.regions) == 1)
        found = []
        for code, name in self.regions.items():
            mine = [one for one in self.opinions if one.region_id == code]
            given = next((one for one in mine if one.state == OpinionState.GIVEN), None)
            found.append(
                RegionShown(
                    code=code,
                    name=name,
                    given=given is not None,
                    given_at=given.given_at if given else None,
                    aside=alone[code],
                    shown=shown.get(code),
                    substitutes=[one for one in self.substitutes if one.region_id == code],
                    former=self.former(mine, grid) if code in shown else [],
                )
            )
        return found

    @cached_property
    def substitutes(self) -> list[Substitute]:
        """Who was named for a region that had nobody left."""
        found = self.application.substitutes.order_by("id").select_related("person")
        return whole(found, MOST_ROWS)

    def former(self, opinions: list[Opinion], grid: list[Line]) -> list[FormerShown]:
        """What was given before, oldest first, of opinions that may be read."""
        return [
            FormerShown(
                one,
                weighted(grid, dict(one.scores)),
                [self.regions.get(code, code) for code in one.after_reading],
                opinion.state == OpinionState.RECUSED,
            )
            for opinion in opinions
            for one in opinion.former.all()
        ]

    def hidden(self) -> bool:
        """Whether an opinion is given that the reader may not read yet."""
        given = sum(one.state == OpinionState.GIVEN for one in self.opinions)
        return given > len(self.readable)

    @cached_property
    def people_aside(self) -> list[PersonAside]:
        """Who stood aside, each once."""
        return people_aside(self.opinions)

    def aside_across(self) -> list[tuple[str, int]]:
        """Names of regions of which the same people stood aside together, and how many did."""
        across = Counter(one.regions for one in self.people_aside if len(one.regions) > 1)
        return [
            (joined([name for code, name in self.regions.items() if code in codes]), count)
            for codes, count in sorted(across.items())
        ]

    def recusals(self) -> list[Opinion]:
        """Who stood aside and why: told to the national cell, to their region, to themselves."""
        reader = self.reader
        mine = reader.speaks_for(self.application)
        return [
            one.opinion
            for one in self.people_aside
            if one.opinion.author_id == reader.person.pk
            or (not self.aside and (reader.national or mine & {*one.regions}))
        ]

    def opinions_to_write(self) -> list[tuple[str, str, str]]:
        """For each region for which the reader speaks: its code, its name, where their opinion is
        (« none », « draft », « given » by them, « taken » by a colleague).
        """
        if self.aside:
            return []
        found = []
        for code in sorted(self.reader.speaks_for(self.application)):
            mine = [one for one in self.opinions if one.region_id == code]
            given = next((one for one in mine if one.state == OpinionState.GIVEN), None)
            own = any(one.author_id == self.reader.person.pk for one in mine)
            state = "draft" if own else "none"
            if given:
                state = "given" if given.author_id == self.reader.person.pk else "taken"
            found.append((code, self.regions.get(code, code), state))
        return found

    def checks(self) -> list[Check]:
        """The rules of eligibility, as they stood when it was submitted."""
        at = self.application.submitted_at
        return checks_of(self.application, at) if at else []

    def territory(self) -> list[str]:
        """What the territory names."""
        pieces = self.application.territories.select_related(
            "commune", "epci", "department", "region"
        ).order_by("id")
        return [territory_in_words(piece) for piece in pieces[:MOST_NAMED]]  # type: ignore[arg-type]

    def pieces_left(self) -> int:
        """How many pieces of the territory are not named."""
        return max(self.application.territories.count() - MOST_NAMED, 0)

    def members(self) -> list[tuple[str, list[dict[str, str]]]]:
        """The lead and the members by category of article 9, in the order of the law."""
        lead = {
            "name": self.frozen.get("lead_name", ""),
            "siret": self.frozen.get("lead_siret", ""),
            "category": self.frozen.get("lead_category", ""),
            "lead": "oui",
        }
        rows = [lead, *self.frozen.get("members", [])]
        order = list(Category.values)
        rows.sort(key=lambda row: order.index(row["category"]) if row["category"] in order else 99)
        return [
            (label_of(Category, category), list(group))
            for category, group in groupby(rows, key=lambda row: row["category"])
        ]

    def budget(self) -> list[tuple[str, list[dict[str, Any]], int]]:
        """Each side of the budget, with its lines and its total."""
        lines = self.frozen.get("budget", [])
        found = []
        for side in Side:
            mine = [line for line in lines if line["side"] == side]
            found.append((str(side.label), mine, sum(line["amount_eur"] or 0 for line in mine)))
        return found

    def answers(self) -> list[tuple[str, str]]:
        """Each question of the form, with what was answered."""
        return [
            (str(self.application._meta.get_field(name).verbose_name), self.frozen.get(name, ""))  # type: ignore[union-attr]
            for name in ANSWERS
        ]

    def themes(self) -> list[str]:
        """Labels of its themes."""
        return [label_of(Theme, theme) for theme in self.frozen.get("themes", [])]

    def nature(self) -> str:
        """What the lead is in law."""
        return label_of(LegalNature, self.frozen.get("lead_nature", ""))

    def documents(self) -> list[Document]:
        """The files deposited with it."""
        found = self.application.documents.filter(question__isnull=True).order_by("id")
        return whole(found, MOST_ROWS)

    def questions(self) -> list[Question]:
        """What was asked, and answered, with the files of answers."""
        found = self.application.questions.order_by("id").prefetch_related("documents")
        return whole(found, MOST_ROWS)

    def gain(self) -> Gain:
        """What its territory would add to what poles cover today."""
        question = CoverageQuestion()
        found = Gains(patches([self.application.pk], question), question.ranks)
        return found.of(self.application.pk)


def rows_of(opinion: Opinion) -> list[tuple[str, int, int, int, str]]:
    """The scores of an opinion in the order of the grid."""
    scores = sorted(
        opinion.scores.all(), key=lambda one: (one.criterion.position, one.criterion_id)
    )
    return [
        (s.criterion.title, s.value, s.criterion.highest, s.criterion.weight, s.comment)
        for s in scores
    ]


def label_of(choices: Any, value: str) -> str:
    """The label of a stored value; the value itself where it is no longer known."""
    return str(choices(value).label) if value in choices.values else value


__all__ = ["File", "OpinionShown", "RegionShown", "scores_of"]
