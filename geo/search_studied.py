"""Finds study areas (zones d'emploi, bassins de vie) by their level, said before or after a name.

Many bear the name of a commune: only what says the level means one. Of a name that no area bears,
the area of the commune of that name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from django.db.models import Count, Q

from geo.asking import Query, with_articles, without_article
from geo.levels import STUDIED, Level
from geo.models import StudyArea, StudyAreaCommune
from geo.names import LINKS, normalise
from geo.search import FORMER, SIMILAR, Match
from geo.search_areas import CODE, EXACT, MOST, OF, AreaMatch, depth
from geo.search_placed import departments_of
from publishing.ceilings import whole

SEATS = 3  # communes of one name whose areas are shown
LINK = "|".join(sorted(LINKS))


@dataclass(frozen=True)
class Told:
    """A text that says a level: its words for it, and what is left."""

    level: Level
    part: str
    rest: str


@dataclass(frozen=True)
class StudyAnswer:
    """The areas of a told level, best first."""

    matches: list[AreaMatch]
    met: bool  # whether the text means one: else its first reading is in none


@cache
def patterns_of(level: Level) -> tuple[re.Pattern[str], ...]:
    """What says a level before a name, then after it: only digits may follow."""
    words = [word for word in normalise(level.one).split() if word not in LINKS]
    spelt = rf" (?:(?:{LINK}) )*".join(f"{word}s?" for word in words)
    said = rf"(?P<part>{'|'.join([spelt, *level.short])})"
    return (
        re.compile(rf"^(?:(?:{OF}) )?{said} (?:(?:{OF}) )?(?P<rest>\w.*)$"),
        re.compile(rf"^(?P<rest>\w.*?) (?:(?:{LINK}) )*{said}(?P<digits>(?: \w*\d\w*)*)$"),
    )


def told_level(key: str) -> Told | None:
    """The level that the key of a text says, and the rest; None where it says none."""
    for level in STUDIED:
        for pattern in patterns_of(level):
            found = pattern.match(key)
            if found:
                rest = f"{found['rest']}{found.groupdict().get('digits', '')}"
                return Told(level, found["part"], rest)
    return None


def study_areas(told: Told, query: Query, matches: list[Match], *, other: bool) -> StudyAnswer:
    """The areas that a text means, given how its rest was read and the communes that answer it.

    `other`: whether its rest is the name of something larger than a commune, or of no place here.
    """
    found = [*named(told.level, told.rest), *beside(told.level, query, matches)]
    if not other and not any(one.rank == CODE or one.away for one in found):
        found += holding(told.level, query, matches, like=not found)
    best: dict[str, AreaMatch] = {}
    for one in sorted(found, key=lambda one: one.rank):
        best.setdefault(one.area.pk, one)
    ranked = list(best.values())
    surely = bool(ranked) and ranked[0].rank <= EXACT
    borne = other or (bool(matches) and matches[0].rank <= FORMER)
    return StudyAnswer(marked(ranked[:MOST]), surely or (bool(ranked) and not borne))


def marked(matches: list[AreaMatch]) -> list[AreaMatch]:
    """The same, those that are in several departments marked so."""
    areas = StudyArea.objects.filter(pk__in=[match.area.pk for match in matches]).order_by("pk")
    counted = areas.annotate(held=Count("members__commune__department", distinct=True))
    astride = set(counted.filter(held__gt=1).values_list("pk", flat=True)) if matches else set()
    return [replace(match, astride=match.area.pk in astride) for match in matches]


def named(level: Level, rest: str) -> list[AreaMatch]:
    """The areas whose code or name a text is, then those whose name holds it."""
    holds = Q(name_key__regex=rf"\m{re.escape(rest)}") | Q(code=rest.upper())
    areas = level.areas().filter(holds | Q(name_key__in=with_articles(rest)))
    ordered = areas.select_related("department").order_by("-population", "pk")[:MOST]
    found = [AreaMatch(level.name, area, rank_of(area, rest)) for area in ordered]
    return sorted(found, key=lambda match: match.rank)


def rank_of(area: StudyArea, text: str) -> int:
    """The rank of an area: its code or name (with or without its article), then its first words.

    "Vire" is Vire Normandie before it is the area of Viré.
    """
    name, asked = without_article(area.name_key), without_article(text)
    if area.code == text.upper() or name == asked:
        return CODE
    return EXACT if name.startswith(f"{asked} ") else depth(text, area.name_key)


def beside(level: Level, query: Query, matches: list[Match]) -> Iterator[AreaMatch]:
    """The areas of a name that stands beside a place; of exactly that name, those elsewhere too."""
    if not query.placed or (matches and matches[0].kind == "arrondissement"):
        return
    for match in named(level, query.name):
        if departments_of(match) & set(query.departments):
            yield match
        elif match.rank == CODE:
            yield replace(match, rank=EXACT, away=query)


def holding(level: Level, query: Query, matches: list[Match], *, like: bool) -> Iterator[AreaMatch]:
    """The areas of the communes that answer best: « bassin de vie Saint-Denis »."""
    if not matches or query.beginning or (query.code and matches[0].rank >= SIMILAR):
        return
    first = matches[0].rank
    if first > FORMER and not like:
        return
    codes = [match.code for match in matches if match.rank == first]
    links = StudyAreaCommune.objects.filter(level=level.name, commune__in=codes)
    links = links.select_related("area__department", "commune").order_by("commune")
    of = {link.commune_id: link for link in whole(links, len(codes))}
    most = SEATS if first <= FORMER else 1
    for code in [code for code in codes if code in of][:most]:
        commune = of[code].commune
        reason = f"avec {commune.name} ({commune.department_id})"
        yield AreaMatch(level.name, of[code].area, EXACT, reason=reason)
