"""Regions whose opinion is awaited and whose cell has nobody left to give it: who stands in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.models import User
from django.db.models import Q

from calls.instruction.listing import MOST_READ
from calls.instruction.pages.people import cell_of, holds_a_cell
from calls.instruction.reading import Reader, aside_of, within
from calls.instruction.writing import WRITING
from calls.models import Application
from calls.vocabulary import OpinionState
from publishing.ceilings import whole


@dataclass(frozen=True)
class Vacancy:
    """A region, by its code; whether someone was named for it, and who of them can speak still."""

    region: str
    named: bool
    standing: list[User]

    @property
    def left_again(self) -> bool:
        """Whether who was named cannot give the opinion any more."""
        return self.named and not self.standing


def keys_of(region: str) -> frozenset[int]:
    """The people of the cell of a region, by their keys."""
    return frozenset(one.pk for one in cell_of(region))


def vacancies(
    application: Application, cell: Callable[[str], frozenset[int]] = keys_of
) -> list[Vacancy]:
    """The regions of an application that have nobody left, those with a substitute included."""
    if application.stands not in WRITING:
        return []
    opinions = application.opinions.all()
    given = {one.region_id for one in opinions if one.state == OpinionState.GIVEN}
    aside = {one.author_id for one in opinions if one.state == OpinionState.RECUSED}
    aside.add(application.owner_id)
    found = []
    for region in application.regions:
        if region in given or cell(region) - aside:
            continue
        named = [one.person for one in application.substitutes.all() if one.region_id == region]
        able = [one for one in named if one and one.pk not in aside and holds_a_cell(one)]
        found.append(Vacancy(region, bool(named), able))
    return found


def without_voice(reader: Reader) -> list[Application]:
    """The applications that wait for a substitute whom the reader may name, by call and number."""
    mine = Q(owner=reader.person) & Q(owner__isnull=False)
    found = (
        within(reader)
        .filter(~mine, ~Q(aside_of(reader.person)), state__in=WRITING)
        .prefetch_related("opinions", "substitutes__person")
        .order_by("call", "serial")
    )
    cell = cache(keys_of)
    return [
        one
        for one in whole(found, MOST_READ)
        if any(not vacancy.standing for vacancy in vacancies(one, cell))
    ]
