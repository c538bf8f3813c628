"""Finds territories by a name beside a place: "Plaine Commune 93", "CA du Grand Avignon 13"."""

from dataclasses import replace
from typing import Any

from geo.asking import Query, understand, without_article
from geo.levels import inside
from geo.models import Commune
from geo.search import FORMER, SIMILAR, Match, key_of
from geo.search_areas import BEGINS, EXACT, LEVEL, RESEMBLES, AreaMatch, find_areas
from publishing.ceilings import whole

MOST_DEPARTMENTS = 200


def areas_of(text: str, query: Query, matches: list[Match]) -> list[AreaMatch]:
    """Territories that a text may mean, given how it was read and the communes that answer it."""
    if query.street:
        return []
    told = bool(query.number or query.postcode)  # rather than named
    if told and not LEVEL.match(query.key):
        if matches and matches[0].rank <= FORMER:
            return []  # a commune of that name stands where the text says
        return beside(query, matches) or find_areas(text)
    found = find_areas(text)
    if not query.placed or any(match.rank <= EXACT for match in found):
        return found
    if matches and matches[0].rank <= FORMER:
        return found
    return [*found, *beside(query, matches)]


def beside(query: Query, matches: list[Match]) -> list[AreaMatch]:
    """Territories of the name that stands beside a place.

    Of "Nouvelle-Aquitaine 86", the one before the number rather than one named « Nouvelle ».
    """
    if query.area and (query.number or query.postcode):
        whole_name = understand(query.key)
        found = of_name(whole_name, matches)
        if any(match.rank <= EXACT or match.away for match in found):
            return found
    return of_name(query, matches)


def of_name(query: Query, matches: list[Match]) -> list[AreaMatch]:
    """Territories of a name, those where the text says, those that are elsewhere.

    A commune that bears the name elsewhere comes before all but what is exactly there.
    """
    name = without_article(query.name)
    borne = any(
        match.rank >= SIMILAR and without_article(key_of(match)) == name for match in matches
    )
    found = []
    for match in find_areas(query.name):
        if departments_of(match) & set(query.departments):
            placed = match.rank <= EXACT or not borne
            found.append(match if placed else replace(match, rank=RESEMBLES))
        elif match.rank <= EXACT:
            found.append(replace(match, rank=RESEMBLES if borne else BEGINS, away=query))
    return found


def departments_of(match: AreaMatch) -> set[str]:
    """The departments in which a territory has ground."""
    area: Any = match.area
    members = Commune.objects.current().filter(inside(area)).order_by("department")
    return set(whole(members.values_list("department", flat=True).distinct(), MOST_DEPARTMENTS))
